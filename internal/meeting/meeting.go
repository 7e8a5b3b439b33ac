package meeting

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Meeting (联席会议) is one meeting, called and then held.
type Meeting struct {
	record.Base
	Title   string
	Kind    Kind
	On      clock.Date
	Place   string
	Host    string
	Needs   record.IDs[need.Need]
	Agenda  []Item
	Present []Attendee
	Minutes string
	File    string
	State   State
}

// Item is one thing on the agenda.
type Item struct {
	What string
	From string
}

// Attendee is somebody who was there, and for which side.
type Attendee struct {
	Side Side
	Who  string
	Post string
}

// Meetings is the register of meetings (联席会议台账).
var Meetings = record.Define[Meeting]("meeting", "联席会议")

// Fields implements [record.Record].
func (m *Meeting) Fields(f *record.Fields) {
	f.Text(&m.Title, "title", "会议名称").Required().Title()
	f.Choice(&m.Kind, "kind", "种类").Required().InList().Filter()
	f.Date(&m.On, "held_on", "日期").Required().InList().Filter()
	f.Text(&m.Place, "place", "地点")
	f.Text(&m.Host, "host", "召集")
	f.Refs(&m.Needs, "needs", "要议的需求")
	record.Rows(f, &m.Agenda, "agenda", "议程")
	record.Rows(f, &m.Present, "present", "到会")
	f.Prose(&m.Minutes, "minutes", "纪要").Search()
	f.File(&m.File, "file", "附件")
	f.State(&m.State, "state", "状态").InitialStates(Called, Held)
}

// Fields implements [record.Row].
func (i *Item) Fields(f *record.Fields) {
	f.Text(&i.What, "what", "议什么").Required()
	f.Text(&i.From, "from", "谁提出")
}

// Fields implements [record.Row].
func (a *Attendee) Fields(f *record.Fields) {
	f.Choice(&a.Side, "side", "哪一方").Required()
	f.Text(&a.Who, "who", "姓名或单位").Required()
	f.Text(&a.Post, "post", "职务")
}

// Check implements [record.Checker].
func (m *Meeting) Check(p *record.Problems) {
	if m.State == Held && len(m.Present) == 0 {
		p.Add(&m.Present, "已开的会要登记到会的人或单位")
	}
}

// CheckIn implements [record.CheckerIn].
func (m *Meeting) CheckIn(tx record.Tx, p *record.Problems) error {
	if m.State == Held && m.On > tx.Today() {
		p.Add(&m.On, "%s还没有到；状态请选“已召集”", m.On.Chinese())
	}
	return nil
}

// Steps describes how a meeting is held and closed.
func (m *Meeting) Steps(s *record.Steps[Meeting]) {
	staff := []record.Role{people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer}
	s.Step("hold", "开完了，记下来", Held).From(Called).By(staff...).Need(&m.Present).Ask(&m.On, &m.Minutes)
	s.Step("close", "定稿纪要", Concluded).From(Held).By(staff...).Need(&m.Minutes).Says("三方联席会议要社区党组织、社会组织、居民三方都到").Do((*Meeting).closed)
	s.Step("cancel", "取消", Off).From(Called).By(staff...).Reason()
	s.Path(Called, Held, Concluded)
	s.Task(Called, "hold", "开联席会议", people.CommunityWorker).Due(func(m *Meeting, _ record.Tx) clock.Date { return m.On })
}

// closed holds a three-party meeting to its name: without residents, or without
// one of the others, it is none.
func (m *Meeting) closed(tx record.Tx) error {
	if m.Kind != ThreeParty {
		return nil
	}
	there := map[Side]bool{}
	for _, a := range m.Present {
		there[a.Side] = true
	}
	for _, side := range []Side{CommunityParty, SocialOrgs, Residents} {
		if !there[side] {
			return fault.New(fault.Conflict, "到会的没有“%s”一方，不能作为三方联席会议定稿；补登记到会，或把种类改为其他会议", side.Label())
		}
	}
	return nil
}

// Hold tells whether resolutions may hang on the meeting.
func (m *Meeting) Hold() bool { return m.State == Held || m.State == Concluded }

// Rights implements [record.Righted].
func (*Meeting) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer)
	r.EditIn = []record.Chooser{Called, Held}
	return r
}

// Kind (种类) of a meeting.
type Kind string

const (
	Regional   Kind = "regional"
	ThreeParty Kind = "three_party"
	Other      Kind = "other"
)

// Options implements [record.Chooser].
func (Kind) Options() []record.Option {
	return record.Options(ThreeParty, "三方联席会议", Regional, "区域共建联席会", Other, "其他会议")
}

// Side (哪一方) an attendee is there for.
type Side string

const (
	CommunityParty Side = "community"
	SocialOrgs     Side = "social_org"
	Residents      Side = "resident"
	StationUnits   Side = "unit"
	Officials      Side = "official"
)

// Options implements [record.Chooser].
func (Side) Options() []record.Option {
	return record.Options(CommunityParty, "社区党组织", SocialOrgs, "社会组织", Residents, "居民", StationUnits, "驻区单位", Officials, "县镇部门")
}

// Label gives the side's Chinese name.
func (s Side) Label() string {
	for _, o := range s.Options() {
		if o.Value == string(s) {
			return o.Label
		}
	}
	return string(s)
}

// State (状态) of a meeting.
type State string

const (
	Called    State = "called"
	Held      State = "held"
	Concluded State = "closed"
	Off       State = "cancelled"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Called, "已召集", Held, "已召开", Concluded, "纪要已定稿", Off, "已取消")
}
