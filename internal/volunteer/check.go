package volunteer

import (
	"context"
	"fmt"
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
	r := s.Reader(checker())
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

// Says is what a check page shows.
func (c *Checked) Says() [][2]string {
	p := c.Proof
	out := [][2]string{{"姓名", c.Name}, {"时间", p.From.Chinese() + "至" + p.Last.Chinese()}, {"服务时长", spell(p.Minutes)}, {"服务次数", fmt.Sprintf("%d 次", p.Times)}, {"出具", p.Issuer + "，" + p.Issued.Chinese()}}
	if c.Changed {
		out = append(out, [2]string{"以后的更正", "出具以后服务记录有更正，以现在的记录为准，请问出具单位"})
	}
	return out
}

// checker reads what a page needs to know of others and does not show: how many,
// and a name under its mask.
func checker() *record.Actor {
	return &record.Actor{Name: "志愿服务页面", Via: "web", Roles: record.By(people.CommunityWorker)}
}
