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
	Deputy    string
	Committee []CommitteeSeat
	Term      int64
	Election  clock.Date
	Place     string
	Into      record.ID[PartyOrg]
	Ended     record.ID[people.Document]
	State     OrgState
}

// CommitteeSeat (支部委员) is one seat on a branch's committee.
type CommitteeSeat struct {
	Name string
	Post string
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
	f.Text(&o.Deputy, "deputy", "副书记")
	record.Rows(f, &o.Committee, "committee", "支部委员会").Help("正式党员 7 名以上的支部设，3 至 5 人，一般不超过 7 人，连同书记；不足 7 名的只设书记，必要时设副书记")
	f.Int(&o.Term, "term_years", "任期（年）").Help("一般 3 年，村和社区 5 年；填了，换届日期自己算出来")
	f.Date(&o.Election, "election_due", "换届日期").InList().Filter()
	f.Text(&o.Place, "place", "活动场所")
	f.Ref(&o.Into, "joined_to", "并入").Filter()
	f.Ref(&o.Ended, "ended_by", "撤销批复文件")
	f.State(&o.State, "state", "状态").InitialStates(Preparing, Founded)
}

// Check implements [record.Checker].
func (o *PartyOrg) Check(p *record.Problems) {
	if o.State == Founded && o.Founded == "" {
		p.Add(&o.Founded, "已成立的党组织要填成立日期")
	}
}

// Sizes of committees: 《中国共产党支部工作条例（试行）》.
const (
	fullMembersForCommittee       = 7
	committeeLeast, committeeMost = 3, 7
)

// CheckIn implements [record.CheckerIn]: a branch of fewer than seven full members
// has a secretary, a larger one a committee.
func (o *PartyOrg) CheckIn(tx record.Tx, p *record.Problems) error {
	if len(o.Committee) == 0 || o.Kind != Branch && o.Kind != JointBranch {
		return nil
	}
	if n := len(o.Committee); n < committeeLeast || n > committeeMost {
		p.Add(&o.Committee, "支部委员会由 3 至 5 人组成，一般不超过 7 人，现在是 %d 人", n)
	}
	full, orgs, err := fullMembers(tx, record.ID[PartyOrg](o.ID), tx.Today())
	if err == nil && orgs > 0 && full < fullMembersForCommittee {
		p.Add(&o.Committee, "正式党员 %d 名，不足 %d 名的支部不设委员会，只设书记，必要时设副书记", full, fullMembersForCommittee)
	}
	return err
}

// Opened implements [record.Opener].
func (o *PartyOrg) Opened(tx record.Tx) error { return o.begun(tx) }

// Edited implements [record.Changer].
func (o *PartyOrg) Edited(tx record.Tx) error { return o.begun(tx) }

// Fields implements [record.Row].
func (s *CommitteeSeat) Fields(f *record.Fields) {
	f.Text(&s.Name, "name", "姓名").Required()
	f.Text(&s.Post, "post", "职务")
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
