package exchange_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	. "sanshe/internal/apptest"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

func paste(w *World, a *record.Actor, reg *record.Register, text string) *exchange.Pasted {
	w.Helper()
	p, err := exchange.Paste(w.Ctx(), w.Store, a, reg, text)
	w.Do(err)
	return p
}

// Columns are known by their headings, loosely, or by what stands in them, and
// what somebody said of a heading is remembered for that person.
func TestGuess(t *testing.T) {
	w := OnSQLite(t)
	a, reg := w.Worker(), need.Needs.Register
	p := paste(w, a, reg, "具体说说 \t提出日期（年月日）\t哪方面的事\n灯不亮\t2026.2.3\t环境卫生")
	if !p.Head || !p.Sure || !slices.Equal(p.Columns, []string{"具体说说", "提出日期", "哪方面的事"}) {
		t.Errorf("%+v", p.Guess)
	}
	p = paste(w, a, reg, "灯不亮\t2026-02-03\t环境卫生\t13800002046\n井盖破了\t2026-02-04\t环境卫生\t13800002047")
	if p.Head || p.Sure || !slices.Equal(p.Columns, []string{"", "提出日期", "哪方面的事", "手机号"}) {
		t.Errorf("%+v", p.Guess)
	}
	p = paste(w, a, reg, "内容\t什么时候提出日期\t哪方面的事\n灯不亮\t2026-02-03\t环境卫生")
	if p.Sure || !slices.Equal(p.Columns, []string{"", "提出日期", "哪方面的事"}) {
		t.Fatalf("%+v", p.Guess)
	}
	p.Columns[0] = "具体说说"
	_, err := p.Stage(w.Ctx(), w.Store, a, reg, "粘贴的表格")
	w.Do(err)
	const again = "内容\t什么时候提出日期\t哪方面的事\n别的事\t2026-02-03\t其他"
	if p = paste(w, a, reg, again); !p.Sure || p.Columns[0] != "具体说说" {
		t.Errorf("forgotten: %+v", p.Guess)
	}
	if p = paste(w, w.OtherWorker(), reg, again); p.Sure {
		t.Errorf("told to somebody else: %+v", p.Guess)
	}
}

// Merged cells are pasted as blanks: on request they mean what stands above.
func TestMergedBlanks(t *testing.T) {
	w := OnSQLite(t)
	a, reg := w.Worker(), need.Needs.Register
	p := paste(w, a, reg, "哪方面的事\t具体说说\t来源\t提出日期\n环境卫生\t灯不亮\t线下走访\t2026-02-03\n\t井盖破了\t线下走访\t2026-02-03")
	p.Fill[0] = true
	b, err := p.Stage(w.Ctx(), w.Store, a, reg, "x")
	w.Do(err)
	counts(t, b, 2, 0, 0, 0)
}

// What the system knows of a new record, nobody must type; it is pointed out.
func TestStartedRows(t *testing.T) {
	w := OnSQLite(t)
	a, reg := w.Worker(), need.Needs.Register
	b := csv(w, a, reg, "要点,哪方面的事,具体说说,来源", "修灯,其他,灯坏了,")
	counts(t, b, 1, 0, 0, 0)
	rows, err := w.Store.Rows(w.Ctx(), a, b.ID, store.RowNew, 0, 10)
	w.Do(err)
	if len(rows[0].Notes) == 0 || !strings.Contains(fmt.Sprint(rows[0].Notes), "线下走访") {
		t.Errorf("%+v", rows[0].Notes)
	}
	apply(w, a, b)
	if n := Get(w, a, need.Needs, imported(w, reg)[0]); n.Source != need.Visit || n.Raised != w.Store.Today() {
		t.Errorf("%+v", n)
	}
}

// One value is mended everywhere, one cell in place, a row left out; then all is
// checked again.
func TestMend(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.TownOfficer(), need.Needs.Register
		b := csv(w, a, reg, "区划,"+needHeads,
			Community+",修灯,环境卫生工作,说说,线下走访,2026-02-03,,", Community+",修路,环境卫生工作,说说,线下走访,2026-02-03,,",
			Community+",理发,其他,说说,线下走访,2026-13-05,,", Community+",补课,其他,,线下走访,2026-02-03,,")
		counts(t, b, 0, 0, 0, 4)
		bad, err := w.Store.Rows(w.Ctx(), a, b.ID, store.RowBad, 0, 100)
		w.Do(err)
		groups, err := exchange.Groups(w.Ctx(), w.Store, a, reg, bad)
		w.Do(err)
		if g := groups[0]; g.Cell != "category" || g.Likely != "环境卫生" || len(g.Lines) != 2 {
			t.Errorf("%+v", g)
		}
		b, err = w.Store.Mend(w.Ctx(), a, b.ID, store.Mending{Replace: []store.Replacement{{Cell: "category", From: "环境卫生工作", To: groups[0].Likely}},
			Cells: map[int64]record.Input{4: {"raised_on": "2026-01-05"}}, Left: map[int64]bool{5: true}})
		w.Do(err)
		counts(t, b, 3, 0, 0, 0)
		if b.Skip != 1 {
			t.Errorf("%+v", b)
		}
		b, err = w.Store.Mend(w.Ctx(), a, b.ID, store.Mending{Left: map[int64]bool{5: false}})
		w.Do(err)
		counts(t, b, 3, 0, 0, 1)
		counts(t, apply(w, a, b), 3, 0, 0, 1)
		_, err = w.Store.Mend(w.Ctx(), a, b.ID, store.Mending{})
		refused(t, err, fault.Conflict, "已经办过")
		verified(w)
	})
}

// A row that is probably somebody who is there waits until it is said what to do.
func TestTwins(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.TownOfficer(), people.Persons.Register
		id := w.Make(a, reg, Community, record.Input{"name": "陈小梅", "phone": "13800002046"})
		stageAgain := func(way string) *store.Batch {
			b := csv(w, a, reg, "区划,姓名,手机号,备注", Community+",陈小梅,13800002046,会理发", Community+",王建国,13800002047,", Community+",王建国,13800002047,")
			if b.Twin != 1 || b.New != 2 {
				t.Fatalf("%+v", b)
			}
			b, err := w.Store.Mend(w.Ctx(), a, b.ID, store.Mending{Twins: way})
			w.Do(err)
			return b
		}
		b := stageAgain(store.TwinsSkip)
		if b.Skip != 1 || b.New != 2 {
			t.Errorf("skip: %+v", b)
		}
		b = stageAgain(store.TwinsBoth)
		counts(t, b, 3, 0, 0, 0)
		b = stageAgain(store.TwinsUpdate)
		counts(t, b, 2, 1, 0, 0)
		rows, err := w.Store.Rows(w.Ctx(), a, b.ID, store.RowNew, 0, 10)
		w.Do(err)
		if len(rows) != 2 || !strings.Contains(fmt.Sprint(rows[1].Notes), "与第 3 行的姓名、手机号都相同") {
			t.Errorf("%+v", rows)
		}
		apply(w, a, b)
		if p := Get(w, a, people.Persons, id); p.Note != "会理发" || p.Version != 2 {
			t.Errorf("%+v", p)
		}
		verified(w)
	})
}

// Pasting, mending and writing comes to what creating each by hand does.
func TestPasteIsCreating(t *testing.T) {
	w := OnSQLite(t)
	a, reg := w.Worker(), need.Needs.Register
	say := rapid.StringOfN(rapid.RuneFrom([]rune("灯不亮 老人理发\n\"'=+-,;\t①ａ１Ａz·")), 1, 30, -1).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
	rapid.Check(t, func(t *rapid.T) {
		type one struct{ detail, title, category string }
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) one {
			return one{strings.TrimSpace(say.Draw(t, "detail")), strings.TrimSpace(say.Draw(t, "title")), rapid.SampledFrom([]string{"其他", "环境卫生"}).Draw(t, "category")}
		}), 1, 5).Draw(t, "rows")
		text := "具体说说\t要点\t哪方面的事\t来源\t提出日期\n"
		var direct []string
		for _, x := range list {
			text += quoted(x.detail) + "\t" + quoted(x.title) + "\t" + x.category + "\t线下走访\t2026-02-03\n"
			id := w.Make(a, reg, Community, record.Input{"detail": x.detail, "title": x.title, "category": x.category, "source": "线下走访", "raised_on": "2026-02-03"})
			direct = append(direct, shown(w, a, id))
		}
		before := imported(w, reg)
		p := paste(w, a, reg, text)
		b, err := p.Stage(w.Ctx(), w.Store, a, reg, "x")
		w.Do(err)
		b = apply(w, a, b)
		var pasted []string
		for _, id := range imported(w, reg)[min(len(before), 200-len(list)):] {
			pasted = append(pasted, shown(w, a, id))
		}
		if b.Bad > 0 || !slices.Equal(direct, pasted) {
			t.Fatalf("%q\ndirect %q\npasted %q\n%s", text, direct, pasted, said(w, a, b))
		}
	})
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func shown(w *World, a *record.Actor, id int64) string {
	n := Get(w, a, need.Needs, id)
	return fmt.Sprintf("%q %q %s %s %s %s %s", n.Title, n.Detail, n.Category, n.Source, n.Raised, n.Due, n.State)
}
