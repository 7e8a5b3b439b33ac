package volunteer

import (
	"cmp"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// Stint (志愿服务记录) is time one volunteer really gave, from when to when, as
// whoever organised it records it.
type Stint struct {
	record.Base
	Volunteer record.ID[Volunteer]
	Shift     record.ID[Shift]
	Activity  record.ID[service.Activity]
	Org       record.ID[org.SocialOrg]
	What      string
	Kind      string
	On        clock.Date
	From      record.Moment
	To        record.Moment
	Method    Method
	Overlaps  bool
	Late      bool
	LateWhy   string
	Doubt     string
	Quality   string
	Synced    bool
	State     StintState
}

// Stints is the register of service records (志愿服务记录台账).
var Stints = record.Define[Stint]("stint", "志愿服务记录")

// Fields implements [record.Record].
func (s *Stint) Fields(f *record.Fields) {
	f.Text(&s.What, "what", "服务内容").Required().Title()
	f.Ref(&s.Volunteer, "volunteer", "志愿者").Required().Fixed().Owner().InList().Filter()
	f.Code(&s.Kind, "service_kind", "kind", "服务种类").Required().InList().Filter()
	f.Date(&s.On, "on_day", "日期").System().InList().Filter()
	f.Time(&s.From, "from_time", "开始").Required().InList().Filter()
	f.Time(&s.To, "to_time", "结束").Required().InList()
	f.Ref(&s.Shift, "shift", "班次").InList().Filter()
	f.Ref(&s.Activity, "activity", "服务活动").Filter()
	f.Ref(&s.Org, "org", "记录单位").Owner().Filter()
	f.Choice(&s.Method, "method", "怎么记的").Required().InList().Filter()
	f.Bool(&s.Overlaps, "overlapping", "与另一条时间重叠").System().Filter()
	f.Bool(&s.Late, "late", "逾期补录").System().InList().Filter()
	f.Text(&s.LateWhy, "late_reason", "逾期补录的原因")
	f.Text(&s.Doubt, "doubt", "抽查原因").System().InList()
	f.Text(&s.Quality, "quality", "服务质量").Help("服务对象或组织者怎么说，可不填")
	f.Bool(&s.Synced, "synced", "已录入全国系统").System().Filter()
	f.State(&s.State, "state", "状态").InitialStates(Recorded, Doubted)
}

// Start implements [record.Starter].
func (s *Stint) Start(record.Actor, clock.Date) { s.Method = Organiser }

// Keys says a shift is recorded once for each volunteer.
func (s *Stint) Keys(k *record.Keys) {
	k.One(&s.Shift, &s.Volunteer).Says("这个班次已经给这位志愿者记过；时间不对，请在那条记录里更正")
}

// Prepare implements [record.Preparer]: says what is late, what overlaps, and what
// somebody should look at.
func (s *Stint) Prepare(tx record.Tx) error {
	if s.Volunteer == 0 || s.From == 0 || s.To == 0 {
		return nil
	}
	if err := store.Lock(tx, Volunteers, s.Volunteer); err != nil {
		return err
	}
	v, err := volunteerOf(tx, s.Volunteer)
	if err != nil {
		return err
	}
	if s.Area == "" {
		s.Area = v.Area
	}
	days, err := store.Number(tx, "volunteer.record_days", s.Area)
	if err != nil {
		return err
	}
	s.Late = tx.Today() > store.WorkingDays(tx, clock.DateOf(s.To.Time()), days)
	if err := s.weigh(tx); err != nil {
		return err
	}
	if s.Doubt != "" {
		s.State = Doubted
	}
	return nil
}

// weigh says which day a record is of, whether it overlaps another, and why
// somebody should look at it: it is of a few minutes, or one of very many with
// the same times.
func (s *Stint) weigh(tx record.Tx) error {
	s.On = clock.DateOf(s.From.Time())
	other, err := store.First(tx.Context(), store.In(tx).All(), Stints, func(x *Stint, w *store.Where) {
		w.Is(&x.Volunteer, s.Volunteer).Not(&x.State, Refused).Less(&x.From, s.To).More(&x.To, s.From).Other(s.ID)
	})
	if err != nil {
		return err
	}
	s.Overlaps = other != nil
	least, err := store.Number(tx, "volunteer.least_minutes", s.Area)
	if err != nil {
		return err
	}
	most, err := store.Number(tx, "volunteer.same_times", s.Area)
	if err != nil {
		return err
	}
	same, err := store.CountOf(tx.Context(), store.In(tx).All(), Stints, func(x *Stint, w *store.Where) {
		w.Is(&x.From, s.From).Is(&x.To, s.To).Is(&x.What, s.What).Other(s.ID)
	})
	if err != nil {
		return err
	}
	switch {
	case s.Minutes() < int64(least):
		s.Doubt = "时间太短"
	case same >= most:
		s.Doubt = "很多人的时间完全一样"
	default:
		s.Doubt = ""
	}
	return nil
}

// Minutes gives how long it was.
func (s *Stint) Minutes() int64 {
	return (int64(s.To) - int64(s.From)) / int64(time.Minute/time.Millisecond)
}

// Check implements [record.Checker].
func (s *Stint) Check(p *record.Problems) {
	switch {
	case s.From == 0 || s.To == 0:
	case s.To <= s.From:
		p.Add(&s.To, "要晚于开始时间")
	case s.To.Time().Sub(s.From.Time()) > 16*time.Hour:
		p.Add(&s.To, "一条记录不超过 16 小时，请核对日期或分开记")
	}
	if s.Late && s.LateWhy == "" {
		p.Add(&s.LateWhy, "超过十个工作日才记的，写明原因：志愿服务记录与证明出具办法（试行）")
	}
}

// CheckIn implements [record.CheckerIn]: it was service, it has happened.
func (s *Stint) CheckIn(tx record.Tx, p *record.Problems) error {
	if s.To.Time().After(tx.Now()) {
		p.Add(&s.To, "还没有到；服务办完再记")
	}
	if notService(s.Kind) {
		p.Add(&s.Kind, "值班、例会、培训不是志愿服务，不记时长")
	}
	return nil
}

// notService are the kinds that people enter and that are none.
func notService(kind string) bool { return kind == "duty" || kind == "meeting" || kind == "training" }

// Steps describes the spot check and corrections.
func (s *Stint) Steps(st *record.Steps[Stint]) {
	by := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	st.Step("confirm", "核实无误", Recorded).From(Doubted, Refused).By(people.TownOfficer, people.CountyOfficer).Reason()
	st.Step("refuse", "不予认定", Refused).From(Recorded, Doubted).By(people.TownOfficer, people.CountyOfficer).Reason()
	st.Step("correct", "更正", Recorded).From(Recorded).By(by...).ByOwner(people.Organisation).Need(&s.From, &s.To).Reason().Do((*Stint).corrected).Says("原来的记录留在历史里")
	st.Step("mend", "更正待抽查的", Doubted).From(Doubted).By(by...).ByOwner(people.Organisation).Need(&s.From, &s.To).Reason().Do((*Stint).corrected).Says("更正以后仍要抽查")
	st.Step("doubt", "列入抽查", Doubted).From(Recorded).Inner()
	st.Step("sync", "已录入全国系统", Recorded).From(Recorded).By(by...).Do((*Stint).synced)
	st.Task(Doubted, "spot_check", "抽查志愿服务记录", people.TownOfficer)
}

// corrected weighs a record anew: what is hardly so is looked at again.
func (s *Stint) corrected(tx record.Tx) error {
	if err := store.Lock(tx, Volunteers, s.Volunteer); err != nil {
		return err
	}
	var why error
	if err := store.Change(tx, Stints, s, func(s *Stint) { s.Synced, why = false, s.weigh(tx) }); why != nil || err != nil {
		return cmp.Or(why, err)
	}
	if s.Doubt == "" || s.State == Doubted {
		return nil
	}
	return store.TakeStep(tx, Stints, s, "doubt", s.Doubt)
}

func (s *Stint) synced(tx record.Tx) error {
	return store.Change(tx, Stints, s, func(s *Stint) { s.Synced = true })
}

// Rights implements [record.Righted].
func (*Stint) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Read = record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.ReadOwn, r.Edit = record.By(people.Volunteer, people.Organisation), record.Nobody
	return r
}

// Method (怎么记的) says on whose word a record rests.
type Method string

const (
	Organiser Method = "organiser"
	ByCode    Method = "code"
	Paper     Method = "paper"
)

// Options implements [record.Chooser].
func (Method) Options() []record.Option {
	return record.Options(Organiser, "组织者记录", ByCode, "到场码", Paper, "纸质签到")
}

// StintState (状态) of a record.
type StintState string

const (
	Recorded StintState = "recorded"
	Doubted  StintState = "doubted"
	Refused  StintState = "refused"
)

// Options implements [record.Chooser].
func (StintState) Options() []record.Option {
	return record.Options(Recorded, "已记录", Doubted, "待抽查", Refused, "不予认定")
}

func problem(field, label, text string) error {
	return fault.Fields(fault.Problem{Field: field, Label: label, Text: text})
}

func notYet(at record.Moment) error {
	return fault.New(fault.Conflict, "%s 才结束，过后再记", clock.Stamp(at.Time()))
}
