package party

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Instructor (党建指导员) is somebody sent to do Party work in organisations that
// cannot have a branch yet. The ways of choosing them (六个一批) are a code list.
// The name is that of an office and shown; what else is known of the person is not.
type Instructor struct {
	record.Base
	Name      string
	Phone     string
	Person    record.ID[people.Person]
	Unit      record.ID[people.Unit]
	Post      string
	Channel   string
	Appointed clock.Date
	Last      clock.Date
	Approval  record.ID[people.Document]
	State     InstructorState
}

// Instructors is the register of instructors (党建指导员台账).
var Instructors = record.Define[Instructor]("instructor", "党建指导员")

// Fields implements [record.Record].
func (i *Instructor) Fields(f *record.Fields) {
	f.Text(&i.Name, "name", "姓名").Required().Fixed().Title()
	f.Phone(&i.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里；填了单位的可以不填")
	f.Ref(&i.Unit, "unit", "单位").InList().Filter()
	f.Text(&i.Post, "post", "职务").InList()
	f.Code(&i.Channel, "instructor_channel", "channel", "选派渠道").Required().InList().Filter().Help("“六个一批”的渠道是代码表，县里可以改（推断）")
	f.Date(&i.Appointed, "appointed_on", "聘任日期").Required().Begins().InList().Filter()
	f.Date(&i.Last, "last_day", "聘期至").InList().Filter().Help("含当日；不填就是没有定期限")
	f.Ref(&i.Approval, "approval", "聘任文件")
	f.Ref(&i.Person, "person", "人员").System()
	f.State(&i.State, "state", "状态").InitialStates(Serving)
}

// Keys says one person is one instructor at a time.
func (i *Instructor) Keys(k *record.Keys) {
	k.One(&i.Person).Says("这个人已经是党建指导员；届满续聘请改“聘期至”，不要另登")
}

// Check implements [record.Checker].
func (i *Instructor) Check(p *record.Problems) {
	if i.Last != "" && i.Last < i.Appointed {
		p.Add(&i.Last, "不能早于聘任日期")
	}
}

// Serves reports whether the instructor is appointed on a day: a term that has
// run out ends by itself, and nobody stays covered by it in silence.
func (i *Instructor) Serves(on clock.Date) bool {
	return i.State == Serving && i.Appointed <= on && (i.Last == "" || i.Last >= on)
}

// CheckIn implements [record.CheckerIn]: a term that has run out is not made longer
// afterwards, or the days between would be covered after all.
func (i *Instructor) CheckIn(tx record.Tx, p *record.Problems) error {
	if was, ok := p.Before.(*Instructor); ok && was.State == Serving && i.State == Serving && lapsed(was.Last, i.Last, tx.Today()) {
		p.Add(&i.Last, "聘期已于%s届满，不能再往后改；先结束聘任，再重新聘任", was.Last.Chinese())
	}
	return nil
}

// lapsed reports whether a last day that has gone by is put later.
func lapsed(was, is, today clock.Date) bool {
	return was != "" && was < today && (is == "" || is > was)
}

// Steps describes how an appointment ends and begins again.
func (i *Instructor) Steps(s *record.Steps[Instructor]) {
	s.Step("end", "结束聘任", Retired).From(Serving).By(people.CountyOfficer).Reason().
		Says("从生效日起不再计入；派驻的社会组织进入待派名单").Do((*Instructor).ended)
	s.Step("reappoint", "重新聘任", Serving).From(Retired).By(people.CountyOfficer).Ask(&i.Last).Says("从生效日起再计入；聘任日期不改，中间没有聘任的日子仍不计").Do((*Instructor).remind)
}

// Prepare implements [record.Preparer]: it finds the person.
func (i *Instructor) Prepare(tx record.Tx) error {
	return people.Identify(tx, i.Area, &i.Person, &i.Name, i.Phone, i.Unit)
}

// Opened implements [record.Opener].
func (i *Instructor) Opened(tx record.Tx) error { return i.remind(tx) }

// Edited implements [record.Changer].
func (i *Instructor) Edited(tx record.Tx) error { return i.remind(tx) }

// remind keeps one task due on the last day of the term.
func (i *Instructor) remind(tx record.Tx) error {
	if err := store.CloseTasks(tx, Instructors, i, taskRenew); err != nil || i.Last == "" || i.State != Serving {
		return err
	}
	return store.OpenTask(tx, Instructors, i, taskRenew, "聘期届满：续聘或改派", people.CountyOfficer, i.Last)
}

// ended ends the postings that are still open on the day.
func (i *Instructor) ended(tx record.Tx) error {
	if err := store.CloseTasks(tx, Instructors, i, taskRenew); err != nil {
		return err
	}
	open, err := store.Find(tx.Context(), store.In(tx).All(), Postings, func(p *Posting, w *store.Where) {
		w.Is(&p.Instructor, record.ID[Instructor](i.ID)).Is(&p.State, Posted)
	})
	for _, p := range open {
		if err = store.TakeWith(tx, Postings, p, "end", store.Taking{Note: "指导员结束聘任：" + tx.Note(), On: tx.On()}); err != nil {
			return err
		}
	}
	return err
}

// Rights implements [record.Righted].
func (*Instructor) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer)
	r.Reach, r.EditIn = record.County, []record.Chooser{Serving}
	return r
}

// InstructorState (状态) of an instructor.
type InstructorState string

const (
	Serving InstructorState = "serving"
	Retired InstructorState = "ended"
)

// Options implements [record.Chooser].
func (InstructorState) Options() []record.Option {
	return record.Options(Serving, "在聘", Retired, "已结束")
}
