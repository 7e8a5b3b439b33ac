package volunteer

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Proof (志愿服务证明) says, free of charge and on the word of whoever recorded it,
// what a volunteer did in a time. Anybody who holds it can check it by its code.
type Proof struct {
	record.Base
	Volunteer record.ID[Volunteer]
	From      clock.Date
	Last      clock.Date
	Org       record.ID[org.SocialOrg]
	Issuer    string
	Issued    clock.Date
	Minutes   int64
	Times     int64
	Content   string
	Check     string
	State     ProofState
}

// Proofs is the register of proofs (志愿服务证明台账).
var Proofs = record.Define[Proof]("service_proof", "志愿服务证明")

// Fields implements [record.Record].
func (p *Proof) Fields(f *record.Fields) {
	f.Ref(&p.Volunteer, "volunteer", "志愿者").Fixed().Owner().InList().Filter()
	f.Date(&p.From, "from_day", "服务起").Required().Fixed().InList()
	f.Date(&p.Last, "last_day", "服务止").Required().Fixed().InList()
	f.Ref(&p.Org, "org", "记录的社会组织").System().Owner().Filter().Help("这段时间的服务都是它记录的，就由它证明：谁记录谁证明")
	f.Text(&p.Issuer, "issuer", "出具单位").InList()
	f.Date(&p.Issued, "issued_on", "出具日期").System().InList().Filter()
	f.Minutes(&p.Minutes, "minutes", "服务时长").System().InList()
	f.Int(&p.Times, "times", "服务次数").System().InList()
	f.Prose(&p.Content, "content", "服务内容").System()
	f.Text(&p.Check, "check_code", "查验码").System()
	f.State(&p.State, "state", "状态").InitialStates(Asked)
}

// Keys says a code is one proof's.
func (p *Proof) Keys(k *record.Keys) { k.One(&p.Check).Says("这个查验码已经用过") }

// Prepare implements [record.Preparer]: whoever recorded all of it proves it, the
// community what several recorded.
func (p *Proof) Prepare(tx record.Tx) error {
	if p.Volunteer = whose(tx, p.Volunteer); p.Volunteer == 0 || p.From == "" || p.Last == "" {
		return nil
	}
	v, err := volunteerOf(tx, p.Volunteer)
	if err != nil {
		return err
	}
	p.Area = v.Area
	_, list, err := Given(tx.Context(), store.In(tx).All(), p.Volunteer, p.From, p.Last)
	if len(list) > 0 && !slices.ContainsFunc(list, func(s *Stint) bool { return s.Org != list[0].Org }) {
		p.Org = list[0].Org
	}
	return err
}

// CheckIn implements [record.CheckerIn].
func (p *Proof) CheckIn(tx record.Tx, ps *record.Problems) error {
	switch {
	case p.Volunteer == 0:
		ps.Add(&p.Volunteer, "写明是哪位志愿者")
	case p.Last < p.From:
		ps.Add(&p.Last, "不能早于服务起")
	case p.Last > tx.Today():
		ps.Add(&p.Last, "%s还没有到", p.Last.Chinese())
	}
	return nil
}

// Steps describes issuing and taking back.
func (p *Proof) Steps(s *record.Steps[Proof]) {
	by := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("issue", "出具", Issued).From(Asked).By(by...).ByOwner(people.Organisation).Need(&p.Issuer).Do((*Proof).issue)
	s.Step("revoke", "撤回证明", Revoked).From(Issued).By(by...).ByOwner(people.Organisation).Reason()
	s.Step("refuse", "不出具", Revoked).From(Asked).By(by...).ByOwner(people.Organisation).Reason()
	s.Path(Asked, Issued)
	s.Task(Asked, "issue_proof", "出具志愿服务证明", people.CommunityWorker).Due(func(p *Proof, tx record.Tx) clock.Date {
		days, err := store.Number(tx, "volunteer.proof_days", p.Area)
		if err != nil {
			return ""
		}
		return store.WorkingDays(tx, tx.On(), days)
	})
}

// issue writes what the records say that day; later corrections do not change what
// was given out, and the check page says so.
func (p *Proof) issue(tx record.Tx) error {
	minutes, list, err := p.now(tx.Context(), store.In(tx).All())
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.Conflict, "这段时间没有已记录的志愿服务，没有可以证明的")
	}
	on := tx.On()
	did := contents(list, func(kind string) string { return store.In(tx).Store().CodeLabel(tx.Context(), "service_kind", kind) })
	return store.Change(tx, Proofs, p, func(p *Proof) {
		p.Issued, p.Minutes, p.Times, p.Content, p.Check = on, minutes, int64(len(list)), did, rand.Text()[:checkLength]
	})
}

// checkLength makes codes that cannot be guessed (60 bits) and can be typed.
const checkLength = 12

// now gives what the records say of what a proof speaks of.
func (p *Proof) now(ctx context.Context, r *store.Reader) (int64, []*Stint, error) {
	_, list, err := Given(ctx, r, p.Volunteer, p.From, p.Last)
	if p.Org != 0 {
		list = slices.DeleteFunc(list, func(s *Stint) bool { return s.Org != p.Org })
	}
	return Union(list), list, err
}

// contents says what was done, kind by kind, with how often.
func contents(list []*Stint, label func(string) string) string {
	times := map[string]int{}
	for _, s := range list {
		times[s.Kind]++
	}
	var words []string
	for _, kind := range slices.Sorted(maps.Keys(times)) {
		words = append(words, fmt.Sprintf("%s %d 次", label(kind), times[kind]))
	}
	return strings.Join(words, "、")
}

// Rights implements [record.Righted].
func (*Proof) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Read = record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Create = append(record.By(people.Volunteer), r.Create...)
	r.ReadOwn, r.Edit, r.Import = record.By(people.Volunteer, people.Organisation), record.Nobody, record.Nobody
	return r
}

// ProofState (状态) of a proof.
type ProofState string

const (
	Asked   ProofState = "asked"
	Issued  ProofState = "issued"
	Revoked ProofState = "revoked"
)

// Options implements [record.Chooser].
func (ProofState) Options() []record.Option {
	return record.Options(Asked, "待出具", Issued, "已出具", Revoked, "已撤回或不出具")
}
