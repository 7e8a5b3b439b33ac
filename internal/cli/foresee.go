package cli

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"sanshe/internal/app"
	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/store"
)

// noticeIn reads the days of a year out of a file.
func noticeIn(path string, year int) ([]clock.Day, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return clock.ParseNotice(string(raw), year)
}

// foresee prints what a change of settings does, as the settings pages show it:
// by the same engine and the same clocks, under the rules as they would be.
func foresee(env *Env, a *app.App, before, after *store.Rules, c store.Ruling) error {
	for _, x := range a.Store.Changes(before, c) {
		fmt.Fprintf(env.Out, "%s：%s → %s\n", strings.TrimSpace(x.Label), cmp.Or(x.Was, "无"), cmp.Or(x.Is, "不再适用"))
	}
	switch s := a.Store.Described(c.Name); {
	case c.Sort == store.OfCode:
		used, err := a.Store.CodeUse(env, a.Store.DB(), c.Name)
		fmt.Fprintf(env.Out, "有 %d 条记录用着“%s”，它们不变。\n", used[c.Rows[0].Key], c.Rows[0].Key)
		return err
	case c.Sort == store.OfDay:
		return moves(env, a, after, "", "")
	case s != nil:
		if err := figuresMove(env, a, before, after, c); err != nil {
			return err
		}
		if len(s.Clocks) > 0 {
			return moves(env, a, after, c.Rows[0].From, c.Rows[0].Area, s)
		}
	}
	return nil
}

// figuresMove prints the figures that depend on a setting, before and after.
func figuresMove(env *Env, a *app.App, before, after *store.Rules, c store.Ruling) error {
	var names []string
	for _, f := range a.Figures.Using(c.Name) {
		names = append(names, f.Name)
	}
	if len(names) == 0 {
		return nil
	}
	county, _, err := a.County(env)
	if err != nil {
		return err
	}
	for _, day := range daysOf(a, c) {
		q := figure.Question{Area: cmp.Or(c.Rows[0].Area, county), At: day}
		was, err := a.Figures.Under(before).Several(env, q, names...)
		if err != nil {
			return err
		}
		is, err := a.Figures.Under(after).Several(env, q, names...)
		if err != nil {
			return err
		}
		for i := range was {
			fmt.Fprintf(env.Out, "截至 %s\t%s\t%s %s → %s %s\n", day, was[i].Label, was[i].Text(), was[i].Out(), is[i].Text(), is[i].Out())
		}
	}
	return nil
}

// moves prints the due days of open tasks that would be others, were they counted
// again: those of a setting, or of every setting that counts working days.
func moves(env *Env, a *app.App, after *store.Rules, from clock.Date, place string, clocks ...*store.Setting) error {
	if clocks == nil {
		for i := range a.Store.Settings() {
			if s := &a.Store.Settings()[i]; s.Kind == store.WorkDays {
				clocks = append(clocks, s)
			}
		}
	}
	county, _, err := a.County(env)
	if err != nil {
		return err
	}
	list, _, err := a.Store.Recount(env, after, from, cmp.Or(place, county), clocks...)
	n := int64(0)
	for _, m := range list {
		if m.Due != m.New {
			n += m.N
		}
	}
	fmt.Fprintf(env.Out, "未办结的待办按新值重算，有 %d 件期限不同；已经给出的期限不变。\n", n)
	return err
}
