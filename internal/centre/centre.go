package centre

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Centre (党群服务中心) is one such place: of a community, a town, a building or a
// business district; the county's incubator and the towns' stations for social
// organisations are kept here too.
type Centre struct {
	record.Base
	Name       string
	Kind       CentreKind
	Address    string
	Size       int64
	Hours      clock.Window
	Phone      string
	Accessible bool
	Windows    []Desk
	Operator   record.ID[org.SocialOrg]
	OpenToOrgs bool
	Opened     clock.Date
	State      CentreState
}

// Desk (便民服务窗口) is one window and what is done at it.
type Desk struct {
	Name  string
	Does  string
	Hours clock.Window
}

// Centres is the register of centres (党群服务中心台账).
var Centres = record.Define[Centre]("centre", "党群服务中心")

// Fields implements [record.Record].
func (c *Centre) Fields(f *record.Fields) {
	f.Text(&c.Name, "name", "名称").Required().Title().Public()
	f.Choice(&c.Kind, "kind", "种类").Required().InList().Filter().Public()
	f.Address(&c.Address, "address", "地址").InList().Public()
	f.Int(&c.Size, "size", "面积（平方米）").Public()
	f.Window(&c.Hours, "hours", "开放时间").InList().Public()
	f.Phone(&c.Phone, "phone", "电话").InList().Public()
	f.Bool(&c.Accessible, "accessible", "有无障碍设施").Public()
	record.Rows(f, &c.Windows, "windows", "便民服务窗口").Public()
	f.Bool(&c.OpenToOrgs, "open_to_orgs", "向社会组织开放").InList().Filter().Public()
	f.Ref(&c.Operator, "operator", "运营的社会组织").Filter().Public()
	f.Date(&c.Opened, "opened_on", "启用日期").Public()
	f.State(&c.State, "state", "状态").InitialStates(InUse, Shut).Public()
}

// Fields implements [record.Row].
func (w *Desk) Fields(f *record.Fields) {
	f.Text(&w.Name, "name", "窗口").Required().Public()
	f.Text(&w.Does, "does", "办什么").Public()
	f.Window(&w.Hours, "hours", "时间").Public()
}

// Check implements [record.Checker].
func (c *Centre) Check(p *record.Problems) {
	if c.Size < 0 {
		p.Add(&c.Size, "不能是负数")
	}
}

// Keys says one name is one centre.
func (c *Centre) Keys(k *record.Keys) { k.One(&c.Name).Says("已经有一个叫这个名称的中心") }

// operator is the task to find another operator.
const operator = "operator"

// Edited implements [record.Changer].
func (c *Centre) Edited(tx record.Tx) error {
	if gone, err := org.Gone(tx, c.Operator); err != nil || gone {
		return err
	}
	return store.CloseTasks(tx, Centres, c, operator)
}

// Steps describes closing and opening again.
func (c *Centre) Steps(s *record.Steps[Centre]) {
	staff := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("shut", "关闭", Shut).From(InUse).By(staff...).Reason().Says("它的场地随之不能预约").Do((*Centre).shut)
	s.Step("open", "启用", InUse).From(Shut).By(staff...)
}

// shut withdraws the rooms, and makes each residency somebody's task.
func (c *Centre) shut(tx record.Tx) error {
	id := record.ID[Centre](c.ID)
	err := store.Every(tx, Rooms, func(r *Room, w *store.Where) { w.Is(&r.Centre, id).Is(&r.State, Bookable) }, func(r *Room) error {
		return store.TakeStep(tx, Rooms, r, "withdraw", "中心关闭")
	})
	if err != nil {
		return err
	}
	return store.Every(tx, Residencies, func(r *Residency, w *store.Where) { w.Is(&r.Centre, id).Empty(&r.Until) }, func(r *Residency) error {
		return store.In(tx).Tell(Residencies.Register, r, people.CommunityWorker, "中心关闭：安置或退出")
	})
}

// Rights implements [record.Righted].
func (*Centre) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Reach, r.Read = record.County, append(people.Staff(), people.Organisation)
	return r
}

// CentreKind (种类) of a centre.
type CentreKind string

const (
	OfCommunity CentreKind = "community"
	OfTown      CentreKind = "town"
	OfBuilding  CentreKind = "building"
	OfDistrict  CentreKind = "district"
	Incubator   CentreKind = "incubator"
	OrgStation  CentreKind = "org_station"
)

// Options implements [record.Chooser].
func (CentreKind) Options() []record.Option {
	return record.Options(OfCommunity, "社区", OfTown, "镇（街道）", OfBuilding, "楼宇", OfDistrict, "商圈", Incubator, "县级社会组织孵化中心", OrgStation, "社会组织综合服务站点")
}

// CentreState (状态) of a centre.
type CentreState string

const (
	InUse CentreState = "in_use"
	Shut  CentreState = "shut"
)

// Options implements [record.Chooser].
func (CentreState) Options() []record.Option {
	return record.Options(InUse, "在用", Shut, "已关闭")
}
