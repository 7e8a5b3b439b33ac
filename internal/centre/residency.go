package centre

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Residency (入驻) is an organisation or social enterprise moving into a centre,
// under an agreement with what it will do there, reviewed and renewed or ended.
type Residency struct {
	record.Base
	Title    string
	Org      record.ID[org.SocialOrg]
	Venture  record.ID[org.SocialEnterprise]
	Centre   record.ID[Centre]
	Terms    Cost
	Promises string
	From     clock.Date
	Last     clock.Date
	Until    clock.Date
	File     string
	Reviews  []Review
	State    ResidencyState
}

// Review (评估) is one look at how a residency goes.
type Review struct {
	On     clock.Date
	Says   string
	Passed bool
}

// Residencies is the register of residencies (入驻台账).
var Residencies = record.Define[Residency]("residency", "入驻")

// Fields implements [record.Record].
func (r *Residency) Fields(f *record.Fields) {
	f.Text(&r.Title, "title", "入驻").System().Title()
	f.Ref(&r.Org, "org", "社会组织").Fixed().Owner().Filter()
	f.Ref(&r.Venture, "enterprise", "社会企业").Fixed().Filter()
	f.Ref(&r.Centre, "centre", "党群服务中心").Required().Places().Fixed().Filter()
	f.Choice(&r.Terms, "terms", "费用").Required().InList()
	f.Prose(&r.Promises, "promises", "服务承诺").Search()
	f.Date(&r.From, "from_day", "入驻日期").Begins().InList().Filter()
	f.Date(&r.Last, "last_day", "协议至").InList().Filter().Help("含当日")
	f.Date(&r.Until, "until_day", "退出日期").System().InList()
	f.File(&r.File, "file", "协议")
	record.Rows(f, &r.Reviews, "reviews", "评估")
	f.State(&r.State, "state", "状态").InitialStates(Intended, Resident)
}

// Fields implements [record.Row].
func (v *Review) Fields(f *record.Fields) {
	f.Date(&v.On, "on_day", "日期").Required()
	f.Text(&v.Says, "says", "怎么样").Required()
	f.Bool(&v.Passed, "passed", "合格")
}

// Keys says an organisation is in a centre once at a time.
func (r *Residency) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&r.Org, &r.Centre).Says("这家社会组织已入驻或正在申请入驻这个中心"), &r.Until)
	k.WhileEmpty(k.One(&r.Venture, &r.Centre).Says("这家社会企业已入驻或正在申请入驻这个中心"), &r.Until)
}

// Prepare implements [record.Preparer].
func (r *Residency) Prepare(tx record.Tx) error {
	if r.Centre == 0 {
		return nil
	}
	ctx, all := tx.Context(), store.In(tx).All()
	c, err := store.One(ctx, all, Centres, r.Centre)
	if err != nil {
		return err
	}
	who := ""
	if r.Org == 0 && r.Venture == 0 {
		r.Org = org.Mine(tx)
	}
	switch {
	case r.Org != 0:
		o, err := store.One(ctx, all, org.SocialOrgs, r.Org)
		if err != nil {
			return err
		}
		who = o.Name
	case r.Venture != 0:
		v, err := store.One(ctx, all, org.SocialEnterprises, r.Venture)
		if err != nil {
			return err
		}
		who = v.Name
	}
	r.Area, r.Title = c.Area, who+" 入驻 "+c.Name
	return nil
}

// Check implements [record.Checker].
func (r *Residency) Check(p *record.Problems) {
	if (r.Org == 0) == (r.Venture == 0) {
		p.Add(&r.Org, "选一家社会组织，或一家社会企业")
	}
	if r.State == Resident && (r.From == "" || r.Last == "") {
		p.Add(&r.From, "已入驻的要填入驻日期和协议期限")
	}
	if r.Last != "" && r.Last < r.From {
		p.Add(&r.Last, "不能早于入驻日期")
	}
}

// CheckIn implements [record.CheckerIn]: only who is in good standing may apply.
func (r *Residency) CheckIn(tx record.Tx, p *record.Problems) error {
	if p.Before != nil || len(p.List) > 0 || r.Org == 0 && r.Venture == 0 {
		return nil
	}
	why, err := r.standing(tx)
	if err == nil && why != "" {
		p.Add(&r.Org, "%s", why)
	}
	return err
}

// standing says why whoever applies may not move in, "" if they may. What is on
// the list of abnormal activity may not (推断, 可改).
func (r *Residency) standing(tx record.Tx) (string, error) {
	ctx, all := tx.Context(), store.In(tx).All()
	if r.Venture != 0 {
		v, err := store.One(ctx, all, org.SocialEnterprises, r.Venture)
		if err != nil || v.Stands(tx.On()) {
			return "", err
		}
		return "“" + v.Name + "”没有有效的社会企业认定，不能入驻；认定后再申请", nil
	}
	o, err := store.One(ctx, all, org.SocialOrgs, r.Org)
	if err != nil || o.State == org.Normal {
		return "", err
	}
	why := "“" + o.Name + "”现在是“" + org.SocialOrgs.StateLabel(string(o.State)) + "”"
	ground, err := org.Ground(tx, o)
	if ground != "" {
		why += "（" + ground + "）"
	}
	return why + "，不能入驻；恢复正常后再申请", err
}

func (r *Residency) stands(tx record.Tx) error {
	why, err := r.standing(tx)
	if err == nil && why != "" {
		return fault.New(fault.Conflict, "%s", why)
	}
	return err
}

// Steps describes the way in and out.
func (r *Residency) Steps(s *record.Steps[Residency]) {
	staff := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("apply", "申请", Applying).From(Intended).By(staff...).ByOwner(people.Organisation).Do((*Residency).stands)
	s.Step("pass", "评审通过", Passed).From(Applying).By(staff...).Do((*Residency).stands)
	s.Step("sign", "签约入驻", Resident).From(Passed).By(staff...).Need(&r.From, &r.Last).Ask(&r.Promises, &r.File).Do((*Residency).stands)
	s.Step("review", "评估", Resident).From(Resident).By(staff...).Need(&r.Reviews)
	s.Step("renew", "续驻", Resident).From(Resident).By(staff...).Need(&r.Last).Do((*Residency).stands)
	s.Step("leave", "退出", Gone).From(Resident).By(staff...).Reason().Do((*Residency).left)
	s.Step("refuse", "不予入驻", Refused).From(Intended, Applying, Passed).By(staff...).Reason().Do((*Residency).left)
	s.Path(Intended, Applying, Passed, Resident)
	s.Task(Applying, "pass", "评审入驻申请", people.CommunityWorker)
	s.Task(Resident, "renew", "入驻协议到期：评估，续驻或退出", people.CommunityWorker).Due(func(r *Residency, _ record.Tx) clock.Date { return r.Last })
}

func (r *Residency) left(tx record.Tx) error {
	return store.Change(tx, Residencies, r, func(r *Residency) { r.Until = tx.On() })
}

// Rights implements [record.Righted].
func (*Residency) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Create = append(record.By(people.Organisation), r.Create...)
	r.ReadOwn, r.EditIn = record.By(people.Organisation), []record.Chooser{Intended, Applying, Passed}
	return r
}

// Cost (费用) of a residency.
type Cost string

const (
	Free Cost = "free"
	Low  Cost = "low"
	Paid Cost = "paid"
)

// Options implements [record.Chooser].
func (Cost) Options() []record.Option {
	return record.Options(Free, "免费", Low, "低偿", Paid, "有偿")
}

// ResidencyState (状态) of a residency.
type ResidencyState string

const (
	Intended ResidencyState = "intended"
	Applying ResidencyState = "applied"
	Passed   ResidencyState = "passed"
	Resident ResidencyState = "resident"
	Gone     ResidencyState = "left"
	Refused  ResidencyState = "refused"
)

// Options implements [record.Chooser].
func (ResidencyState) Options() []record.Option {
	return record.Options(Intended, "意向", Applying, "待评审", Passed, "评审通过", Resident, "已入驻", Gone, "已退出", Refused, "未入驻")
}
