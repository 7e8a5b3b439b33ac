package party

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Coverage (党组织覆盖) is how the Party reaches one organisation from a day on.
// A live organisation has exactly one open row; making a new one ends the one
// before on the same day.
type Coverage struct {
	record.Base
	Org      record.ID[org.SocialOrg]
	Kind     Reach
	PartyOrg record.ID[PartyOrg]
	Basis    string
	From     clock.Date
	Until    clock.Date
	Evidence string
	Reason   string
	Approver string
}

// Coverages is the register of coverage (党组织覆盖台账).
var Coverages = record.Define[Coverage]("party_coverage", "党组织覆盖")

// Fields implements [record.Record].
func (c *Coverage) Fields(f *record.Fields) {
	f.Ref(&c.Org, "org", "社会组织").Required().Places().Fixed().Owner().InList().Filter()
	f.Choice(&c.Kind, "kind", "覆盖方式").Required().Fixed().InList().Filter()
	f.Ref(&c.PartyOrg, "party_org", "党组织").Fixed().InList().Filter()
	f.Code(&c.Basis, "deemed_basis", "deemed_basis", "视同依据").Filter().Help("视同覆盖时填写，并在佐证里写明")
	f.Date(&c.From, "from_day", "起始日期").Required().Fixed().InList().Filter()
	f.Date(&c.Until, "until_day", "截止日期").System().InList()
	f.Text(&c.Evidence, "evidence", "佐证").Help("批复文号、上级法人党组织名称等")
	f.Text(&c.Reason, "reason", "超过一般数量的理由").Help("联合党支部一般不超过 5 个单位；超过的要写理由和批准人")
	f.Text(&c.Approver, "approver", "批准人")
}

// Keys says an organisation has one open row.
func (c *Coverage) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&c.Org).Says("这家社会组织已有一条未截止的覆盖记录").Folds(), &c.Until)
}

// Rights implements [record.Righted].
func (*Coverage) Rights() record.Rights {
	return record.Rights{
		Read:    append(people.Staff(), people.OrganisationDept, people.ReportWriter),
		ReadOwn: record.By(people.Organisation),
		Create:  record.By(people.CountyOfficer),
		Edit:    record.By(people.CountyOfficer),
		Void:    record.By(people.CountyOfficer),
		Export:  record.By(people.CountyOfficer, people.CivilAffairs, people.OrganisationDept),
		Reveal:  record.Nobody,
		Import:  record.By(people.CountyOfficer),
	}
}

// Prepare implements [record.Preparer]: it ends the open row before.
func (c *Coverage) Prepare(tx record.Tx) error {
	open, err := openCoverage(tx, c.Org)
	if err != nil || open == nil {
		return err
	}
	if c.From < open.From {
		return fault.Fields(fault.Problem{Field: "from_day", Label: "起始日期",
			Text: "早于现有覆盖的起始日期 " + open.From.Chinese() + "；要改以前的记录，请先作废它"})
	}
	return store.Change(tx, Coverages, open, func(o *Coverage) { o.Until = c.From })
}

func openCoverage(tx record.Tx, id record.ID[org.SocialOrg]) (*Coverage, error) {
	return store.First(tx.Context(), store.In(tx).All(), Coverages, func(c *Coverage, w *store.Where) {
		w.Is(&c.Org, id).Empty(&c.Until)
	})
}

// Check implements [record.Checker].
func (c *Coverage) Check(p *record.Problems) {
	switch {
	case (c.Kind == Single || c.Kind == Joint) && c.PartyOrg == 0:
		p.Add(&c.PartyOrg, "“%s”要选党组织", Coverages.Field("kind").Text(c))
	case (c.Kind == WorkOnly || c.Kind == None) && c.PartyOrg != 0:
		p.Add(&c.PartyOrg, "“%s”没有党组织，请清空", Coverages.Field("kind").Text(c))
	}
	if c.Kind == Deemed && (c.Basis == "" || c.Evidence == "") {
		p.Add(&c.Basis, "视同覆盖要写明依据和佐证")
	}
	if c.Until != "" && c.Until < c.From {
		p.Add(&c.Until, "不能早于起始日期")
	}
}

// CheckIn implements [record.CheckerIn]: the Party organisation must be of the
// right kind and stand, the organisation must be live, and a joint branch does
// not silently grow beyond what is usual.
func (c *Coverage) CheckIn(tx record.Tx, p *record.Problems) error {
	if p.Before != nil || len(p.List) > 0 {
		return nil
	}
	all := store.In(tx).All()
	o, err := store.One(tx.Context(), all, org.SocialOrgs, c.Org)
	if err != nil {
		return err
	}
	if !o.State.Live() {
		p.Add(&c.Org, "“%s”现在是“%s”，不能再登记覆盖", o.Name, org.SocialOrgs.StateLabel(string(o.State)))
	}
	if c.PartyOrg == 0 {
		return nil
	}
	branch, err := store.One(tx.Context(), all, PartyOrgs, c.PartyOrg)
	if err != nil {
		return err
	}
	if branch.State != Founded {
		p.Add(&c.PartyOrg, "“%s”还没有成立，或已经撤销", branch.Name)
	}
	if (c.Kind == Joint) != (branch.Kind == JointBranch) && c.Kind != Deemed {
		p.Add(&c.PartyOrg, "“%s”是%s，与覆盖方式不符", branch.Name, PartyOrgs.Field("kind").Text(branch))
	}
	return c.checkCompany(tx, p, branch)
}

// checkCompany looks at the other organisations of the same Party organisation.
func (c *Coverage) checkCompany(tx record.Tx, p *record.Problems, branch *PartyOrg) error {
	if c.Kind != Single && c.Kind != Joint {
		return nil
	}
	if err := store.Lock(tx, PartyOrgs, c.PartyOrg); err != nil {
		return err
	}
	others, err := store.Find(tx.Context(), store.In(tx).All(), Coverages, func(x *Coverage, w *store.Where) {
		w.Is(&x.PartyOrg, c.PartyOrg).In(&x.Kind, Single, Joint).Empty(&x.Until).Not(&x.Org, c.Org)
	})
	if err != nil {
		return err
	}
	if c.Kind == Single {
		if len(others) > 0 {
			p.Add(&c.PartyOrg, "“%s”已经是另一家社会组织单独建立的党支部", branch.Name)
		}
		return nil
	}
	most, err := store.Number(tx, "party.joint_branch_units", c.Area)
	if err != nil {
		return err
	}
	if len(others)+1 > most && (c.Reason == "" || c.Approver == "") {
		p.Add(&c.Reason, "联合党支部一般不超过 %d 个单位，加上这家是 %d 个；确需如此，请写明理由和批准人", most, len(others)+1)
	}
	return nil
}

// Reach (覆盖方式) is how the Party reaches an organisation.
type Reach string

const (
	Single   Reach = "single"
	Joint    Reach = "joint"
	Deemed   Reach = "deemed"
	WorkOnly Reach = "work_only"
	None     Reach = "none"
)

// Options implements [record.Chooser].
func (Reach) Options() []record.Option {
	return record.Options(Single, "单独组建", Joint, "联合组建", Deemed, "视同覆盖", WorkOnly, "仅工作覆盖", None, "未覆盖")
}
