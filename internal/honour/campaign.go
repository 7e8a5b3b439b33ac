package honour

import (
	"sanshe/internal/clock"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Campaign (专项行动) is something done for a time, such as 两个覆盖集中攻坚, with the
// approval it rests on, its tasks and a last day: none goes on for ever.
type Campaign struct {
	record.Base
	Name  string
	Basis record.ID[people.Document]
	From  clock.Date
	Last  clock.Date
	Goal  string
	Tasks []CampaignTask
	Taken record.IDs[party.PartyOrg]
	Sum   string
	State CampaignState
}

// CampaignTask is one thing a campaign is to do.
type CampaignTask struct {
	What string
	Who  string
	Due  clock.Date
	Done clock.Date
}

// Campaigns is the register of campaigns (专项行动台账).
var Campaigns = record.Define[Campaign]("campaign", "专项行动")

// Fields implements [record.Record].
func (c *Campaign) Fields(f *record.Fields) {
	f.Text(&c.Name, "name", "名称").Required().Title()
	f.Ref(&c.Basis, "basis", "批准文件").InList().Help("没有批准依据的活动不能开展")
	f.Date(&c.From, "from_day", "开始日期").Required().InList().Filter()
	f.Date(&c.Last, "last_day", "结束日期").Required().InList().Filter().Help("含当日")
	f.Prose(&c.Goal, "goal", "目标").Search()
	record.Rows(f, &c.Tasks, "jobs", "任务")
	f.Refs(&c.Taken, "party_orgs", "参加的党组织")
	f.Prose(&c.Sum, "summary", "小结")
	f.State(&c.State, "state", "状态").InitialStates(Planned)
}

// Fields implements [record.Row].
func (t *CampaignTask) Fields(f *record.Fields) {
	f.Text(&t.What, "what", "任务").Required()
	f.Text(&t.Who, "who", "谁来办")
	f.Date(&t.Due, "due_on", "期限")
	f.Date(&t.Done, "done_on", "办成")
}

// Keys says one name is one campaign from one day.
func (c *Campaign) Keys(k *record.Keys) {
	k.One(&c.Name, &c.From).Says("这个专项行动已经登记过")
}

// Check implements [record.Checker].
func (c *Campaign) Check(p *record.Problems) {
	if c.Last != "" && c.Last < c.From {
		p.Add(&c.Last, "不能早于开始日期")
	}
	for i, t := range c.Tasks {
		if t.Due != "" && (t.Due < c.From || t.Due > c.Last) {
			p.Add(&c.Tasks, "第 %d 行：期限不在行动期内", i+1)
		}
	}
}

// Steps describes how a campaign begins and ends.
func (c *Campaign) Steps(s *record.Steps[Campaign]) {
	s.Step("start", "开展", Running).From(Planned).By(people.CountyOfficer).Need(&c.Basis)
	s.Step("end", "结束", Over).From(Running).By(people.CountyOfficer).Need(&c.Sum)
	s.Step("drop", "不再开展", Cancelled).From(Planned).By(people.CountyOfficer).Reason()
	s.Path(Planned, Running, Over)
	s.Task(Running, "end", "专项行动到期：小结并结束", people.CountyOfficer).Due(func(c *Campaign, _ record.Tx) clock.Date { return c.Last })
}

// Rights implements [record.Righted].
func (*Campaign) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer)
	r.Reach, r.EditIn = record.County, []record.Chooser{Planned, Running}
	return r
}

// CampaignState (状态) of a campaign.
type CampaignState string

const (
	Planned   CampaignState = "planned"
	Running   CampaignState = "running"
	Over      CampaignState = "ended"
	Cancelled CampaignState = "cancelled"
)

// Options implements [record.Chooser].
func (CampaignState) Options() []record.Option {
	return record.Options(Planned, "待开展", Running, "进行中", Over, "已结束", Cancelled, "未开展")
}
