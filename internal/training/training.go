package training

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Training (培训) is one training, of one or several sessions.
type Training struct {
	record.Base
	Title     string
	Kind      string
	From      clock.Date
	Last      clock.Date
	Place     string
	Away      bool
	Organiser record.ID[people.Unit]
	Partner   string
	Overseas  bool
	Office    string
	Filing    string
	Filed     clock.Date
	Sessions  []Session
	State     State
}

// Session (课次) is one session of a training.
type Session struct {
	On       clock.Date
	Topic    string
	Lecturer string
	Length   int64
}

// Trainings is the register of trainings (培训台账).
var Trainings = record.Define[Training]("training", "培训")

// Fields implements [record.Record].
func (t *Training) Fields(f *record.Fields) {
	f.Text(&t.Title, "title", "培训名称").Required().Title()
	f.Code(&t.Kind, "training_kind", "kind", "种类").Required().InList().Filter()
	f.Date(&t.From, "from_day", "开始日期").Required().InList().Filter()
	f.Date(&t.Last, "last_day", "结束日期").InList().Filter().Help("含当日；一天的不填")
	f.Text(&t.Place, "place", "地点").InList()
	f.Bool(&t.Away, "away", "到县外").Filter()
	f.Ref(&t.Organiser, "organiser", "主办单位").InList().Filter()
	record.Rows(f, &t.Sessions, "sessions", "课次")
	f.Section("合作机构")
	f.Text(&t.Partner, "partner", "合作机构").InList()
	f.Bool(&t.Overseas, "overseas", "是境外非政府组织").Help("要有在中国的代表机构登记证号，或提前 15 日的临时活动备案：境外非政府组织境内活动管理法第九、十六、十七条")
	f.Text(&t.Office, "office_number", "代表机构登记证号")
	f.Text(&t.Filing, "filing_number", "临时活动备案号")
	f.Date(&t.Filed, "filed_on", "备案日期")
	f.State(&t.State, "state", "状态").InitialStates(Planned, Held)
}

// Fields implements [record.Row].
func (s *Session) Fields(f *record.Fields) {
	f.Date(&s.On, "on_day", "日期").Required()
	f.Text(&s.Topic, "topic", "内容").Required()
	f.Text(&s.Lecturer, "lecturer", "讲师")
	f.Minutes(&s.Length, "length", "时长")
}

// filingDays is how many days before a temporary activity must be filed:
// 境外非政府组织境内活动管理法 §17.
const filingDays = 15

// unlawful says what a training with an overseas NGO lacks.
func (t *Training) unlawful() string {
	switch {
	case !t.Overseas || t.Office != "":
		return ""
	case t.Filing == "" || t.Filed == "":
		return "与境外非政府组织合作，要填代表机构登记证号，或临时活动备案号和备案日期"
	case t.Filed.AddDays(filingDays) > t.From:
		return "临时活动要在开始 15 日以前备案：最晚 " + t.From.AddDays(-filingDays).Chinese() + "，备案日期是 " + t.Filed.Chinese()
	}
	return ""
}

// Check implements [record.Checker].
func (t *Training) Check(p *record.Problems) {
	if t.Last != "" && t.Last < t.From {
		p.Add(&t.Last, "不能早于开始日期")
	}
	if t.Overseas && t.Partner == "" {
		p.Add(&t.Partner, "写明合作机构的名称")
	}
	if why := t.unlawful(); why != "" && t.State != Planned && t.State != Cancelled {
		p.Add(&t.Filing, "%s", why)
	}
	for i, s := range t.Sessions {
		if s.On < t.From || s.On > max(t.From, t.Last) {
			p.Add(&t.Sessions, "第 %d 行：日期不在培训期内", i+1)
		}
	}
}

// CheckIn implements [record.CheckerIn].
func (t *Training) CheckIn(tx record.Tx, p *record.Problems) error {
	if t.State == Held && t.From > tx.Today() {
		p.Add(&t.From, "%s还没有到；办过的才是“已举办”", t.From.Chinese())
	}
	if t.Partner == "" || t.Overseas {
		return nil
	}
	known, err := store.First(tx.Context(), store.In(tx).All(), Trainings, func(x *Training, w *store.Where) {
		w.Is(&x.Partner, t.Partner).Is(&x.Overseas, true).Other(t.ID)
	})
	if err == nil && known != nil {
		p.Add(&t.Overseas, "“%s”在以前的培训里是境外非政府组织，照此勾选", t.Partner)
	}
	return err
}

// Steps describes how a training is approved and held.
func (t *Training) Steps(s *record.Steps[Training]) {
	staff := []record.Role{people.CountyOfficer, people.CivilAffairs}
	s.Step("approve", "批准举办", Approved).From(Planned).By(staff...).Do(func(t *Training, _ record.Tx) error {
		if why := t.unlawful(); why != "" {
			return fault.New(fault.Conflict, "%s", why)
		}
		return nil
	})
	s.Step("hold", "办完了，记下来", Held).From(Approved).By(staff...).Ask(&t.Last, &t.Sessions)
	s.Step("cancel", "取消", Cancelled).From(Planned, Approved).By(staff...).Reason()
	s.Path(Planned, Approved, Held)
	s.Task(Approved, "hold", "记下培训和参训人员", people.CountyOfficer).Due(func(t *Training, _ record.Tx) clock.Date { return max(t.From, t.Last) })
}

// Rights implements [record.Righted].
func (*Training) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.CivilAffairs)
	r.Reach, r.EditIn = record.County, []record.Chooser{Planned, Approved, Held}
	return r
}

// State (状态) of a training.
type State string

const (
	Planned   State = "planned"
	Approved  State = "approved"
	Held      State = "held"
	Cancelled State = "cancelled"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Planned, "计划中", Approved, "已批准", Held, "已举办", Cancelled, "已取消")
}
