package honour

import (
	"fmt"
	"slices"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Entry (评定申报) is one Party organisation's way through a scheme: what it says
// of itself, what the reviewers find, publicity, naming, and the yearly look
// afterwards.
type Entry struct {
	record.Base
	Title     string
	Scheme    record.ID[Scheme]
	Org       record.ID[party.PartyOrg]
	Of        record.ID[org.SocialOrg]
	Self      []Mark
	Reviewed  []Mark
	Score     int64
	Band      string
	Star      bool
	Publicity clock.Date
	Until     clock.Date
	Objection string
	Named     clock.Date
	Last      clock.Date
	Looked    clock.Date
	State     EntryState
}

// Mark is the score of one criterion, with what shows it.
type Mark struct {
	Criterion string
	Score     int64
	Shows     string
}

// Entries is the register of entries (评定申报台账).
var Entries = record.Define[Entry]("grading_entry", "评定申报")

// Fields implements [record.Record].
func (e *Entry) Fields(f *record.Fields) {
	f.Text(&e.Title, "title", "申报").System().Title()
	f.Ref(&e.Scheme, "scheme", "评定办法").Required().Fixed().Filter()
	f.Ref(&e.Org, "party_org", "党组织").Required().Places().Fixed().Filter()
	f.Ref(&e.Of, "org", "社会组织").System().Owner().Filter()
	record.Rows(f, &e.Self, "self_marks", "自评")
	record.Rows(f, &e.Reviewed, "review_marks", "考评")
	f.Decimal(&e.Score, 2, "score", "得分").System().Help("由考评各项相加")
	f.Date(&e.Publicity, "publicity_from", "公示起").System()
	f.Date(&e.Until, "publicity_last", "公示至").System().InList().Help("含当日")
	f.Prose(&e.Objection, "objection", "异议")
	f.Date(&e.Looked, "reviewed_on", "最近复核").System()
	f.Section("命名")
	f.Text(&e.Band, "band", "等次").InList().Filter().Help("新申报的留空，考评后由系统记下；补录以前命名的才填")
	f.Bool(&e.Star, "star", "星级").System().InList().Filter()
	f.Date(&e.Named, "named_on", "命名日期").Begins().InList().Filter()
	f.Date(&e.Last, "last_day", "有效期至").InList().Help("含当日")
	f.State(&e.State, "state", "状态").InitialStates(EntryDraft, Named)
}

// Fields implements [record.Row].
func (m *Mark) Fields(f *record.Fields) {
	f.Text(&m.Criterion, "criterion", "内容").Required()
	f.Decimal(&m.Score, 2, "score", "得分")
	f.Text(&m.Shows, "shows", "依据")
}

// Keys says a Party organisation enters a scheme once.
func (e *Entry) Keys(k *record.Keys) {
	k.One(&e.Scheme, &e.Org).Says("这个党组织今年已经申报过这个办法")
}

// Prepare implements [record.Preparer]: a branch of one organisation is that
// organisation's to speak for.
func (e *Entry) Prepare(tx record.Tx) error {
	if e.Scheme == 0 || e.Org == 0 {
		return nil
	}
	ctx, all := tx.Context(), store.In(tx).All()
	s, err := store.One(ctx, all, Schemes, e.Scheme)
	if err != nil {
		return err
	}
	o, err := store.One(ctx, all, party.PartyOrgs, e.Org)
	if err != nil {
		return err
	}
	e.Title = fmt.Sprintf("%s：%s（%d年）", o.Name, s.Name, s.Year)
	if b, _ := s.band(e.Band); e.State == Named {
		e.Star = b.Star
	}
	if e.State == EntryDraft && len(e.Self) == 0 {
		e.Self = s.blank()
	}
	own, err := store.First(ctx, all, party.Coverages, func(c *party.Coverage, w *store.Where) {
		w.Is(&c.PartyOrg, e.Org).Is(&c.Kind, party.Single).Empty(&c.Until)
	})
	if err == nil && own != nil {
		e.Of = own.Org
	}
	return err
}

// CheckIn implements [record.CheckerIn]: marks are of the scheme's criteria and
// within their weights.
func (e *Entry) CheckIn(tx record.Tx, p *record.Problems) error {
	if e.Scheme == 0 || e.Org == 0 {
		return nil
	}
	s, err := store.One(tx.Context(), store.In(tx).All(), Schemes, e.Scheme)
	if err != nil {
		return err
	}
	if p.Before == nil && e.State != Named && s.State != SchemeInForce {
		p.Add(&e.Scheme, "这个办法没有在施行")
	}
	e.checkName(tx, p, s)
	weight := map[string]int64{}
	for _, c := range s.Criteria {
		weight[c.Name] = c.Weight
	}
	for _, l := range []struct {
		at   *[]Mark
		list []Mark
	}{{&e.Self, e.Self}, {&e.Reviewed, e.Reviewed}} {
		for i, m := range l.list {
			w, ok := weight[m.Criterion]
			twice := slices.ContainsFunc(l.list[:i], func(x Mark) bool { return x.Criterion == m.Criterion })
			switch {
			case twice:
				p.Add(l.at, "第 %d 行：“%s”写了两次", i+1, m.Criterion)
			case !ok:
				p.Add(l.at, "第 %d 行：办法里没有“%s”这项内容", i+1, m.Criterion)
			case m.Score < 0 || m.Score > w*100:
				p.Add(l.at, "第 %d 行：“%s”应在 0 到 %d 分之间", i+1, m.Criterion, w)
			}
		}
	}
	return nil
}

// checkName holds what was named to the scheme. Nobody types it but for what was
// named before the county kept this register, and when a band is lowered.
func (e *Entry) checkName(tx record.Tx, p *record.Problems, s *Scheme) {
	_, known := s.band(e.Band)
	switch e.State {
	case EntryDraft, SelfDone, FirstDone:
		if e.Band != "" || e.Named != "" || e.Last != "" {
			p.Add(&e.Band, "还没有考评、公示，等次和命名日期留空")
		}
		if was, _ := p.Before.(*Entry); org.Mine(tx) != 0 && (was == nil || !slices.Equal(was.Reviewed, e.Reviewed)) {
			p.Add(&e.Reviewed, "考评由县里做，社会组织只填自评")
		}
	case Named:
		was, _ := p.Before.(*Entry)
		switch {
		case !known:
			p.Add(&e.Band, "应为办法里的等次：%s", s.bandNames())
		case was == nil && (e.Named == "" || e.Named > tx.Today()):
			p.Add(&e.Named, "补录已命名的，要填今天以前的命名日期")
		case was != nil && was.State == Named && e.Band != was.Band && !s.lower(e.Band, was.Band):
			p.Add(&e.Band, "要低于现在的“%s”；不再是星级的，办“摘星”", was.Band)
		}
	}
}

// Steps describes the way of an entry.
func (e *Entry) Steps(s *record.Steps[Entry]) {
	county := []record.Role{people.CountyOfficer}
	s.Step("submit", "自评后上报", SelfDone).From(EntryDraft).By(people.TownOfficer, people.CountyOfficer).ByOwner(people.Organisation).Need(&e.Self)
	s.Step("pass_first", "初审通过", FirstDone).From(SelfDone).By(people.TownOfficer, people.CountyOfficer).Do((*Entry).passed)
	s.Step("grade", "县级考评", Graded).From(FirstDone).By(county...).Need(&e.Reviewed).Do((*Entry).graded)
	s.Step("publish", "公示", InPublicity).From(Graded).By(county...).Says("公示期按工作日算").Do((*Entry).published)
	s.Step("object", "登记异议", Disputed).From(InPublicity).By(county...).Need(&e.Objection)
	s.Step("settle", "异议不成立，重新公示", InPublicity).From(Disputed).By(county...).Reason().Do((*Entry).published)
	s.Step("name", "命名", Named).From(InPublicity).By(county...).Do((*Entry).named)
	s.Step("review", "年度复核合格", Named).From(Named).By(county...).Do(func(e *Entry, tx record.Tx) error {
		if err := store.Change(tx, Entries, e, func(e *Entry) { e.Looked = tx.On() }); err != nil {
			return err
		}
		return e.nextReview(tx)
	})
	s.Step("lower", "降低等次", Named).From(Named).By(county...).Need(&e.Band).Reason().Do((*Entry).nextReview)
	s.Step("demote", "摘星", Demoted).From(Named).By(county...).Reason().Says("从生效日起不再计入，以前各日不变")
	s.Step("reject", "不予通过", Rejected).From(SelfDone, FirstDone, Graded, Disputed).By(people.TownOfficer, people.CountyOfficer).Reason()
	s.Path(EntryDraft, SelfDone, FirstDone, Graded, InPublicity, Named)
	s.Task(EntryDraft, "submit", "自评后上报", people.Organisation).Owner()
	s.Task(SelfDone, "pass_first", "初审评定申报", people.TownOfficer)
	s.Task(FirstDone, "grade", "考评", people.CountyOfficer)
	s.Task(InPublicity, "name", "公示期满，命名", people.CountyOfficer).Due(func(e *Entry, _ record.Tx) clock.Date { return e.Until })
}

// passed lays out the criteria for whoever reviews next.
func (e *Entry) passed(tx record.Tx) error {
	if len(e.Reviewed) > 0 {
		return nil
	}
	s, err := store.One(tx.Context(), store.In(tx).All(), Schemes, e.Scheme)
	if err != nil {
		return err
	}
	return store.Change(tx, Entries, e, func(e *Entry) { e.Reviewed = s.blank() })
}

// graded adds up the marks and finds the band, within its quota.
func (e *Entry) graded(tx record.Tx) error {
	ctx, all := tx.Context(), store.In(tx).All()
	if err := store.Lock(tx, Schemes, e.Scheme); err != nil {
		return err
	}
	s, err := store.One(ctx, all, Schemes, e.Scheme)
	if err != nil {
		return err
	}
	var score int64
	for _, m := range e.Reviewed {
		score += m.Score
	}
	band, ok := s.BandOf(score)
	if !ok {
		return fault.New(fault.Conflict, "得分 %d.%02d，没有达到最低等次的起始分，可以不予通过", score/100, score%100)
	}
	if band.Quota > 0 {
		if err := e.withinQuota(tx, band); err != nil {
			return err
		}
	}
	return store.Change(tx, Entries, e, func(e *Entry) { e.Score, e.Band, e.Star = score, band.Name, band.Star })
}

// withinQuota refuses a band that is full: a share of all that have entered.
func (e *Entry) withinQuota(tx record.Tx, b Band) error {
	ctx, all := tx.Context(), store.In(tx).All()
	entered, err := store.CountOf(ctx, all, Entries, func(x *Entry, w *store.Where) { w.Is(&x.Scheme, e.Scheme) })
	if err != nil {
		return err
	}
	have, err := store.CountOf(ctx, all, Entries, func(x *Entry, w *store.Where) {
		w.Is(&x.Scheme, e.Scheme).Is(&x.Band, b.Name).Not(&x.State, Rejected)
	})
	if err != nil {
		return err
	}
	if most := int64(entered) * b.Quota / 10_000; int64(have)+1 > most {
		return fault.New(fault.Conflict, "“%s”的名额是申报数 %d 的 %d%%，即 %d 个，已有 %d 个", b.Name, entered, b.Quota/100, most, have)
	}
	return nil
}

func (e *Entry) published(tx record.Tx) error {
	s, err := store.One(tx.Context(), store.In(tx).All(), Schemes, e.Scheme)
	if err != nil {
		return err
	}
	last := store.WorkingDays(tx, tx.On(), int(s.Publicity))
	return store.Change(tx, Entries, e, func(e *Entry) { e.Publicity, e.Until = tx.On(), last })
}

// named refuses before the publicity is over.
func (e *Entry) named(tx record.Tx) error {
	if tx.On() <= e.Until {
		return fault.New(fault.Conflict, "公示到 %s，期满后再命名", e.Until.Chinese())
	}
	s, err := store.One(tx.Context(), store.In(tx).All(), Schemes, e.Scheme)
	if err != nil {
		return err
	}
	err = store.Change(tx, Entries, e, func(e *Entry) {
		if e.Named = tx.On(); s.Valid > 0 {
			e.Last = tx.On().AddMonths(int(12 * s.Valid)).AddDays(-1)
		}
	})
	if err != nil {
		return err
	}
	return e.nextReview(tx)
}

// nextReview opens the task of the next yearly look, a year after the last.
func (e *Entry) nextReview(tx record.Tx) error {
	s, err := store.One(tx.Context(), store.In(tx).All(), Schemes, e.Scheme)
	if err == nil {
		err = store.CloseTasks(tx, Entries, e, "review")
	}
	if err != nil || !s.Review {
		return err
	}
	return store.OpenTask(tx, Entries, e, "review", "年度复核", people.CountyOfficer, max(e.Named, e.Looked).AddMonths(12))
}

// Opened implements [record.Opener].
func (e *Entry) Opened(tx record.Tx) error {
	if e.State != Named {
		return nil
	}
	return e.nextReview(tx)
}

// Rights implements [record.Righted].
func (*Entry) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.TownOfficer)
	r.Import, r.ReadOwn, r.EditIn = record.By(people.CountyOfficer), record.By(people.Organisation), []record.Chooser{EntryDraft}
	r.Edit = append(record.By(people.Organisation), r.Edit...)
	return r
}

// EntryState (状态) of an entry.
type EntryState string

const (
	EntryDraft  EntryState = "draft"
	SelfDone    EntryState = "self_assessed"
	FirstDone   EntryState = "first_reviewed"
	Graded      EntryState = "graded"
	InPublicity EntryState = "publicity"
	Disputed    EntryState = "disputed"
	Named       EntryState = "named"
	Demoted     EntryState = "demoted"
	Rejected    EntryState = "rejected"
)

// Options implements [record.Chooser].
func (EntryState) Options() []record.Option {
	return record.Options(EntryDraft, "自评中", SelfDone, "待初审", FirstDone, "待考评", Graded, "已考评", InPublicity, "公示中",
		Disputed, "有异议", Named, "已命名", Demoted, "已摘星", Rejected, "未通过")
}
