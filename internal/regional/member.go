package regional

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// CommitteeMember (大党委委员) sits on a community's enlarged Party committee,
// full time or, from a unit on its ground, part time. A part-time member stays
// with their own organisation and takes no post.
type CommitteeMember struct {
	record.Base
	Name      string
	Phone     string
	Person    record.ID[people.Person]
	Community record.ID[place.Community]
	Kind      MemberKind
	Unit      record.ID[people.Unit]
	Duties    string
	Appointed clock.Date
	Last      clock.Date
	Approval  record.ID[people.Document]
	Filed     clock.Date
	Until     clock.Date
	Reason    string
	State     MemberState
}

// CommitteeMembers is the register of members (大党委委员台账).
var CommitteeMembers = record.Define[CommitteeMember]("committee_member", "大党委委员")

// Fields implements [record.Record].
func (m *CommitteeMember) Fields(f *record.Fields) {
	f.Text(&m.Name, "name", "姓名").Required().Fixed().Title()
	f.Phone(&m.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里；填了单位的可以不填")
	f.Ref(&m.Community, "community", "社区").Required().Places().Fixed().InList().Filter()
	f.Choice(&m.Kind, "kind", "专职或兼职").Required().InList().Filter()
	f.Ref(&m.Unit, "unit", "来自单位").InList().Filter()
	f.Text(&m.Duties, "duties", "分工")
	f.Date(&m.Appointed, "appointed_on", "任职日期").InList().Filter()
	f.Date(&m.Last, "last_day", "任期至").InList().Help("含当日")
	f.Ref(&m.Approval, "approval", "审批文件")
	f.Date(&m.Filed, "filed_on", "报备日期").Help("报组织部门备案的日期")
	f.Date(&m.Until, "until_day", "离任日期").System()
	f.Text(&m.Reason, "reason", "超过一般人数的理由")
	f.Ref(&m.Person, "person", "人员").System()
	f.State(&m.State, "state", "状态").InitialStates(Proposed, Sitting)
}

// Keys says somebody sits once on a committee.
func (m *CommitteeMember) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&m.Person, &m.Community).Says("这个人已经是这个社区的大党委委员"), &m.Until)
}

// Prepare implements [record.Preparer].
func (m *CommitteeMember) Prepare(tx record.Tx) error {
	return people.Identify(tx, m.Area, &m.Person, &m.Name, m.Phone, m.Unit)
}

// Check implements [record.Checker].
func (m *CommitteeMember) Check(p *record.Problems) {
	if m.Kind == PartTime && m.Unit == 0 {
		p.Add(&m.Unit, "兼职委员要写明来自哪个单位")
	}
	if m.State == Sitting && m.Appointed == "" {
		p.Add(&m.Appointed, "在任的委员要填任职日期")
	}
	if m.Last != "" && m.Last < m.Appointed {
		p.Add(&m.Last, "不能早于任职日期")
	}
}

// CheckIn implements [record.CheckerIn]: a community nominates, it does not seat.
func (m *CommitteeMember) CheckIn(tx record.Tx, p *record.Problems) error {
	a := tx.Actor()
	if p.Before == nil && m.State == Sitting && a.Holds(record.By(people.CommunityWorker, people.CommunitySecretary)) && !a.Holds(record.By(people.TownOfficer, people.CountyOfficer)) {
		p.Add(&m.State, "委员由镇街党（工）委批准；先登记为“提名”，在任的由镇街补录")
	}
	return nil
}

// Opened implements [record.Opener]: who is entered as sitting counts as well.
func (m *CommitteeMember) Opened(tx record.Tx) error {
	if m.State != Sitting {
		return nil
	}
	return m.seated(tx)
}

// Steps describes nomination, screening by the community, approval by the town
// and filing with the organisation department.
func (m *CommitteeMember) Steps(s *record.Steps[CommitteeMember]) {
	s.Step("screen", "社区审核通过", Screened).From(Proposed).By(people.CommunitySecretary, people.CommunityWorker)
	s.Step("approve", "镇街党（工）委批准", Sitting).From(Screened).By(people.TownOfficer).Need(&m.Appointed).Ask(&m.Approval, &m.Last, &m.Reason).Do((*CommitteeMember).seated)
	s.Step("file", "报备", Sitting).From(Sitting).By(people.TownOfficer, people.CountyOfficer, people.OrganisationDept).Need(&m.Filed)
	s.Step("decline", "审核不通过", Turned).From(Proposed, Screened).By(people.CommunitySecretary, people.CommunityWorker, people.TownOfficer).Reason()
	s.Step("leave", "免去", Left).From(Sitting).By(people.TownOfficer).Reason().Do((*CommitteeMember).left)
	s.Path(Proposed, Screened, Sitting)
	s.Task(Proposed, "screen", "审核大党委委员人选", people.CommunitySecretary)
	s.Task(Screened, "approve", "批准大党委委员", people.TownOfficer)
}

// seated holds the committee to its usual size, which only a reason exceeds.
func (m *CommitteeMember) seated(tx record.Tx) error {
	most, err := store.Number(tx, "regional.committee_most", m.Area)
	if err != nil {
		return err
	}
	one, err := store.Number(tx, "regional.committee_part_time", m.Area)
	if err != nil {
		return err
	}
	if m.Kind == FullTime {
		if one, err = store.Number(tx, "regional.committee_full_time", m.Area); err != nil {
			return err
		}
	}
	if err := store.Lock(tx, place.Communities, m.Community); err != nil {
		return err
	}
	list, err := store.Find(tx.Context(), store.In(tx).All(), CommitteeMembers, func(x *CommitteeMember, w *store.Where) {
		w.Is(&x.Community, m.Community).Is(&x.State, Sitting)
	})
	if err != nil || m.Reason != "" {
		return err
	}
	alike := 0
	for _, x := range list {
		if x.Kind == m.Kind {
			alike++
		}
	}
	if len(list) > most || alike > one {
		return fault.New(fault.Conflict, "大党委一般不超过 %d 人，%s一般不超过 %d 人；加上%s，共 %d 人、%s %d 人，确需如此请写明理由", most, CommitteeMembers.Field("kind").Text(m), one, m.Name, len(list), CommitteeMembers.Field("kind").Text(m), alike)
	}
	return nil
}

func (m *CommitteeMember) left(tx record.Tx) error {
	return store.Change(tx, CommitteeMembers, m, func(m *CommitteeMember) { m.Until = tx.On() })
}

// Rights implements [record.Righted].
func (*CommitteeMember) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer)
	r.EditIn = []record.Chooser{Proposed, Screened, Sitting}
	return r
}

// MemberKind (专职或兼职) of a committee member.
type MemberKind string

const (
	FullTime MemberKind = "full_time"
	PartTime MemberKind = "part_time"
)

// Options implements [record.Chooser].
func (MemberKind) Options() []record.Option {
	return record.Options(FullTime, "专职", PartTime, "兼职")
}

// MemberState (状态) of a committee member.
type MemberState string

const (
	Proposed MemberState = "proposed"
	Screened MemberState = "screened"
	Sitting  MemberState = "sitting"
	Turned   MemberState = "declined"
	Left     MemberState = "left"
)

// Options implements [record.Chooser].
func (MemberState) Options() []record.Option {
	return record.Options(Proposed, "提名", Screened, "社区已审核", Sitting, "在任", Turned, "审核未通过", Left, "已免去")
}
