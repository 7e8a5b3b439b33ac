package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

const answerDays = "need.answer_days"

func rule(w *World, a *record.Actor, c store.Ruling) error {
	_, err := w.Store.Rule(w.Ctx(), a, c, "")
	return err
}

func holds(w *World, name, code string, on clock.Date) string {
	w.Helper()
	p, err := w.Store.Setting(w.Ctx(), name, code, on)
	w.Do(err)
	return p.Value
}

func sealed(w *World) int64 {
	w.Helper()
	n, err := w.DB.Sealed(w.Ctx())
	w.Do(err)
	return n
}

// The nearest division upward wins, and of its rows the one in force on the day;
// what ends gives way to the wider division; nothing that was is lost.
func TestRuling(t *testing.T) {
	Each(t, func(w *World) {
		w.Set(answerDays, "", "2026-04-01", "3")
		w.Set(answerDays, Town, "2026-03-10", "2")
		w.Set(answerDays, Community, "2026-05-01", "5")
		_, err := w.Store.Rule(w.Ctx(), store.System("test"), store.Ruling{Sort: store.OfSetting, Name: answerDays, Seen: store.AnyVersion,
			Rows: []store.Wanted{{Area: Town, From: "2026-06-01", To: "2026-07-01", Value: "7"}}}, "")
		w.Do(err)
		w.Do(rule(w, store.System("test"), store.Ruling{Sort: store.OfSetting, Name: answerDays, Seen: store.AnyVersion, Rows: []store.Wanted{{Area: Community, From: "2026-08-01", End: true}}}))
		for _, c := range [][3]string{
			{"", "2026-03-31", "1"}, {"", "2026-04-01", "3"}, {Elsewhere, "2026-05-01", "3"},
			{Town, "2026-03-09", "1"}, {Town, "2026-03-10", "2"}, {Community2, "2026-05-31", "2"}, {Community2, "2026-06-01", "7"}, {Community2, "2026-06-30", "7"}, {Community2, "2026-07-01", "2"},
			{Community, "2026-04-30", "2"}, {Community, "2026-05-01", "5"}, {Community, "2026-06-15", "5"}, {Community, "2026-08-01", "2"},
		} {
			if got := holds(w, answerDays, c[0], clock.Date(c[1])); got != c[2] {
				t.Errorf("%s on %s: %s, want %s", c[0], c[1], got, c[2])
			}
		}
		entries, err := w.Store.Rulings(w.Ctx(), answerDays, 10)
		w.Do(err)
		if len(entries) != 5 || entries[4].Changes()[0].Was != "1 个工作日" || entries[4].Changes()[0].Is != "3 个工作日" || entries[4].Reason != "县里定的" || entries[0].Changes()[0].Is != "" {
			t.Errorf("audit: %+v", entries)
		}
	})
}

// Whatever is ruled in whatever order, no two rows of one division overlap, and
// what was known at a number is answered the same for ever.
func TestRulingsKeepTheirPast(t *testing.T) {
	Each(t, func(w *World) {
		r := rand.New(rand.NewPCG(3, 9))
		type memory struct {
			known int64
			said  string
		}
		say := func(rules *store.Rules) string {
			var b strings.Builder
			for _, code := range []string{"", Town, Community} {
				for _, on := range []clock.Date{"2026-03-01", "2026-04-20", "2026-06-10", "2026-09-01"} {
					p, ok := rules.Setting(answerDays, code, on)
					fmt.Fprint(&b, p.Value, ok, " ")
				}
			}
			return b.String() + fmt.Sprint(rules.Options("need_category", "", "2026-06-01"), rules.Calendar().Working("2026-05-04"))
		}
		var told []memory
		done := 0
		for i := range 60 {
			from := clock.Date("2026-03-01").AddDays(r.IntN(150))
			wanted := store.Wanted{Area: []string{"", Town, Community}[r.IntN(3)], From: from, Value: fmt.Sprint(r.IntN(30))}
			if r.IntN(2) == 0 {
				wanted.To = from.AddDays(1 + r.IntN(60))
			}
			c := store.Ruling{Sort: store.OfSetting, Name: answerDays, Seen: store.AnyVersion, Rows: []store.Wanted{wanted}}
			switch i % 6 {
			case 1:
				c.Rows[0].End = wanted.Area != ""
			case 2:
				c.Sort, c.Name, c.Rows[0].Key, c.Rows[0].Value = store.OfCode, "need_category", []string{"elder", "child", "new_one"}[r.IntN(3)], fmt.Sprintf("值%d", i)
			case 3:
				c.Sort, c.Name = store.OfDay, store.CalendarName
				c.Rows = []store.Wanted{{Key: "2026-05-04", Value: clock.Holiday, Label: fmt.Sprint(i), End: r.IntN(2) == 0}}
			}
			if rule(w, store.System("test"), c) == nil {
				done++
			}
			rules, err := w.Store.Rules(w.Ctx())
			w.Do(err)
			told = append(told, memory{sealed(w), say(rules)})
			rows := slices.Clone(rules.Rows(store.OfSetting, answerDays))
			for i, p := range rows {
				for _, q := range rows[i+1:] {
					if p.Area == q.Area && (q.To == "" || p.From < q.To) && (p.To == "" || q.From < p.To) {
						t.Fatalf("%+v and %+v overlap", p, q)
					}
				}
			}
		}
		if done < 30 {
			t.Fatalf("only %d changes were made", done)
		}
		found, err := w.Store.Verify(w.Ctx())
		if w.Do(err); len(found) > 0 {
			t.Errorf("verify: %v", found)
		}
		w.Do(w.DB.Write(w.Ctx(), func(tx *db.Tx) error {
			_, err := tx.Exec(w.Ctx(), "INSERT INTO provision SELECT 1, sort, name, key, '9', label, area, '1999-01-01', '', place, note, document, 1000000000, 0 FROM provision WHERE name = 'party.found_days' AND until = 0")
			return err
		}))
		if found, err = w.Store.Verify(w.Ctx()); err != nil || len(found) != 2 {
			t.Errorf("verify overlooks a row put in by hand: %v, %v", found, err)
		}
		for _, m := range told {
			rules, err := w.Store.RulesKnown(w.Ctx(), m.known)
			w.Do(err)
			if got := say(rules); got != m.said {
				t.Errorf("as known at %d: %s, then %s", m.known, got, m.said)
			}
		}
	})
}

// What cannot be is refused, in words that say how to mend it.
func TestRulingRefuses(t *testing.T) {
	w := OnSQLite(t)
	w.Do(w.LoadDivisions(w.Ctx()))
	ask := func(a *record.Actor, sort store.Sort, name string, x store.Wanted, past bool) error {
		return rule(w, a, store.Ruling{Sort: sort, Name: name, Seen: store.AnyVersion, Note: "试", Past: past, Rows: []store.Wanted{x}})
	}
	future := clock.Date("2026-04-01")
	w.Do(ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: "2026-06-01", Value: "4"}, false))
	for says, err := range map[string]error{
		"不是整数，应如 1":      ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: future, Value: "三"}, false),
		"应在 0 到 60":      ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: future, Value: "61"}, false),
		"没有填":            ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: future}, false),
		"和现在的一样":         ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: "2026-06-01", Value: "4"}, false),
		"从 2026-06-01":   ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: future, Value: "9"}, false),
		"起始日期以后":         ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: future, To: future, Value: "9"}, false),
		"不是日期":           ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: "2026-02-30", Value: "9"}, false),
		"已经过去的日子":        ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: "2026-03-01", To: "2026-03-20", Value: "9"}, false),
		"结束以后就没有值了":      ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{From: "2026-06-02", End: true}, false),
		"没有可以结束的":        ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{Area: Town, From: future, End: true}, false),
		"能改的是县级经办":       ask(w.Worker(), store.OfSetting, answerDays, store.Wanted{Area: Community, From: future, Value: "9"}, false),
		"能改的是系统自己":       ask(w.Officer(), store.OfSetting, "anchor", store.Wanted{From: future, Value: "9"}, false),
		"自己辖区":           ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{Area: "510100", From: future, Value: "9"}, false),
		"没有叫":            ask(w.Officer(), store.OfSetting, "no.such", store.Wanted{From: future, Value: "9"}, false),
		"小写字母开头":         ask(w.Officer(), store.OfCode, "need_category", store.Wanted{Key: "照顾", Value: "照顾", From: future}, false),
		"1 到 20 个字":      ask(w.Officer(), store.OfCode, "need_category", store.Wanted{Key: "x", Value: "一、二", From: future}, false),
		"已经是另一个值":        ask(w.Officer(), store.OfCode, "need_category", store.Wanted{Key: "x", Value: "其他", From: future}, false),
		"本来就上班":          ask(w.Officer(), store.OfDay, store.CalendarName, store.Wanted{Key: "2027-01-04", Value: clock.Workday}, false),
		"写明放假还是上班":       ask(w.Officer(), store.OfDay, store.CalendarName, store.Wanted{Key: "2027-01-04", Value: "x"}, false),
		"“2027-02-30”不是": ask(w.Officer(), store.OfDay, store.CalendarName, store.Wanted{Key: "2027-02-30", Value: clock.Holiday}, false),
		"没有要改的":          ask(w.Officer(), store.OfDay, store.CalendarName, store.Wanted{Key: "2026-10-01", Value: clock.Holiday, Label: "国庆节"}, false),
		"写一句为什么":         rule(w, w.Officer(), store.Ruling{Sort: store.OfSetting, Name: answerDays, Rows: []store.Wanted{{From: future, Value: "9"}}}),
	} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %s", err, says)
		}
	}
	w.Do(ask(w.Officer(), store.OfSetting, answerDays, store.Wanted{Area: Town, From: "2026-03-01", To: "2026-03-20", Value: "9"}, true))
	if got := holds(w, answerDays, Community, "2026-03-02"); got != "9" {
		t.Errorf("confirmed, the past changes: %s", got)
	}
	w.Do(ask(w.Admin(), store.OfDay, store.CalendarName, store.Wanted{Key: "2027-01-01", Value: clock.Holiday, Label: "元旦"}, false))
}

// Every kind of value reads what people type, and keeps it exactly.
func TestSettingParse(t *testing.T) {
	roles := people.RoleNames
	number := store.Setting{Kind: store.Count, Unit: "名", Least: 1, Most: 50}
	days := store.Setting{Kind: store.WorkDays, Least: 0, Most: 60}
	percent := store.Setting{Kind: store.Percent, Most: 10000}
	money := store.Setting{Kind: store.Money, Most: 100_000_00}
	choice := store.Setting{Kind: store.Choice, Options: []record.Option{{Value: "a", Label: "甲"}}}
	list, text := store.Setting{Kind: store.RoleList}, store.Setting{Kind: store.Text, Most: 3}
	for _, c := range []struct {
		s           store.Setting
		typed, want string
		says        string
	}{
		{number, " ３ 名 ", "3", "3 名"}, {number, "0", "", ""}, {number, "2.5", "", ""}, {number, "51", "", ""}, {number, "-3", "", ""}, {number, "一", "", ""},
		{days, "3个工作日", "3", "3 个工作日"}, {days, "3 天", "3", "3 个工作日"}, {days, "0", "0", "0 个工作日"}, {days, "", "", ""}, {days, "1 OR 1=1", "", ""},
		{percent, "12.5%", "1250", "12.5 %"}, {percent, "100", "10000", "100 %"}, {percent, "12.345", "", ""}, {percent, "101", "", ""},
		{money, "1,234.50 元", "123450", "1234.5 元"}, {money, "0.1", "10", "0.1 元"}, {money, "-1", "", ""},
		{choice, "甲", "a", "甲"}, {choice, "b", "", ""},
		{list, "民政经办、县级经办", "civil_affairs_officer,county_officer", "civil_affairs_officer,county_officer"}, {list, "局长", "", ""},
		{text, "三个字", "三个字", "三个字"}, {text, "四个字了", "", ""}, {text, "a\nb", "", ""},
	} {
		got, err := c.s.Parse(c.typed, roles)
		if got != c.want || (err == nil) != (c.want != "") || c.want != "" && c.s.Says(got) != c.says {
			t.Errorf("%s %q: %q, %v, %q", c.s.Kind, c.typed, got, err, c.s.Says(got))
		}
	}
}

// A value that records use can be ended and renamed, but not made never to have
// been; another division may call it otherwise.
func TestCodeRulings(t *testing.T) {
	Each(t, func(w *World) {
		w.Batch(1, func(tx *store.Tx, _ int) error {
			_, err := store.Add(tx, need.Needs, Community, func(n *need.Need) {
				n.Title, n.Detail, n.Category, n.Raised, n.Source = "理发", "想请人理发", "elder", tx.Today(), need.Visit
			})
			return err
		})
		code := func(x store.Wanted) error {
			return rule(w, store.System("test"), store.Ruling{Sort: store.OfCode, Name: "need_category", Seen: store.AnyVersion, Rows: []store.Wanted{x}})
		}
		if err := code(store.Wanted{Key: "elder", End: true}); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "有 1 条记录用着它") {
			t.Errorf("taken away: %v", err)
		}
		w.Do(code(store.Wanted{Key: "elder", Value: "助老服务", From: "2026-04-01"}))
		w.Do(code(store.Wanted{Key: "child", From: "2026-05-01", End: true}))
		w.Do(code(store.Wanted{Key: "culture", End: true}))
		w.Do(code(store.Wanted{Key: "library", Value: "看书", From: "2026-04-01", Place: 15}))
		w.Do(code(store.Wanted{Key: "library", Value: "农家书屋", Area: Town, From: "2026-04-01", Place: 15}))
		rules, err := w.Store.Rules(w.Ctx())
		w.Do(err)
		words := func(code string, on clock.Date) (out string) {
			for _, o := range rules.Options("need_category", code, on) {
				out += o.Label + " "
			}
			return out
		}
		for _, c := range [][3]string{
			{Elsewhere, "2026-03-31", "照顾老人 孩子托管 助残看病 环境卫生 邻里矛盾 其他 "},
			{Elsewhere, "2026-04-01", "看书 孩子托管 助残看病 环境卫生 邻里矛盾 其他 助老服务 "},
			{Community, "2026-05-01", "农家书屋 助残看病 环境卫生 邻里矛盾 其他 助老服务 "},
		} {
			got := strings.Fields(words(c[0], clock.Date(c[1])))
			want := strings.Fields(c[2])
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s on %s: %s", c[0], c[1], got)
			}
		}
		for value, want := range map[string]string{"elder": "助老服务", "child": "孩子托管", "nobody": "nobody"} {
			if got := rules.CodeLabel("need_category", value, "2026-06-01"); got != want {
				t.Errorf("%s is called %s", value, got)
			}
		}
	})
}

// Of two changes based on the same version the second is told; the same form
// sent again does nothing more.
func TestRulingsCollide(t *testing.T) {
	Each(t, func(w *World) {
		rules, err := w.Store.Rules(w.Ctx())
		w.Do(err)
		ruling := func(i int) store.Ruling {
			return store.Ruling{Sort: store.OfSetting, Name: answerDays, Seen: rules.Version(store.OfSetting, answerDays), Note: "试", Rows: []store.Wanted{{Area: Town, From: clock.Date("2026-04-01").AddDays(i), Value: fmt.Sprint(10 + i)}}}
		}
		var all sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			all.Go(func() { _, errs[i] = w.Store.Rule(w.Ctx(), w.Officer(), ruling(i), "") })
		}
		all.Wait()
		made := 0
		for _, err := range errs {
			switch {
			case err == nil:
				made++
			case !fault.HasCode(err, fault.CodeStale) || !fault.Is(err, fault.Conflict):
				t.Error(err)
			}
		}
		if made != 1 {
			t.Errorf("%d of 8 changes were made", made)
		}
		if rules, err = w.Store.Rules(w.Ctx()); err != nil || len(rules.Rows(store.OfSetting, answerDays)) != 2 {
			t.Errorf("%v, %v", rules.Rows(store.OfSetting, answerDays), err)
		}
		c := ruling(0)
		c.Rows[0].Area = Elsewhere
		first, err := w.Store.Rule(w.Ctx(), w.Officer(), c, "once")
		w.Do(err)
		again, err := w.Store.Rule(w.Ctx(), w.Officer(), c, "once")
		w.Do(err)
		if !again.Replayed || again.Version != first.Version {
			t.Errorf("%+v, then %+v", first, again)
		}
	})
}
