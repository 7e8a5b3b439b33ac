package volunteer

import (
	"context"
	"strings"

	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Checked is what anybody may know of a proof whose code they hold.
type Checked struct {
	Proof   *Proof
	Name    string // of the volunteer, masked: whoever holds the paper can compare
	Changed bool   // the records say something else by now
}

// CheckProof gives what a code proves, nil if nothing: no such code, or a proof
// taken back. 志愿服务记录与证明出具办法（试行）: a proof can be checked.
func CheckProof(ctx context.Context, s *store.Store, code string) (*Checked, error) {
	code = strings.ToUpper(strings.Join(strings.FieldsFunc(code, func(r rune) bool { return r == ' ' || r == '-' }), ""))
	if len(code) != checkLength {
		return nil, nil
	}
	r := s.Reader(&record.Actor{Name: "查验", Via: "portal", Roles: record.By(people.CommunityWorker)})
	p, err := store.First(ctx, r, Proofs, func(p *Proof, w *store.Where) { w.Is(&p.Check, code).Is(&p.State, Issued) })
	if err != nil || p == nil {
		return nil, err
	}
	v, err := store.One(ctx, r, Volunteers, p.Volunteer)
	if err != nil {
		return nil, err
	}
	minutes, list, err := p.now(ctx, r)
	return &Checked{Proof: p, Name: Volunteers.Field("name").Masked(v), Changed: minutes != p.Minutes || int64(len(list)) != p.Times}, err
}
