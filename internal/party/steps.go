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
	if err != nil || !o.State.Live() {
		return err
	}
	open, err := openCoverage(tx, m.Org)
	if err != nil {
		return err
	}
	single := open != nil && open.Kind == Single
	if err := store.CloseTasks(tx, org.SocialOrgs, o, taskFound); err != nil {
		return err
	}
	switch {
	case m.Full >= fullMembersForBranch && !single:
		days, err := store.Number(tx, "party.found_days", o.Area)
		if err != nil {
			return err
		}
		return store.OpenTask(tx, org.SocialOrgs, o, taskFound, "应建未建：组建党组织", people.CountyOfficer, tx.On().AddDays(days))
	case m.Full < fullMembersForBranch && single:
		return store.OpenTask(tx, org.SocialOrgs, o, taskShort, "正式党员不足 3 名：核对党支部", people.CountyOfficer, "")
	}
	return nil
}

// Kinds of tasks about organisations.
const (
	taskFound    = "found_branch"
	taskShort    = "branch_short"
	taskDissolve = "dissolve_branch"
	taskPost     = "post_instructor"
	taskHandOver = "hand_over_papers"
	taskRenew    = "renew_term"
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
	s.Step("found", "批复成立", Founded).From(Preparing).By(people.CountyOfficer).Proof().Need(&o.Founded).Ask(&o.Approval)
	s.Step("dissolve", "批复撤销", Dissolved).From(Preparing, Founded).By(people.CountyOfficer).Proof().Reason().Do((*PartyOrg).dissolved)
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
		if err := store.CloseTasks(tx, org.SocialOrgs, o, taskFound); err != nil {
			return err
		}
	}
	return leftBehind(tx, c.Org, c.From)
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
	rest, err := store.Find(tx.Context(), all, Coverages, func(c *Coverage, w *store.Where) {
		w.Is(&c.PartyOrg, was.PartyOrg).Is(&c.Kind, Joint).Empty(&c.Until)
	})
	if err != nil {
		return err
	}
	var full int64
	for _, c := range rest {
		m, err := lastSurvey(tx, c.Org, on)
		if err != nil {
			return err
		}
		if m != nil {
			full += m.Full
		}
	}
	if len(rest) == 0 || full >= fullMembersForBranch {
		return nil
	}
	branch, err := store.One(tx.Context(), all, PartyOrgs, was.PartyOrg)
	if err != nil {
		return err
	}
	return store.OpenTask(tx, PartyOrgs, branch, taskShort, "联合党支部正式党员不足 3 名：核对", people.CountyOfficer, "")
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
