package volunteer

import (
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// Shift (班次) is a piece of voluntary work at a time and place, for so many.
type Shift struct {
	record.Base
	Title    string
	Team     record.ID[Team]
	Org      record.ID[org.SocialOrg]
	Activity record.ID[service.Activity]
	Kind     string
	From     record.Moment
	To       record.Moment
	Place    string
	Wanted   int64
	Skills   []string
	Risky    bool
	Insured  bool
	Contact  string
	Phone    string
	Code     string
	LateWhy  string
	State    ShiftState
}

// Shifts is the register of shifts (志愿服务班次).
var Shifts = record.Define[Shift]("shift", "志愿服务班次")

// Fields implements [record.Record].
func (s *Shift) Fields(f *record.Fields) {
	f.Text(&s.Title, "title", "做什么").Required().Title().Public()
	f.Code(&s.Kind, "service_kind", "kind", "服务种类").Required().InList().Filter().Public()
	f.Time(&s.From, "from_time", "开始").Required().InList().Filter().Public()
	f.Time(&s.To, "to_time", "结束").Required().InList().Public()
	f.Text(&s.Place, "place", "地点").InList().Public()
	f.Int(&s.Wanted, "wanted", "要几个人").InList().Public()
	f.Ref(&s.Team, "team", "服务队").InList().Filter()
	f.Ref(&s.Org, "org", "组织的社会组织").Owner().InList().Filter()
	f.Ref(&s.Activity, "activity", "服务活动").Filter()
	f.Codes(&s.Skills, "skill", "skills", "要会什么")
	f.Bool(&s.Risky, "risky", "有人身危险")
	f.Bool(&s.Insured, "insured", "已办保险").Help("有人身危险的先办保险：志愿服务条例第十七条")
	f.Text(&s.Contact, "contact", "联系人").Public()
	f.Phone(&s.Phone, "phone", "联系电话").Public()
	f.Text(&s.Code, "code", "到场码").System().Personal().Sealed().Help("现场告诉到场的人，他们用它自己记下到场")
	f.Text(&s.LateWhy, "late_reason", "逾期补录的原因").Help("结束超过十个工作日才记的，写明原因：志愿服务记录与证明出具办法（试行）")
	f.State(&s.State, "state", "状态").InitialStates(Open).Public()
}

// Prepare implements [record.Preparer]: whose it is, and the code that says
// somebody was there.
func (s *Shift) Prepare(tx record.Tx) error {
	if s.Code == "" {
		s.Code = sixDigits(tx)
	}
	if s.Org == 0 {
		s.Org = org.Mine(tx)
	}
	return nil
}

// Edited implements [record.Changer]: when more people are wanted, those who
// wait move up.
func (s *Shift) Edited(tx record.Tx) error { return fill(tx, record.ID[Shift](s.ID)) }

// Check implements [record.Checker].
func (s *Shift) Check(p *record.Problems) {
	switch {
	case s.From == 0 || s.To == 0:
	case s.To <= s.From:
		p.Add(&s.To, "要晚于开始时间")
	case s.To.Time().Sub(s.From.Time()) > 16*time.Hour:
		p.Add(&s.To, "一个班次不超过 16 小时，请分开")
	}
	if s.Wanted < 1 || s.Wanted > 1000 {
		p.Add(&s.Wanted, "应在 1 到 1,000 之间")
	}
	if s.Risky && !s.Insured {
		p.Add(&s.Insured, "有人身危险的服务，先为志愿者办保险：志愿服务条例第十七条")
	}
}

// Steps describes closing sign-up and calling off.
func (x *Shift) Steps(s *record.Steps[Shift]) {
	by := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("done", "办完了，记服务", Done).From(Open).By(by...).ByOwner(people.Organisation).Ask(&x.LateWhy).Do((*Shift).done).
		Says("到场的人按班次的起止时间各记一条；早退、迟到的，在他那条记录里更正")
	s.Step("cancel", "取消", Cancelled).From(Open).By(by...).ByOwner(people.Organisation).Reason()
	s.Task(Open, "record_service", "记下志愿服务", people.CommunityWorker).Due((*Shift).recordDue)
}

// recordDue is by when what was done is recorded: 民政部令第67号, ten working days.
func (s *Shift) recordDue(tx record.Tx) clock.Date {
	days, err := store.Number(tx, "volunteer.record_days", s.Area)
	if err != nil {
		return ""
	}
	return store.WorkingDays(tx, clock.DateOf(s.To.Time()), days)
}

// done records, for everybody who was there, the time of the shift: 谁组织谁记录.
func (s *Shift) done(tx record.Tx) error {
	if s.To.Time().After(tx.Now()) {
		return notYet(s.To)
	}
	id := record.ID[Shift](s.ID)
	return store.Every(tx, SignUps, func(u *SignUp, w *store.Where) { w.Is(&u.Shift, id).Is(&u.State, Arrived) }, func(u *SignUp) error {
		_, err := store.Add(tx, Stints, s.Area, func(x *Stint) {
			x.What, x.Kind, x.Volunteer, x.Shift, x.Activity, x.Org = s.Title, s.Kind, u.Volunteer, id, s.Activity, s.Org
			x.From, x.To, x.Method, x.LateWhy = s.From, s.To, Organiser, s.LateWhy
			if u.ByCode {
				x.Method = ByCode
			}
		})
		return err
	})
}

// Rights implements [record.Righted].
func (*Shift) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Reach, r.Read = record.County, append(r.Read, people.Volunteer)
	r.Create, r.Edit = append(record.By(people.Organisation), r.Create...), append(record.By(people.Organisation), r.Edit...)
	r.ReadOwn, r.EditIn, r.Reveal = record.By(people.Organisation), []record.Chooser{Open}, record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	return r
}

// ShiftState (状态) of a shift.
type ShiftState string

const (
	Open      ShiftState = "open"
	Done      ShiftState = "done"
	Cancelled ShiftState = "cancelled"
)

// Options implements [record.Chooser].
func (ShiftState) Options() []record.Option {
	return record.Options(Open, "招募中", Done, "已办完", Cancelled, "已取消")
}
