package party

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// PartyOrg (党组织) is a Party organisation among social organisations. Members'
// own records are kept elsewhere and never copied here.
type PartyOrg struct {
	record.Base
	Name      string
	Kind      OrgKind
	Superior  string
	Founded   clock.Date
	Approval  record.ID[people.Document]
	Secretary record.ID[people.Person]
	Term      int64
	Election  clock.Date
	Place     string
	State     OrgState
}

// PartyOrgs is the register of Party organisations (党组织台账).
var PartyOrgs = record.Define[PartyOrg]("party_org", "党组织")

// Fields implements [record.Record].
func (o *PartyOrg) Fields(f *record.Fields) {
	f.Text(&o.Name, "name", "党组织名称").Required().Title().Public()
	f.Choice(&o.Kind, "kind", "种类").Required().InList().Filter().Public()
	f.Text(&o.Superior, "superior", "上级党组织").InList()
	f.Date(&o.Founded, "founded_on", "成立日期").Begins().InList().Filter().Help("批复文件所载日期")
	f.Ref(&o.Approval, "approval", "批复文件")
	f.Ref(&o.Secretary, "secretary", "书记")
	f.Int(&o.Term, "term_years", "任期（年）")
	f.Date(&o.Election, "election_due", "换届日期").InList().Filter()
	f.Text(&o.Place, "place", "活动场所")
	f.State(&o.State, "state", "状态").InitialStates(Preparing, Founded)
}

// Check implements [record.Checker].
func (o *PartyOrg) Check(p *record.Problems) {
	if o.State == Founded && o.Founded == "" {
		p.Add(&o.Founded, "已成立的党组织要填成立日期")
	}
}

// Keys says one name is one Party organisation.
func (o *PartyOrg) Keys(k *record.Keys) {
	k.One(&o.Name).Says("已经有一个叫这个名称的党组织")
}

// Rights implements [record.Righted].
func (*PartyOrg) Rights() record.Rights {
	return record.Rights{
		Reach:  record.County,
		Read:   append(people.Staff(), people.OrganisationDept, people.ReportWriter),
		Create: record.By(people.CountyOfficer),
		Edit:   record.By(people.CountyOfficer),
		EditIn: []record.Chooser{Preparing, Founded},
		Void:   record.By(people.CountyOfficer),
		Export: record.By(people.CountyOfficer, people.CivilAffairs, people.OrganisationDept),
		Reveal: record.Nobody,
		Import: record.By(people.CountyOfficer),
	}
}

// OrgKind (种类) of a Party organisation.
type OrgKind string

const (
	Branch      OrgKind = "branch"
	JointBranch OrgKind = "joint_branch"
	General     OrgKind = "general_branch"
	Committee   OrgKind = "committee"
	Functional  OrgKind = "functional"
)

// Options implements [record.Chooser].
func (OrgKind) Options() []record.Option {
	return record.Options(Branch, "党支部", JointBranch, "联合党支部", General, "党总支", Committee, "党委", Functional, "功能型党组织")
}
