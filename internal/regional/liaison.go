package regional

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Liaison (常委联系社区) links one member of the county's standing committee with
// one urban community, as its first secretary. Each has one open link at a time;
// those before stay as they were.
type Liaison struct {
	record.Base
	Name      string
	Phone     string
	Unit      record.ID[people.Unit]
	Leader    record.ID[people.Person]
	Community record.ID[place.Community]
	From      clock.Date
	Until     clock.Date
	Approval  record.ID[people.Document]
	State     LiaisonState
}

// Liaisons is the register of links (常委联系社区台账).
var Liaisons = record.Define[Liaison]("liaison", "常委联系社区")

// Fields implements [record.Record].
func (l *Liaison) Fields(f *record.Fields) {
	f.Text(&l.Name, "name", "县委常委").Required().Fixed().Title()
	f.Ref(&l.Unit, "unit", "单位").Fixed().InList()
	f.Phone(&l.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里；填了单位的可以不填")
	f.Ref(&l.Community, "community", "联系社区").Required().Places().Fixed().InList().Filter()
	f.Date(&l.From, "from_day", "起始日期").Required().Begins().Fixed().InList().Filter()
	f.Date(&l.Until, "until_day", "结束日期").System().InList()
	f.Ref(&l.Approval, "approval", "依据文件")
	f.Ref(&l.Leader, "leader", "人员").System()
	f.State(&l.State, "state", "状态").InitialStates(Linked)
}

// Keys says that the links are one to one.
func (l *Liaison) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&l.Leader).Says("这位常委已联系一个社区；先结束原来的联系，再登记新的"), &l.Until)
	k.WhileEmpty(k.One(&l.Community).Says("这个社区已有常委联系；先结束原来的联系，再登记新的"), &l.Until)
}

// Prepare implements [record.Preparer].
func (l *Liaison) Prepare(tx record.Tx) error {
	return people.Identify(tx, l.Area, &l.Leader, &l.Name, l.Phone, l.Unit)
}

// CheckIn implements [record.CheckerIn]: a link does not reach back into the
// time of the one before, of the leader or of the community.
func (l *Liaison) CheckIn(tx record.Tx, p *record.Problems) error {
	if p.Before != nil || l.Leader == 0 || l.Community == 0 {
		return nil
	}
	for _, same := range []func(x *Liaison, w *store.Where){
		func(x *Liaison, w *store.Where) { w.Is(&x.Leader, l.Leader) },
		func(x *Liaison, w *store.Where) { w.Is(&x.Community, l.Community) },
	} {
		last, err := store.First(tx.Context(), store.In(tx).All(), Liaisons, func(x *Liaison, w *store.Where) {
			same(x, w)
			w.Last(&x.Until)
		})
		if err != nil {
			return err
		}
		if last != nil && last.Until > l.From {
			p.Add(&l.From, "早于%s上一次联系的结束日期 %s", last.Name, last.Until.Chinese())
			return nil
		}
	}
	return nil
}

// Steps describes how a link ends.
func (l *Liaison) Steps(s *record.Steps[Liaison]) {
	s.Step("end", "结束联系", Unlinked).From(Linked).By(people.CountyOfficer, people.OrganisationDept).Do((*Liaison).ended)
}

func (l *Liaison) ended(tx record.Tx) error {
	return store.Change(tx, Liaisons, l, func(l *Liaison) { l.Until = tx.On() })
}

// Rights implements [record.Righted].
func (*Liaison) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.OrganisationDept)
	r.Reach = record.County
	return r
}

// LiaisonState (状态) of a link.
type LiaisonState string

const (
	Linked   LiaisonState = "linked"
	Unlinked LiaisonState = "ended"
)

// Options implements [record.Chooser].
func (LiaisonState) Options() []record.Option {
	return record.Options(Linked, "联系中", Unlinked, "已结束")
}
