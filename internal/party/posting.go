package party

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Posting (指导员派驻) sends an instructor to one organisation for a time. One
// instructor may have several, one organisation more than one.
type Posting struct {
	record.Base
	Instructor record.ID[Instructor]
	Org        record.ID[org.SocialOrg]
	From       clock.Date
	Last       clock.Date
	Until      clock.Date
	Tasks      string
	State      PostingState
}

// Postings is the register of postings (指导员派驻台账).
var Postings = record.Define[Posting]("posting", "指导员派驻")

// Fields implements [record.Record].
func (p *Posting) Fields(f *record.Fields) {
	f.Ref(&p.Instructor, "instructor", "党建指导员").Required().Fixed().Owner().InList().Filter()
	f.Ref(&p.Org, "org", "社会组织").Required().Places().Fixed().InList().Filter()
	f.Date(&p.From, "from_day", "派驻日期").Required().Begins().Fixed().InList().Filter()
	f.Date(&p.Last, "last_day", "派驻至").InList().Filter().Help("含当日；不填随聘期")
	f.Date(&p.Until, "until_day", "结束日期").System().InList()
	f.Prose(&p.Tasks, "duties", "工作任务")
	f.State(&p.State, "state", "状态").InitialStates(Posted)
}

// Keys says an instructor is sent to an organisation once at a time.
func (p *Posting) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&p.Instructor, &p.Org).Says("这名指导员已经派驻在这家社会组织").Folds(), &p.Until)
}

// CheckIn implements [record.CheckerIn].
func (p *Posting) CheckIn(tx record.Tx, ps *record.Problems) error {
	if p.Last != "" && p.Last < p.From {
		ps.Add(&p.Last, "不能早于派驻日期")
	}
	if was, ok := ps.Before.(*Posting); ok && p.State == Posted && lapsed(was.Last, p.Last, tx.Today()) {
		ps.Add(&p.Last, "派驻已于%s届满，不能再往后改；先结束派驻，再另登一条", was.Last.Chinese())
	}
	if ps.Before != nil || p.Org == 0 || p.Instructor == 0 {
		return nil
	}
	all := store.In(tx).All()
	o, err := store.One(tx.Context(), all, org.SocialOrgs, p.Org)
	if err != nil {
		return err
	}
	if !o.State.Live() {
		ps.Add(&p.Org, "“%s”现在是“%s”，不能再派驻", o.Name, org.SocialOrgs.StateLabel(string(o.State)))
	}
	i, err := store.One(tx.Context(), all, Instructors, p.Instructor)
	if err != nil {
		return err
	}
	if !i.Serves(p.From) {
		ps.Add(&p.Instructor, "%s在 %s 不在聘期内，请先续聘或另选一名", i.Name, p.From.Chinese())
	}
	if i.Last != "" && p.Last > i.Last {
		ps.Add(&p.Last, "晚于聘期 %s，请先续聘", i.Last.Chinese())
	}
	return nil
}

// Opened implements [record.Opener]: somebody has been sent.
func (p *Posting) Opened(tx record.Tx) error {
	o, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, p.Org)
	if err != nil {
		return err
	}
	if err := store.CloseTasks(tx, org.SocialOrgs, o, taskPost); err != nil {
		return err
	}
	return p.remind(tx)
}

// Steps describes how a posting ends.
func (p *Posting) Steps(s *record.Steps[Posting]) {
	s.Step("end", "结束派驻", Recalled).From(Posted).By(people.CountyOfficer).Reason().Do((*Posting).ended)
}

// remind keeps one task due on the last day of a posting.
func (p *Posting) remind(tx record.Tx) error {
	if err := store.CloseTasks(tx, Postings, p, taskRenew); err != nil || p.Last == "" || p.State != Posted {
		return err
	}
	return store.OpenTask(tx, Postings, p, taskRenew, "派驻届满：续派或改派", people.CountyOfficer, p.Last)
}

// Edited implements [record.Changer].
func (p *Posting) Edited(tx record.Tx) error { return p.remind(tx) }

// served reports whether an instructor reaches an organisation on a day: a term
// that has run out reaches nobody.
func served(tx record.Tx, id record.ID[org.SocialOrg], on clock.Date) (int, error) {
	all, n := store.In(tx).All(), 0
	list, err := store.Find(tx.Context(), all, Postings, func(p *Posting, w *store.Where) {
		w.Is(&p.Org, id).Is(&p.State, Posted).AtMost(&p.From, on)
	})
	for _, p := range list {
		if p.Last != "" && p.Last < on {
			continue
		}
		i, err := store.One(tx.Context(), all, Instructors, p.Instructor)
		if err != nil {
			return 0, err
		}
		if i.Serves(on) {
			n++
		}
	}
	return n, err
}

// ended asks for another when nobody else reaches the organisation.
func (p *Posting) ended(tx record.Tx) error {
	on := tx.On()
	if err := store.Change(tx, Postings, p, func(p *Posting) { p.Until = on }); err != nil {
		return err
	}
	all := store.In(tx).All()
	o, err := store.One(tx.Context(), all, org.SocialOrgs, p.Org)
	if err != nil || !o.State.Live() {
		return err
	}
	open, err := openCoverage(tx, p.Org)
	if err != nil || open != nil && (open.Kind == Single || open.Kind == Joint || open.Kind == Deemed) {
		return err
	}
	if others, err := served(tx, p.Org, on); err != nil || others > 0 {
		return err
	}
	return store.OpenTask(tx, org.SocialOrgs, o, taskPost, "待派：选派党建指导员", people.CountyOfficer, "")
}

// Rights implements [record.Righted].
func (*Posting) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer)
	r.EditIn = []record.Chooser{Posted}
	r.ReadOwn = record.By(people.Instructor)
	return r
}

// PostingState (状态) of a posting.
type PostingState string

const (
	Posted   PostingState = "posted"
	Recalled PostingState = "ended"
)

// Options implements [record.Chooser].
func (PostingState) Options() []record.Option {
	return record.Options(Posted, "在派", Recalled, "已结束")
}
