package party

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// SurveyState (状态) of a survey.
type SurveyState string

const (
	Draft    SurveyState = "draft"
	Verified SurveyState = "verified"
)

// Options implements [record.Chooser].
func (SurveyState) Options() []record.Option {
	return record.Options(Draft, "待核实", Verified, "已核实")
}

// Steps describes how a survey comes to hold.
func (m *MemberSurvey) Steps(s *record.Steps[MemberSurvey]) {
	s.Step("verify", "核实", Verified).From(Draft).By(people.CountyOfficer, people.TownOfficer).
		Says("核实后计入纳入基数和应建判断").Do((*MemberSurvey).verified)
	s.Step("put_off", "暂缓组建", Verified).From(Verified).By(people.CountyOfficer).Need(&m.PutOff, &m.Approver).Reason().
		Says("条件还不成熟的，写明理由、批准人和缓到哪天；仍算应建未建").Do((*MemberSurvey).deferred)
	s.Task(Draft, "verify", "核实党员情况", people.CountyOfficer)
}

// fullMembersForBranch is how many full members make a branch:
// 《中国共产党支部工作条例（试行）》.
const fullMembersForBranch = 3

// verified looks at what the survey means: three full members oblige the
// organisation to have its own branch; fewer than three in one that stands is
// a warning.
func (m *MemberSurvey) verified(tx record.Tx) error {
	o, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, m.Org)
	if err != nil || !o.State.Live() || o.Kind == org.CommunityGroup { // what is only filed need not have a branch
		return err
	}
	open, err := openCoverage(tx, m.Org)
	if err != nil {
		return err
	}
	single := open != nil && open.Kind == Single
	for _, kind := range []string{taskFound, taskShort} {
		if err := store.CloseTasks(tx, org.SocialOrgs, o, kind); err != nil {
			return err
		}
	}
	switch {
	case m.Full >= fullMembersForBranch && !single:
		return mustFound(tx, o)
	case m.Full < fullMembersForBranch && single:
		return store.OpenTask(tx, org.SocialOrgs, o, taskShort, "正式党员不足 3 名：核对党支部", people.CountyOfficer, "")
	case open != nil && open.Kind == Joint:
		return checkJoint(tx, open.PartyOrg, tx.On())
	}
	return nil
}

// deferred moves the day by which the organisation is to have its branch.
func (m *MemberSurvey) deferred(tx record.Tx) error {
	if m.Full < fullMembersForBranch {
		return fault.New(fault.Conflict, "正式党员 %d 名，不属于应建，不用暂缓", m.Full)
	}
	if m.PutOff <= tx.On() {
		return fault.Fields(fault.Problem{Field: "put_off_to", Label: "暂缓组建到", Text: "应晚于今天"})
	}
	o, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, m.Org)
	if err != nil {
		return err
	}
	if err := store.CloseTasks(tx, org.SocialOrgs, o, taskFound); err != nil {
		return err
	}
	return store.OpenTask(tx, org.SocialOrgs, o, taskFound, "应建未建（暂缓）：组建党组织", people.CountyOfficer, m.PutOff)
}

// Kinds of tasks about organisations.
const (
	taskFound    = "found_branch"
	taskShort    = "branch_short"
	taskDissolve = "dissolve_branch"
	taskPost     = "post_instructor"
	taskHandOver = "hand_over_papers"
	taskRenew    = "renew_term"
	taskElect    = "elect"
)

// OrgState (状态) of a Party organisation.
type OrgState string

const (
	Preparing OrgState = "preparing"
	Founded   OrgState = "founded"
	Dissolved OrgState = "dissolved"
)

// Options implements [record.Chooser].
func (OrgState) Options() []record.Option {
	return record.Options(Preparing, "筹建", Founded, "已成立", Dissolved, "已撤销")
}

// Steps describes how a Party organisation is founded and dissolved.
func (o *PartyOrg) Steps(s *record.Steps[PartyOrg]) {
	s.Step("found", "批复成立", Founded).From(Preparing).By(people.CountyOfficer).Proof().Need(&o.Founded).Ask(&o.Approval).Do((*PartyOrg).begun)
	s.Step("elect", "换届", Founded).From(Founded).By(people.CountyOfficer).Need(&o.Election).Ask(&o.Secretary, &o.Deputy, &o.Committee).Do((*PartyOrg).begun)
	s.Step("join", "并入另一党组织", Dissolved).From(Founded).By(people.CountyOfficer).Proof().Need(&o.Into).Ask(&o.Ended).Do((*PartyOrg).joined)
	s.Step("dissolve", "批复撤销", Dissolved).From(Preparing, Founded).By(people.CountyOfficer).Proof().Reason().Ask(&o.Ended).Do((*PartyOrg).dissolved)
}

// begun keeps one task due when the term ends.
func (o *PartyOrg) begun(tx record.Tx) error {
	if err := store.CloseTasks(tx, PartyOrgs, o, taskElect); err != nil || o.State != Founded {
		return err
	}
	if o.Election == "" && o.Term > 0 && o.Founded != "" {
		if err := store.Change(tx, PartyOrgs, o, func(o *PartyOrg) { o.Election = o.Founded.AddMonths(int(12 * o.Term)) }); err != nil {
			return err
		}
	}
	if o.Election == "" {
		return nil
	}
	return store.OpenTask(tx, PartyOrgs, o, taskElect, "任期届满：换届", people.CountyOfficer, o.Election)
}

// joined hands the organisations covered here to the Party organisation that
// takes this one in, from the day on.
func (o *PartyOrg) joined(tx record.Tx) error {
	into, err := store.One(tx.Context(), store.In(tx).All(), PartyOrgs, o.Into)
	if err != nil {
		return err
	}
	if into.ID == o.ID || into.State != Founded {
		return fault.New(fault.Conflict, "“%s”不是另一个已成立的党组织", into.Name)
	}
	list, err := store.Find(tx.Context(), store.In(tx).All(), Coverages, func(c *Coverage, w *store.Where) {
		w.Is(&c.PartyOrg, record.ID[PartyOrg](o.ID)).Empty(&c.Until)
	})
	for _, was := range list {
		kind := was.Kind
		if kind != Deemed {
			if kind = Single; into.Kind == JointBranch {
				kind = Joint
			}
		}
		_, err = store.Add(tx, Coverages, was.Area, func(c *Coverage) {
			c.Org, c.Kind, c.PartyOrg, c.From = was.Org, kind, o.Into, tx.On()
			c.Basis, c.Evidence, c.Reason, c.Approver = was.Basis, was.Evidence, "“"+o.Name+"”并入", tx.Actor().Name
		})
		if err != nil {
			return err
		}
	}
	return err
}

// dissolved refuses while an organisation is still covered, and tells those
// that left the register that their branch is gone.
func (o *PartyOrg) dissolved(tx record.Tx) error {
	list, err := store.Find(tx.Context(), store.In(tx).All(), Coverages, func(c *Coverage, w *store.Where) {
		w.Is(&c.PartyOrg, record.ID[PartyOrg](o.ID))
	})
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Until == "" {
			return fault.Coded(fault.Conflict, fault.CodeState, "还有社会组织由“%s”覆盖，先改登记它们的覆盖方式再撤销", o.Name)
		}
		covered, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, c.Org)
		if err != nil {
			return err
		}
		if err := store.CloseTasks(tx, org.SocialOrgs, covered, taskDissolve); err != nil {
			return err
		}
	}
	return nil
}

// Opened implements [record.Opener]: a branch of its own meets the obligation,
// and a joint branch that lost somebody must still have three full members.
func (c *Coverage) Opened(tx record.Tx) error {
	o, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, c.Org)
	if err != nil {
		return err
	}
	if c.Kind == Single {
		err = store.CloseTasks(tx, org.SocialOrgs, o, taskFound)
	} else {
		err = c.lost(tx, o)
	}
	if err != nil {
		return err
	}
	return leftBehind(tx, c.Org, c.From)
}

// lost obliges an organisation anew that had a branch of its own until this row
// and still has three full members.
func (c *Coverage) lost(tx record.Tx, o *org.SocialOrg) error {
	was, err := store.First(tx.Context(), store.In(tx).All(), Coverages, func(x *Coverage, w *store.Where) {
		w.Is(&x.Org, c.Org).Is(&x.Kind, Single).Is(&x.Until, c.From)
	})
	if err != nil || was == nil {
		return err
	}
	m, err := lastSurvey(tx, c.Org, tx.Today())
	if err != nil || m == nil || m.Full < fullMembersForBranch {
		return err
	}
	return mustFound(tx, o)
}

// mustFound opens the task of building a branch, due in the days the county gives.
func mustFound(tx record.Tx, o *org.SocialOrg) error {
	days, err := store.Number(tx, "party.found_days", o.Area)
	if err != nil {
		return err
	}
	return store.OpenTask(tx, org.SocialOrgs, o, taskFound, "应建未建：组建党组织", people.CountyOfficer, tx.On().AddDays(days))
}

// leftBehind warns when an organisation's leaving a joint branch leaves it with
// fewer than three full members.
func leftBehind(tx record.Tx, id record.ID[org.SocialOrg], on clock.Date) error {
	all := store.In(tx).All()
	was, err := store.First(tx.Context(), all, Coverages, func(c *Coverage, w *store.Where) {
		w.Is(&c.Org, id).Is(&c.Kind, Joint).Is(&c.Until, on).Last(&c.From)
	})
	if err != nil || was == nil {
		return err
	}
	return checkJoint(tx, was.PartyOrg, on)
}

// checkJoint keeps one task while a joint branch has fewer than three full members.
func checkJoint(tx record.Tx, id record.ID[PartyOrg], on clock.Date) error {
	branch, err := store.One(tx.Context(), store.In(tx).All(), PartyOrgs, id)
	if err != nil {
		return err
	}
	if err := store.CloseTasks(tx, PartyOrgs, branch, taskShort); err != nil {
		return err
	}
	full, orgs, err := fullMembers(tx, id, on)
	if err != nil || orgs == 0 || full >= fullMembersForBranch {
		return err
	}
	return store.OpenTask(tx, PartyOrgs, branch, taskShort, "联合党支部正式党员不足 3 名：核对", people.CountyOfficer, "")
}

// fullMembers adds up the full members of the organisations a branch covers, by
// their last surveys, and tells how many those are.
func fullMembers(tx record.Tx, id record.ID[PartyOrg], on clock.Date) (full int64, orgs int, err error) {
	list, err := store.Find(tx.Context(), store.In(tx).All(), Coverages, func(c *Coverage, w *store.Where) {
		w.Is(&c.PartyOrg, id).In(&c.Kind, Single, Joint).Empty(&c.Until)
	})
	for _, c := range list {
		m, err := lastSurvey(tx, c.Org, on)
		if err != nil {
			return 0, 0, err
		}
		if m != nil {
			full += m.Full
		}
	}
	return full, len(list), err
}

// lastSurvey gives the survey that holds for an organisation on a day, or nil.
func lastSurvey(tx record.Tx, id record.ID[org.SocialOrg], on clock.Date) (*MemberSurvey, error) {
	return store.First(tx.Context(), store.In(tx).All(), MemberSurveys, func(m *MemberSurvey, w *store.Where) {
		w.Is(&m.Org, id).Is(&m.State, Verified).AtMost(&m.On, on).Last(&m.On)
	})
}

// Hear is what party does when an organisation enters or leaves the register:
// it gets its first row of coverage, or its open one ends that day and its
// branch is to be dissolved.
func Hear(tx *store.Tx, event any) error {
	switch e := event.(type) {
	case org.Passing:
		return gate(tx, e)
	case org.Registered:
		_, err := store.Add(tx, Coverages, e.Org.Area, func(c *Coverage) {
			c.Org, c.Kind, c.From = record.ID[org.SocialOrg](e.Org.ID), None, e.On
		})
		if err != nil {
			return err
		}
		// What was surveyed while it was being registered holds from now on.
		last, err := lastSurvey(tx, record.ID[org.SocialOrg](e.Org.ID), e.On)
		if err != nil || last == nil {
			return err
		}
		return last.verified(tx)
	case org.Left:
		return orgLeft(tx, e)
	}
	return nil
}

func orgLeft(tx *store.Tx, e org.Left) error {
	id := record.ID[org.SocialOrg](e.Org.ID)
	if err := recall(tx, id, e.On); err != nil {
		return err
	}
	open, err := openCoverage(tx, id)
	if err != nil || open == nil {
		return err
	}
	kind := open.Kind
	if err := store.Change(tx, Coverages, open, func(c *Coverage) { c.Until = e.On }); err != nil {
		return err
	}
	if err := store.CloseTasks(tx, org.SocialOrgs, e.Org, ""); err != nil {
		return err
	}
	switch kind {
	case Single:
		return store.OpenTask(tx, org.SocialOrgs, e.Org, taskDissolve, "撤销支部、转接党员", people.CountyOfficer, "")
	case Joint:
		return leftBehind(tx, id, e.On)
	}
	return nil
}

// recall ends the postings to an organisation that has left.
func recall(tx *store.Tx, id record.ID[org.SocialOrg], on clock.Date) error {
	return store.Every(tx, Postings, func(p *Posting, w *store.Where) { w.Is(&p.Org, id).Is(&p.State, Posted) }, func(p *Posting) error {
		day, err := org.DayOf(tx, Postings.Register, p.ID, on)
		if err != nil {
			return err
		}
		return store.TakeWith(tx, Postings, p, "end", store.Taking{Note: "社会组织退出登记", On: day})
	})
}
