package org

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// OrgChange (变更登记) changes one registration item from a day on. What was there
// before is kept with it, so that the item is known for any day.
type OrgChange struct {
	record.Base
	Org      record.ID[SocialOrg]
	Item     ChangeItem
	Was      string
	Becomes  string
	Unit     record.ID[people.Unit]
	Applied  clock.Date
	From     clock.Date
	Approval record.ID[people.Document]
	State    ChangeState
}

// OrgChanges is the register of changes (变更登记台账).
var OrgChanges = record.Define[OrgChange]("org_change", "变更登记")

// Fields implements [record.Record].
func (c *OrgChange) Fields(f *record.Fields) {
	f.Ref(&c.Org, "org", "社会组织").Required().Places().Fixed().Owner().InList().Filter()
	f.Choice(&c.Item, "item", "变更事项").Required().Fixed().InList().Filter()
	f.Text(&c.Was, "was", "变更前").System().InList()
	f.Text(&c.Becomes, "becomes", "变更后").InList().Help("变更业务主管单位的，在下面选单位")
	f.Ref(&c.Unit, "unit", "变更后的业务主管单位")
	f.Date(&c.Applied, "applied_on", "申请日期").Required().InList().Filter()
	f.Date(&c.From, "from_day", "核准日期").System().InList().Filter()
	f.Ref(&c.Approval, "approval", "核准文件")
	f.State(&c.State, "state", "状态").InitialStates(ChangeApplied)
}

// Start implements [record.Starter].
func (c *OrgChange) Start(_ record.Actor, today clock.Date) { c.Applied = today }

// Prepare implements [record.Preparer]: what is there now is not typed again.
func (c *OrgChange) Prepare(tx record.Tx) error {
	if c.Org == 0 {
		c.Org = Mine(tx)
	}
	if c.Org == 0 {
		return nil
	}
	o, err := store.One(tx.Context(), store.In(tx).All(), SocialOrgs, c.Org)
	if err != nil {
		return err
	}
	c.Area = o.Area
	if f := c.Item.field(); f != nil {
		c.Was = f.Text(o)
	}
	return nil
}

// Check implements [record.Checker].
func (c *OrgChange) Check(p *record.Problems) {
	if c.Item == ToSupervisor {
		if c.Unit == 0 {
			p.Add(&c.Unit, "选变更后的业务主管单位")
		}
		return
	}
	if c.Becomes == "" {
		p.Add(&c.Becomes, "写明变更后的内容")
		return
	}
	if f := c.Item.field(); f != nil {
		if err := f.Kind.Parse(f.Ptr(SocialOrgs.New()), c.Becomes); err != nil {
			p.Add(&c.Becomes, "%v", err)
		}
	}
}

// Steps describes approving and refusing.
func (c *OrgChange) Steps(s *record.Steps[OrgChange]) {
	s.Step("approve", "核准变更", ChangeMade).From(ChangeApplied).By(people.CivilAffairs).Ask(&c.Approval).Do((*OrgChange).made)
	s.Step("refuse", "不予变更", ChangeRefused).From(ChangeApplied).By(people.CivilAffairs).Reason()
	s.Task(ChangeApplied, "approve", "核准变更登记", people.CivilAffairs)
}

// made changes the organisation itself.
func (c *OrgChange) made(tx record.Tx) error {
	o, err := store.One(tx.Context(), store.In(tx).All(), SocialOrgs, c.Org)
	if err != nil {
		return err
	}
	if !o.State.Live() {
		return fault.New(fault.Conflict, "“%s”现在是“%s”，不能变更登记", o.Name, SocialOrgs.StateLabel(string(o.State)))
	}
	f := c.Item.field()
	was := f.Text(o)
	err = store.Change(tx, SocialOrgs, o, func(o *SocialOrg) {
		if c.Item == ToSupervisor {
			o.Supervisor = c.Unit
			return
		}
		if e := f.Kind.Parse(f.Ptr(o), c.Becomes); e != nil {
			err = e
		}
	})
	if err != nil {
		return err
	}
	if err = store.Change(tx, OrgChanges, c, func(c *OrgChange) { c.Was, c.From = was, tx.On() }); err != nil || c.Item != ToLegalRep {
		return err
	}
	return succeed(tx, o, c.Becomes)
}

// succeed ends the term of the legal representative and begins the next one's,
// so that nobody enters them a second time.
func succeed(tx record.Tx, o *SocialOrg, name string) error {
	id := record.ID[SocialOrg](o.ID)
	was, err := store.First(tx.Context(), store.In(tx).All(), OrgLeaders, func(l *OrgLeader, w *store.Where) {
		w.Is(&l.Org, id).Is(&l.Post, LegalRep).Is(&l.State, InPost)
	})
	if err != nil {
		return err
	}
	if was != nil {
		if err := store.TakeStep(tx, OrgLeaders, was, "leave", "变更法定代表人"); err != nil {
			return err
		}
	}
	_, err = store.Add(tx, OrgLeaders, o.Area, func(l *OrgLeader) {
		l.Org, l.Name, l.Post, l.From, l.State = id, name, LegalRep, tx.On(), InPost
	})
	return err
}

// Rights implements [record.Righted].
func (*OrgChange) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs)
	r.Create = record.By(people.CivilAffairs, people.Organisation)
	r.Reach, r.ReadOwn, r.EditIn = record.County, record.By(people.Organisation), []record.Chooser{ChangeApplied}
	return r
}

// ChangeItem (变更事项) is a registration item.
type ChangeItem string

const (
	ToName       ChangeItem = "name"
	ToAddress    ChangeItem = "address"
	ToLegalRep   ChangeItem = "legal_rep"
	ToFund       ChangeItem = "fund"
	ToPurpose    ChangeItem = "purpose"
	ToScope      ChangeItem = "business_scope"
	ToRegion     ChangeItem = "activity_area"
	ToSupervisor ChangeItem = "supervisor"
)

// Options implements [record.Chooser].
func (ChangeItem) Options() []record.Option {
	return record.Options(ToName, "名称", ToAddress, "住所", ToLegalRep, "法定代表人", ToFund, "开办（注册）资金", ToPurpose, "宗旨", ToScope, "业务范围", ToRegion, "活动地域", ToSupervisor, "业务主管单位")
}

// field gives the field of an organisation that holds the item.
func (i ChangeItem) field() *record.Field { return SocialOrgs.Field(string(i)) }

// ChangeState (状态) of a change.
type ChangeState string

const (
	ChangeApplied ChangeState = "applied"
	ChangeMade    ChangeState = "approved"
	ChangeRefused ChangeState = "refused"
)

// Options implements [record.Chooser].
func (ChangeState) Options() []record.Option {
	return record.Options(ChangeApplied, "待核准", ChangeMade, "已核准", ChangeRefused, "未核准")
}
