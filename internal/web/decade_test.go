package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/auth"
	"sanshe/internal/centre"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/ident"
	"sanshe/internal/migration"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// decade writes an organisation with ten years behind it: every year a survey, a
// change of its address and four of its entry, forty bookings, twenty activities
// and ten people trained, a residency that is renewed; a branch since the second
// year, and three terms of three leaders.
func decade(tb testing.TB, a *app.App, at *clock.Walking) (id int64) {
	tb.Helper()
	write := func(on clock.Date, fn func(tx *store.Tx) error) {
		tb.Helper()
		at.Set(on.Time().Add(9 * time.Hour))
		if _, err := a.Store.Write(tb.Context(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) { return store.Result{}, fn(tx) }); err != nil {
			tb.Fatal(err)
		}
	}
	code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, 99)
	if err != nil {
		tb.Fatal(err)
	}
	var o *org.SocialOrg
	var room *centre.Room
	var stay *centre.Residency
	write("2016-01-04", func(tx *store.Tx) (err error) {
		if o, err = store.Add(tx, org.SocialOrgs, Community, func(o *org.SocialOrg) {
			o.Name, o.Code, o.Kind, o.Registered, o.State = "十年社会工作服务中心", code, org.PrivateNonEnterprise, "2016-01-04", org.Normal
		}); err != nil {
			return err
		}
		c, err := store.Add(tx, centre.Centres, Community, func(c *centre.Centre) {
			c.Name, c.Kind, c.Address, c.State = "滨江党群服务中心", centre.OfCommunity, "滨江路 1 号", centre.InUse
		})
		if err != nil {
			return err
		}
		if room, err = store.Add(tx, centre.Rooms, Community, func(r *centre.Room) {
			r.Name, r.Centre, r.Capacity, r.State = "议事室", record.ID[centre.Centre](c.ID), 20, centre.Bookable
		}); err != nil {
			return err
		}
		stay, err = store.Add(tx, centre.Residencies, Community, func(r *centre.Residency) {
			r.Org, r.Centre, r.Terms, r.From, r.Last, r.State = record.ID[org.SocialOrg](o.ID), record.ID[centre.Centre](c.ID), centre.Free, "2016-01-04", "2016-12-31", centre.Resident
		})
		return err
	})
	of := record.ID[org.SocialOrg](o.ID)
	for y := range 10 {
		first := clock.Date("2016-01-05").AddMonths(12 * y)
		write(first, func(tx *store.Tx) error {
			if err := Survey(tx, of, first, int64(2+y/2), 1); err != nil {
				return err
			}
			if y == 1 {
				return Own(tx, of, "十年社会工作服务中心党支部", first)
			}
			return nil
		})
		write(first.AddDays(1), func(tx *store.Tx) error {
			c, err := store.Add(tx, org.OrgChanges, Community, func(c *org.OrgChange) {
				c.Org, c.Item, c.Becomes, c.Applied = of, org.ToAddress, fmt.Sprintf("滨江路 %d 号", y+1), first
			})
			if err == nil {
				err = store.TakeStep(tx, org.OrgChanges, c, "approve", "")
			}
			return err
		})
		for i := range 4 {
			write(first.AddDays(2+i), func(tx *store.Tx) error {
				now, err := store.One(tx.Context(), tx.All(), org.SocialOrgs, of)
				if err != nil {
					return err
				}
				return store.Change(tx, org.SocialOrgs, now, func(o *org.SocialOrg) { o.Staff = int64(5 + y + i) })
			})
		}
		write(first.AddDays(10), func(tx *store.Tx) error {
			for i := range 3 * (1 - min(y%4, 1)) { // a term of four years begins
				if _, err := store.Add(tx, org.OrgLeaders, Community, func(l *org.OrgLeader) {
					l.Org, l.Name, l.Post, l.From, l.Last, l.State = of, string([]rune("陈李王张刘赵周吴徐孙")[y])+[]string{"一", "二", "三"}[i], []org.LeaderPost{org.Chair, org.Secretary, org.Overseer}[i], first, first.AddMonths(48).AddDays(-1), org.InPost
				}); err != nil {
					return err
				}
			}
			t, err := store.Add(tx, training.Trainings, Community, func(t *training.Training) {
				t.Title, t.Kind, t.From, t.State = fmt.Sprintf("%d 年考前培训", 2016+y), "exam", first, training.Held
			})
			for i := 0; i < 10 && err == nil; i++ {
				_, err = store.Add(tx, training.Attendances, Community, func(x *training.Attendance) {
					x.Name, x.Phone, x.Training, x.Org, x.Times = "学员"+string([]rune("甲乙丙丁戊己庚辛壬癸")[i]), fmt.Sprintf("1390000%04d", i), record.ID[training.Training](t.ID), of, 1
				})
			}
			return err
		})
		write(first.AddDays(11), func(tx *store.Tx) error {
			for i := range 40 {
				from := first.AddDays(12 + i).Time().Add(10 * time.Hour)
				if _, err := store.Add(tx, centre.Bookings, Community, func(b *centre.Booking) {
					b.Org, b.Room, b.Purpose, b.From, b.To, b.State = of, record.ID[centre.Room](room.ID), "小组活动", record.MomentOf(from), record.MomentOf(from.Add(time.Hour)), centre.Booked
				}); err != nil {
					return err
				}
			}
			return nil
		})
		write(first.AddDays(60), func(tx *store.Tx) error {
			for i := range 20 {
				if _, err := store.Add(tx, service.Activities, Community, func(x *service.Activity) {
					x.Title, x.Kind, x.On, x.Org, x.Unnamed, x.State = fmt.Sprintf("第%d场活动", i), service.Volunteer, first.AddDays(20+i), of, 12, service.Held
				}); err != nil {
					return err
				}
			}
			return store.TakeWith(tx, centre.Residencies, stay, "renew", store.Taking{In: record.Input{"last_day": string(stay.Last.AddMonths(12))}})
		})
	}
	at.Set(clock.Date("2026-03-02").Time().Add(9 * time.Hour))
	return o.ID
}

// asOfficer gives a county with the decade in it, and the page as the county's
// officer gets it.
func asOfficer(tb testing.TB) (ask func() *httptest.ResponseRecorder, queries func() int) {
	tb.Helper()
	keys, err := store.NewKeyring()
	if err != nil {
		tb.Fatal(err)
	}
	at := clock.NewWalking(clock.Date("2016-01-04").Time())
	a, err := app.Assemble(tb.Context(), app.Config{Clock: at, Data: tb.TempDir()}, dbtest.SQLite(tb, dbtest.WithSchema(migration.Files)), keys)
	if err != nil {
		tb.Fatal(err)
	}
	id := decade(tb, a, at)
	a.Auth = auth.New(a.Store, people.RoleNames, append(app.Offices(), auth.AllowLinks())...)
	who, err := a.Auth.CreateAccount(tb.Context(), store.System("demo"), auth.Account{Login: "officer", Name: "周启明", UnitName: "县委社会工作部", Area: County})
	if err == nil {
		_, err = a.Auth.Grant(tb.Context(), store.System("demo"), auth.Grant{Holder: auth.ToAccount, HolderID: who, Role: people.CountyOfficer})
	}
	if err != nil {
		tb.Fatal(err)
	}
	link, err := a.Auth.NewSignInLink(tb.Context(), who, time.Hour)
	if err != nil {
		tb.Fatal(err)
	}
	session, err := a.Auth.UseSignInLink(tb.Context(), link, "test", "127.0.0.1")
	if err != nil {
		tb.Fatal(err)
	}
	h, err := a.Handler(tb.Context(), app.Site{})
	if err != nil {
		tb.Fatal(err)
	}
	var last *db.Counter
	return func() *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, fmt.Sprintf("/r/social_org/%d", id), nil)
		r.AddCookie(&http.Cookie{Name: "sanshe_session", Value: session})
		ctx, counter := db.Count(r.Context())
		last = counter
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(ctx))
		return w
	}, func() int { return int(last.N()) }
}

// BenchmarkOrganisation opens an organisation with ten years behind it.
func BenchmarkOrganisation(b *testing.B) {
	ask, queries := asOfficer(b)
	for b.Loop() {
		if w := ask(); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "十年社会工作服务中心") {
			b.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	b.ReportMetric(float64(queries()), "statements/op")
}
