package need

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Resource (资源) is something that can help: who can do what, when and where.
type Resource struct {
	record.Base
	Title    string
	Kind     ResourceKind
	Category []string
	Targets  []string
	Org      record.ID[org.SocialOrg]
	Unit     record.ID[people.Unit]
	Places   []string
	When     clock.Window
	Capacity int64
	Cost     Cost
	Terms    string
	From     clock.Date
	Until    clock.Date
	State    ResourceState
}

// Resources is the register of resources (资源清单).
var Resources = record.Define[Resource]("resource", "资源")

// Fields implements [record.Record].
func (r *Resource) Fields(f *record.Fields) {
	f.Text(&r.Title, "title", "能做什么").Required().Title().Public()
	f.Choice(&r.Kind, "kind", "资源种类").Required().InList().Filter().Public()
	f.Codes(&r.Category, "need_category", "categories", "适合哪方面的事").Required().InList().Public()
	f.Codes(&r.Targets, "target_group", "targets", "服务对象").Public().Help("不填就是不限")
	f.Ref(&r.Org, "org", "提供的社会组织").Owner().InList().Filter().Public()
	f.Ref(&r.Unit, "unit", "提供的单位").InList().Filter().Public()
	f.Divisions(&r.Places, "places", "服务的社区").Help("除登记所在地以外，还到哪些社区或镇街服务")
	f.Window(&r.When, "suits", "服务时段").InList().Public().Help("如 周末上午；不填就是都可以")
	f.Int(&r.Capacity, "capacity", "同时能接").InList().Help("同时能接几件；0 是不限")
	f.Choice(&r.Cost, "cost", "费用").InList().Filter().Public()
	f.Text(&r.Terms, "terms", "条件")
	f.Date(&r.From, "from_day", "起始日期").Filter()
	f.Date(&r.Until, "until_day", "有效期至").InList().Filter()
	f.State(&r.State, "state", "状态").InitialStates(Offered, Available)
}

// Check implements [record.Checker].
func (r *Resource) Check(p *record.Problems) {
	if r.Org == 0 && r.Unit == 0 {
		p.Add(&r.Org, "要写明由哪家社会组织或哪个单位提供")
	}
	if r.Until != "" && r.From != "" && r.Until < r.From {
		p.Add(&r.Until, "不能早于起始日期")
	}
	if r.Capacity < 0 {
		p.Add(&r.Capacity, "不能是负数")
	}
}

// Steps describes how a resource comes to be available.
func (*Resource) Steps(s *record.Steps[Resource]) {
	staff := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("accept", "核实可用", Available).From(Offered, Retired).By(staff...)
	s.Step("retire", "停用", Retired).From(Offered, Available).By(staff...).ByOwner(people.Organisation).Reason()
	s.Task(Offered, "accept", "核实资源", people.CommunityWorker)
}

// Rights implements [record.Righted].
func (*Resource) Rights() record.Rights {
	return record.Rights{
		Reach:   record.County,
		Read:    append(people.Staff(), people.SocialWorker, people.Supervisor, people.UnitBranch, people.ReportWriter),
		ReadOwn: record.By(people.Organisation),
		Create:  record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		Edit:    record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		Void:    record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		Export:  people.Staff(),
		Reveal:  record.Nobody,
		Import:  record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
	}
}

// ResourceKind (资源种类) sorts resources.
type ResourceKind string

const (
	Service ResourceKind = "service"
	People  ResourceKind = "people"
	Venue   ResourceKind = "venue"
	Goods   ResourceKind = "goods"
	Funds   ResourceKind = "funds"
)

// Options implements [record.Chooser].
func (ResourceKind) Options() []record.Option {
	return record.Options(Service, "专业服务", People, "人力", Venue, "场地", Goods, "物资", Funds, "资金")
}

// Cost (费用) says who pays.
type Cost string

const (
	Free      Cost = "free"
	Purchased Cost = "purchased"
	Paid      Cost = "paid"
)

// Options implements [record.Chooser].
func (Cost) Options() []record.Option {
	return record.Options(Free, "公益", Purchased, "政府购买", Paid, "低偿")
}

// ResourceState (状态) of a resource.
type ResourceState string

const (
	Offered   ResourceState = "offered"
	Available ResourceState = "available"
	Retired   ResourceState = "retired"
)

// Options implements [record.Chooser].
func (ResourceState) Options() []record.Option {
	return record.Options(Offered, "已登记", Available, "可用", Retired, "已停用")
}
