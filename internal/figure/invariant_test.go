package figure_test

import (
	"fmt"
	"strings"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/figure"
)

// complaints says in what a figure does not hold together for a question: its
// records against its number, the numerator against the base, divisions and
// months against the whole, and the figures it is said to be made of.
func complaints(w *World, e *figure.Engine, c *figure.Contract, q figure.Question) (out []string) {
	w.Helper()
	say := func(format string, args ...any) {
		out = append(out, fmt.Sprintf("%s in %q on %s, known %d: ", c.Name, q.Area, q.At, q.Known)+fmt.Sprintf(format, args...))
	}
	a, err := e.One(w.Ctx(), c.Name, q)
	if err != nil {
		say("%v", err)
		return out
	}
	behind := map[figure.PartName]map[int64]bool{}
	for part, want := range map[figure.PartName]int64{figure.Numerator: a.Num, figure.Denominator: a.Den, figure.Rest: a.Den - a.Num} {
		if part != figure.Numerator && !a.Ratio() {
			continue
		}
		ids, sum, err := shares(w, e, c.Name, q, part, 7)
		if err != nil {
			say("%v", err)
			return out
		}
		if behind[part] = ids; sum != want {
			say("the records of the %s add up to %d, not %d", part, sum, want)
		}
	}
	if a.Ratio() {
		for id := range behind[figure.Numerator] {
			if !behind[figure.Denominator][id] {
				say("record %d is counted but not in the base", id)
				break
			}
		}
		out = append(out, madeOf(w, e, a)...)
	}
	if a.None != (c.Shape == figure.Percent && a.Den == 0) || a.None != (a.Text() == "—") {
		say("nothing to divide by, and yet %s", a.Text())
	}
	several := false
	for _, f := range c.Register.Fields {
		several = several || f.IsAreas
	}
	places, err := e.ByArea(w.Ctx(), c.Name, q)
	if sum := added(places); err != nil || c.Measure != figure.Distinct && (sum < a.Num || sum > a.Num && !several) {
		say("divisions add up to %d, not %d: %v", sum, a.Num, err)
	}
	for _, b := range places {
		part, err := e.One(w.Ctx(), c.Name, figure.Question{Area: b.Key, At: q.At, Known: q.Known})
		if err != nil || part.Num != b.N {
			say("%s has %d by itself, %d among all: %v", b.Key, part.Num, b.N, err)
		}
	}
	if months, err := e.ByMonth(w.Ctx(), c.Name, q); c.Dated && (err != nil || added(months) != a.Num) {
		say("months add up to %d, not %d: %v", added(months), a.Num, err)
	}
	return out
}

func added(list []figure.Bucket) (sum int64) {
	for _, b := range list {
		sum += b.N
	}
	return sum
}

// madeOf holds a ratio to the figures it names.
func madeOf(w *World, e *figure.Engine, a *figure.Answer) (out []string) {
	sum := int64(0)
	for _, name := range a.Adds {
		x, err := e.One(w.Ctx(), name, a.Question)
		w.Do(err)
		sum += x.Num
	}
	if a.Adds != nil && sum != a.Num {
		out = append(out, fmt.Sprintf("%s in %q on %s: its parts add up to %d, not %d", a.Name, a.Area, a.At, sum, a.Num))
	}
	if a.Base != "" {
		base, err := e.One(w.Ctx(), a.Base, a.Question)
		if w.Do(err); base.Num != a.Den {
			out = append(out, fmt.Sprintf("%s in %q on %s: %s is %d, not %d", a.Name, a.Area, a.At, a.Base, base.Num, a.Den))
		}
	}
	return out
}

// shares pages through the records of a part.
func shares(w *World, e *figure.Engine, name string, q figure.Question, part figure.PartName, limit int) (map[int64]bool, int64, error) {
	ids, sum := map[int64]bool{}, int64(0)
	for after := int64(0); ; {
		page, err := e.Records(w.Ctx(), w.Store.Reader(w.Officer()), name, q, part, after, limit)
		if err != nil {
			return nil, 0, err
		}
		for _, r := range page.Rows {
			if ids[r.ID] {
				return nil, 0, fmt.Errorf("record %d comes twice", r.ID)
			}
			if ids[r.ID], sum = true, sum+r.N; r.Record == nil {
				return nil, 0, fmt.Errorf("record %d cannot be read", r.ID)
			}
		}
		if after = page.Next; after == 0 {
			return ids, sum, nil
		}
	}
}

// Every figure holds together on both engines, wherever and whenever it is
// asked for, with what is known now and with what was known before.
func TestEveryFigureHoldsTogether(t *testing.T) {
	Each(t, func(w *World) {
		h := newHistory(w, 5)
		then, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		for range 60 {
			h.happen()
		}
		now, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		today := w.Store.Today()
		for _, q := range []figure.Question{
			{}, {Area: County, At: today.AddDays(-20)}, {Area: Town}, {Area: Community, At: "2027-01-01"}, {Area: "510522999"},
			{Area: County, At: today, Known: then}, {At: today.AddDays(-20), Known: then}, {Area: Town, Known: now}, {Area: Community2, At: today.AddDays(9), Known: then},
		} {
			for _, c := range w.Figures.Contracts() {
				for _, says := range complaints(w, w.Figures, c, q) {
					t.Error(says)
				}
			}
		}
		for _, place := range []string{"", County, Town} { // what is known now is what is
			list, err := w.Figures.All(w.Ctx(), figure.Question{Area: place})
			w.Do(err)
			known, err := w.Figures.All(w.Ctx(), figure.Question{Area: place, Known: now})
			w.Do(err)
			for i := range list {
				if list[i].Num != known[i].Num || list[i].Den != known[i].Den {
					t.Errorf("%s in %q: %d/%d, and as known now %d/%d", list[i].Name, place, list[i].Num, list[i].Den, known[i].Num, known[i].Den)
				}
			}
		}
	})
}

// The complaints above are made of each way of not holding together.
func TestComplaints(t *testing.T) {
	w := OnSQLite(t)
	newHistory(w, 5)
	for _, c := range []struct {
		says  string
		spoil func(c *figure.Contract)
	}{
		{"", func(c *figure.Contract) {}},
		{"comes twice", func(c *figure.Contract) { c.List += " UNION ALL " + c.List }},
		{"is counted but not in the base", func(c *figure.Contract) {
			c.Shape, c.Of = figure.Part, c.List+" WHERE id < (SELECT max(id) FROM need)"
		}},
		{"the records of the rest add up to", func(c *figure.Contract) {
			c.Shape, c.Of = figure.Part, c.List+" WHERE id < (SELECT max(id) FROM need)"
		}},
		{"its parts add up to", func(c *figure.Contract) {
			c.Shape, c.Of, c.Adds = figure.Part, c.List, []string{"need.found", "need.found"}
		}},
		{"need.gap is", func(c *figure.Contract) { c.Shape, c.Of, c.Base = figure.Part, c.List, "need.gap" }},
		{"months add up to", func(c *figure.Contract) {
			c.List, c.Dated, c.Period = "SELECT id, area, '2019-01-01' AS d FROM {need}", true, figure.YearToDate
		}},
		{"by itself", func(c *figure.Contract) {
			c.List = "SELECT id, CASE WHEN id = (SELECT max(id) FROM need) THEN '' ELSE area END AS area FROM {need}"
		}},
		{"no such column", func(c *figure.Contract) { c.Measure = figure.Sum }},
	} {
		x := sound()
		c.spoil(&x)
		e := figure.New(w.Store, append(app.Figures(), x)...)
		got := strings.Join(complaints(w, e, e.Contract("x"), figure.Question{}), "\n")
		if !strings.Contains(got, c.says) || c.says == "" && got != "" {
			t.Errorf("complaints %q, want %q", got, c.says)
		}
	}
}
