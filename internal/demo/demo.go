// Package demo makes the demonstration county 合江: two years of work, written
// through the store under a clock that walks those two years, so that times,
// ids, passages and the audit are those of a county that has really worked.
//
// On the anchor, the last 30 September, every figure equals the county's
// published report: 242 registered organisations (140 民办非企业单位, 102
// 社会团体), 78 of them with Party members, of which 63 have a branch of their
// own, 9 share three and 2 are deemed covered; 47 instructors for the others; 11
// leaders linked to 11 urban communities; 83 units and 4,400 members reported in;
// 5 starred branches, 2 sites and one in the making; 5 centres renovated, 4
// organisations moved in; 150 trained before the exam, 32 certified, 7 sent to
// 眉山; 117 needs, 586 activities, and three lists in each urban community; 986,500
// yuan paid for children in difficulty, and 9,870 of them by name.
//
// What is real: the divisions, the titles of documents, and those totals. All
// else is invented: people, organisations, how totals fall on communities and
// months, and what happened. Credit codes are synthetic ([ident.USCCFor]), as
// are the few identity numbers ([ident.SyntheticID], born 1901 to 1904);
// telephone numbers are of the form 138000xxxxx. Which communities are urban is
// not published: that they are the ten of 符阳街道 and the first of 临港街道 is
// an assumption (推断), and so are who issued the county's documents and when,
// which units there are, and what the county's gradings look at.
//
// The same day gives the same county: nothing depends on the machine, and chance
// comes from a fixed seed. It is all planned first ([story]) and then written.
package demo

import (
	"context"
	"time"

	"sanshe/internal/app"
	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// County is the code of 合江县.
const County = "510522"

// Anchor gives the day the figures equal the report: the last 30 September, or
// today if it is one.
func Anchor(now time.Time) clock.Date {
	today := clock.DateOf(now)
	anchor := today[:4] + "-09-30"
	if anchor > today {
		anchor = anchor.AddMonths(-12)
	}
	return anchor
}

// Account is an account made, with the role it holds by its department or itself.
type Account struct {
	auth.Account
	Role record.Role
}

// Report is what Fill made.
type Report struct {
	Anchor   clock.Date
	Accounts []Account // without passwords: a set-up code or a sign-in link opens them
}

// Open makes a county for [Fill] to fill, under a walking clock. To go on
// working in it, close it and open it again under another clock.
func Open(ctx context.Context, c app.Config, now time.Time) (*app.App, error) {
	c.Create = true
	c.Clock = clock.NewWalking(newStory(now).begin.Time())
	return app.Open(ctx, c)
}

// Fill fills an empty county that was opened under a [clock.Walking], which
// ends at now, and tells progress in words. Everything happens before today.
// It refuses a county that is not empty.
func Fill(ctx context.Context, a *app.App, now time.Time, progress func(string)) (Report, error) {
	walk, ok := a.Store.Clock().(*clock.Walking)
	if !ok {
		return Report{}, fault.New(fault.Internal, "演示数据要在可以拨动的时钟下写，请用 demo.Open 打开")
	}
	if err := empty(ctx, a.Store); err != nil {
		return Report{}, err
	}
	if progress == nil {
		progress = func(string) {}
	}
	defer walk.Set(now)
	s := newStory(now)
	w := &writer{ctx: ctx, store: a.Store, walk: walk, auth: a.Auth, say: progress}
	s.foundPlaces()
	w.write("区划、社区和单位", s, s.begin)
	w.staff(s)
	s.foundOrganisations()
	s.apart(12, s.appoint)
	s.apart(13, s.enrol)
	w.write("社会组织名册", s, s.begin)
	w.members(s)
	s.party()
	s.resources()
	s.projects()
	s.needs()
	s.lists()
	s.activities()
	s.inbox()
	for i, plan := range []func(){s.postings, s.registry, s.liaisons, s.committees, s.pacts, s.reportIn, s.openings, s.meetings, s.schemes, s.sites, s.campaigns,
		s.centres, s.bookings, s.residencies, s.incubations, s.ventures, s.socialWorkers, s.trainings, s.exams, s.topics, s.stations, s.apartment, s.epidemic, s.volunteers, s.children, s.purchases, s.casework, s.pairings, s.donations} {
		s.apart(uint64(100+i), plan)
	}
	s.apart(150, s.laterLists)
	s.apart(151, s.holds)
	w.write("两年的工作", s, s.last)
	w.caseworkAccounts(s)
	return Report{Anchor: s.anchor, Accounts: w.made}, w.err
}

// empty refuses a county in which somebody has begun to work.
func empty(ctx context.Context, s *store.Store) error {
	all := s.Reader(&record.Actor{Roles: people.Roles()})
	divisions, err := store.CountOf(ctx, all, place.Divisions, nil)
	if err != nil {
		return err
	}
	orgs, err := store.CountOf(ctx, all, org.SocialOrgs, nil)
	if err == nil && divisions+orgs > 0 {
		err = fault.New(fault.Conflict, "这里已有数据，演示数据只能写进空的县；请换一个数据目录")
	}
	return err
}
