package giving

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// CharityResource (慈善资源) is a community fund, a charity shop, or goods that stand
// ready in a community.
type CharityResource struct {
	record.Base
	Title  string
	Kind   string
	Holder record.ID[org.SocialOrg]
	Amount record.Fen
	What   string
	From   clock.Date
	Phone  string
	State  ResourceState
}

// CharityResources is the register of charity resources (慈善资源台账).
var CharityResources = record.Define[CharityResource]("charity_resource", "慈善资源")

// Fields implements [record.Record].
func (c *CharityResource) Fields(f *record.Fields) {
	f.Text(&c.Title, "title", "名称").Required().Title().Public()
	f.Code(&c.Kind, "charity_kind", "kind", "种类").Required().InList().Filter().Public()
	f.Ref(&c.Holder, "holder", "管理的社会组织").Owner().InList().Filter().Public()
	f.Money(&c.Amount, "amount", "金额").InList()
	f.Prose(&c.What, "what", "有什么，怎么用").Search().Public()
	f.Date(&c.From, "from_day", "设立日期").Required().Begins().InList().Filter().Public()
	f.Phone(&c.Phone, "phone", "公开电话").Public()
	f.State(&c.State, "state", "状态").InitialStates(Usable).Public()
}

// Check implements [record.Checker].
func (c *CharityResource) Check(p *record.Problems) {
	if c.Amount < 0 {
		p.Add(&c.Amount, "不能是负数")
	}
}

// Steps describes closing.
func (*CharityResource) Steps(s *record.Steps[CharityResource]) {
	s.Step("retire", "停用", Shut).From(Usable).By(people.CommunityWorker, people.TownOfficer, people.CivilAffairs).Reason()
	s.Step("reopen", "重新启用", Usable).From(Shut).By(people.CommunityWorker, people.TownOfficer, people.CivilAffairs)
}

// Rights implements [record.Righted].
func (*CharityResource) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CivilAffairs)
	r.Reach, r.ReadOwn, r.EditIn = record.County, record.By(people.Organisation), []record.Chooser{Usable}
	return r
}

// ResourceState (状态) of a charity resource.
type ResourceState string

const (
	Usable ResourceState = "available"
	Shut   ResourceState = "retired"
)

// Options implements [record.Chooser].
func (ResourceState) Options() []record.Option {
	return record.Options(Usable, "可用", Shut, "已停用")
}
