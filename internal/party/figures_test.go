package party_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// The report's sentences on coverage (dossier G1, G2), what makes an
// organisation owe a branch (G3, G4), and one that leaves the register (G7).
func TestCoverageFigures(t *testing.T) {
	Each(t, func(w *World) {
		g := NewG0(w)
		now := figure.Question{Area: County}
		w.Says(now, map[string]string{ // G1
			"party.single": "63个", "party.single_rate": "80.77% 63/78", "party.joint_branches": "3个", "party.joint_orgs": "9家", "party.deemed": "2个",
			"party.coverage_rate": "94.87% 74/78", "party.base": "78家", "party.unbuilt": "0家",
		})
		covered := w.Behind("party.coverage_rate", now, figure.Numerator)
		for i, id := range g.Orgs {
			if covered[int64(id)] != (i < Uncovered) {
				t.Errorf("organisation %d behind the coverage: %t", i, covered[int64(id)])
			}
		}
		if rest := w.Behind("party.coverage_rate", now, figure.Rest); len(covered) != 74 || len(rest) != 4 {
			t.Errorf("%d covered, %d not", len(covered), len(rest))
		}

		over, err := w.Figures.One(w.Ctx(), "party.coverage_rate_registered", now) // G2
		w.Do(err)
		if over.Text() != "30.58%" || over.Out() != "242 家中 74 家" || over.Label != "党组织覆盖率（口径：全部登记）" {
			t.Errorf("over all registered: %s, %s, %s", over.Label, over.Text(), over.Out())
		}

		soA := g.Orgs[Uncovered] // G3: 2 full members and 1 on probation
		survey(w, soA, "2026-03-02", "2", "1")
		w.Says(now, map[string]string{"party.unbuilt": "0家", "party.base": "78家"})
		if due := owed(w); due != "" {
			t.Errorf("owes a branch by %s", due)
		}
		w.On("2026-03-10") // G4
		survey(w, soA, "2026-03-10", "3", "0")
		w.Says(now, map[string]string{"party.unbuilt": "1家", "party.base": "78家"})
		w.Says(figure.Question{Area: County, At: "2026-03-09"}, map[string]string{"party.unbuilt": "0家"})
		if due := owed(w); due != "2026-05-09" {
			t.Errorf("owes a branch by %q", due)
		}

		leave(w, g.Orgs[0]) // G7
	})
}

// leave has an organisation leave the register on 06-30, which is entered on 07-03.
func leave(w *World, id record.ID[org.SocialOrg]) {
	w.Helper()
	w.On("2026-06-20").Step(w.Civil(), org.SocialOrgs.Register, int64(id), "apply_cancel", store.Taking{})
	w.On("2026-07-03")
	known, err := w.DB.Sealed(w.Ctx())
	w.Do(err)
	w.Step(w.Civil(), org.SocialOrgs.Register, int64(id), "cancel", store.Taking{On: "2026-06-30"})
	was := map[string]string{"party.single_rate": "80.77% 63/78", "party.coverage_rate": "94.87% 74/78", "org.registered": "242家"}
	is := map[string]string{"party.single_rate": "80.52% 62/77", "party.coverage_rate": "94.81% 73/77", "org.registered": "241家"}
	w.Says(figure.Question{Area: County, At: "2026-06-29"}, was)
	w.Says(figure.Question{Area: County, At: "2026-06-30"}, is)
	w.Says(figure.Question{Area: County, At: "2026-07-01"}, is)
	w.Says(figure.Question{Area: County, At: "2026-07-01", Known: known}, was)
	then, err := w.Figures.KnownAt(w.Ctx(), clock.Date("2026-07-02").Time())
	w.Do(err)
	w.Says(figure.Question{Area: County, At: "2026-07-01", Known: then}, was)
	if behind := w.Behind("party.coverage_rate", figure.Question{Area: County, At: "2026-07-01", Known: then}, figure.Numerator); len(behind) != 74 || !behind[int64(id)] {
		w.Errorf("behind what was known: %d", len(behind))
	}
}

// survey enters what a look at an organisation's members found, and verifies it.
func survey(w *World, id record.ID[org.SocialOrg], on, full, probationary string) {
	w.Helper()
	in := record.Input{"surveyed_on": on, "source": "摸排", "full_members": full, "probationary_members": probationary}
	in["org"] = record.Input{}.ID(int64(id))
	m := w.Make(w.Officer(), party.MemberSurveys.Register, County, in)
	w.Step(w.Officer(), party.MemberSurveys.Register, m, "verify", store.Taking{})
}

// ownBranch founds an organisation's own branch.
func ownBranch(w *World, id record.ID[org.SocialOrg], name, on string) {
	w.Helper()
	branch := w.Make(w.Officer(), party.PartyOrgs.Register, County, record.Input{"name": name, "kind": "党支部", "founded_on": on})
	w.Step(w.Officer(), party.PartyOrgs.Register, branch, "found", store.Taking{})
	w.Make(w.Officer(), party.Coverages.Register, County, record.Input{
		"org": record.Input{}.ID(int64(id)), "kind": "单独组建", "party_org": record.Input{}.ID(branch), "from_day": on})
}

// owed gives the day by which some organisation owes a branch, "" if none does.
func owed(w *World) clock.Date {
	w.Helper()
	tasks, err := w.Store.Inbox(w.Ctx(), w.Officer(), 50)
	w.Do(err)
	for _, t := range tasks {
		if t.Kind == "found_branch" {
			return t.Due
		}
	}
	return ""
}

// An organisation leaves a joint branch for its own (G5), and a joint branch
// does not silently outgrow what is usual (G6).
func TestFromJointToOwn(t *testing.T) {
	Each(t, func(w *World) {
		g := NewG0(w)
		soB := g.Orgs[Jointly]
		w.On("2026-06-01")
		survey(w, soB, "2026-06-01", "3", "0")
		ownBranch(w, soB, "第二支部", "2026-06-01")
		w.Says(figure.Question{Area: County, At: "2026-05-31"}, map[string]string{"party.single": "63个", "party.joint_orgs": "9家", "party.coverage_rate": "94.87% 74/78"})
		w.Says(figure.Question{Area: County}, map[string]string{
			"party.single": "64个", "party.single_rate": "82.05% 64/78", "party.joint_orgs": "8家", "party.joint_branches": "3个", "party.coverage_rate": "94.87% 74/78"})
		if n := company(w, g.Joints[0]); n != 3 {
			t.Errorf("the joint branch covers %d", n)
		}

		for i := range 2 {
			w.Do(join(w, g.Orgs[Uncovered+i], g.Joints[0], nil))
		}
		sixth := g.Orgs[Uncovered+2]
		if err := join(w, sixth, g.Joints[0], nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("a sixth organisation: %v", err)
		}
		if err := join(w, sixth, g.Joints[0], record.Input{"reason": "同在一栋楼"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a sixth organisation nobody approved: %v", err)
		}
		w.Do(join(w, sixth, g.Joints[0], record.Input{"reason": "同在一栋楼", "approver": "周启明"}))
		w.Says(figure.Question{Area: County}, map[string]string{"party.joint_orgs": "11家", "party.joint_branches": "3个", "party.coverage_rate": "98.72% 77/78"})
	})
}

// join has an organisation covered by a joint branch from today.
func join(w *World, id record.ID[org.SocialOrg], branch record.ID[party.PartyOrg], more record.Input) error {
	in := record.Input{"org": record.Input{}.ID(int64(id)), "kind": "联合组建", "party_org": record.Input{}.ID(int64(branch)), "from_day": "2026-06-01"}
	for name, v := range more {
		in[name] = v
	}
	_, err := w.Store.Create(w.Ctx(), w.Officer(), party.Coverages.Register, County, in, "")
	return err
}

// company counts the organisations of a joint branch.
func company(w *World, branch record.ID[party.PartyOrg]) int {
	w.Helper()
	n, err := store.CountOf(w.Ctx(), w.Store.Reader(w.Officer()), party.Coverages, func(c *party.Coverage, x *store.Where) {
		x.Is(&c.PartyOrg, branch).Is(&c.Kind, party.Joint).Empty(&c.Until)
	})
	w.Do(err)
	return n
}

// A new organisation with members changes the base first, then the numerator (G8).
func TestNewOrganisation(t *testing.T) {
	Each(t, func(w *World) {
		NewG0(w)
		w.On("2026-04-01")
		soD := record.ID[org.SocialOrg](w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{
			"name": "新来的服务中心", "code": "52510522MJQ000023K", "kind": "民办非企业单位", "registered_on": "2026-04-01"}))
		survey(w, soD, "2026-04-01", "3", "0")
		w.Says(figure.Question{Area: County}, map[string]string{"party.single_rate": "79.75% 63/79", "party.coverage_rate": "93.67% 74/79", "party.unbuilt": "1家"})
		w.On("2026-04-20")
		ownBranch(w, soD, "新来的支部", "2026-04-20")
		w.Says(figure.Question{Area: County}, map[string]string{"party.single_rate": "81.01% 64/79", "party.coverage_rate": "94.94% 75/79", "party.unbuilt": "0家"})
		w.Says(figure.Question{Area: County, At: "2026-04-19"}, map[string]string{"party.single_rate": "79.75% 63/79", "party.unbuilt": "1家"})
		w.Says(figure.Question{Area: County, At: "2026-03-31"}, map[string]string{"party.single_rate": "80.77% 63/78", "org.registered": "242家"})
	})
}
