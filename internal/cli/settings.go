package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sanshe/internal/app"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/store"
)

// Settings reads and changes what officials may change: numbers, code lists,
// the calendar.
type Settings struct {
	List SettingsList `cmd:"" help:"列出设置和代码表：现在的值、适用范围、自哪天起、依据"`
	Show SettingsShow `cmd:"" help:"看一项：过去、现在和将来的值，修改历史"`
	Set  SettingsSet  `cmd:"" help:"改一项：先打印影响，再保存；--dry-run 只看不改"`
	Days SettingsDays `cmd:"" help:"录入一年的放假和调休上班"`
}

// SettingsList lists what holds on a day.
type SettingsList struct {
	Data
	At string `help:"哪一天；不填是今天" placeholder:"DATE"`
}

// Run lists it.
func (l *SettingsList) Run(env *Env) error {
	return l.with(env, func(a *app.App) error {
		on, err := l.at(env, l.At)
		if err != nil {
			return err
		}
		rules, err := a.Store.Rules(env)
		if err != nil {
			return err
		}
		line := func(p store.Provision, label, clause string) {
			if p.From <= on && (p.To == "" || on < p.To) {
				fmt.Fprintf(env.Out, "%s\t%s\t%s\t%s\t%s\t%s\n", p.Name, label, said(a, p), cmp.Or(p.Area, "全县"), spelt(p), cmp.Or(p.Document, clause))
			}
		}
		for _, s := range a.Store.Settings() {
			for _, p := range rules.Rows(store.OfSetting, s.Name) {
				if len(s.By) > 0 {
					line(p, s.Label, s.Source)
				}
			}
		}
		for _, c := range a.Store.CodeLists() {
			for _, p := range rules.Rows(store.OfCode, c.Name) {
				line(p, c.Label, c.Source)
			}
		}
		return nil
	})
}

// said gives what a provision provides, after its key.
func said(a *app.App, p store.Provision) string {
	return strings.TrimSpace(p.Key + " " + a.Store.ProvisionText(&p))
}

func spelt(p store.Provision) string {
	out := "一直"
	if p.From != "" {
		out = "自 " + string(p.From)
	}
	if p.To != "" {
		out += "，" + string(p.To) + " 前"
	}
	return out
}

// subject gives what a name is, with its words.
func subject(a *app.App, name string) (store.Sort, string, error) {
	if s := a.Store.Described(name); s != nil && len(s.By) > 0 {
		return store.OfSetting, s.Label + "：" + s.Means + "依据：" + s.Source, nil
	}
	if c := a.Store.CodeListOf(name); c != nil {
		return store.OfCode, c.Label + "。依据：" + c.Source, nil
	}
	if name == store.CalendarName {
		return store.OfDay, "工作日历", nil
	}
	return "", "", fault.New(fault.NotFound, "没有叫“%s”的设置；有哪些见 sanshe settings list，日历写 %s", name, store.CalendarName)
}

// SettingsShow shows one.
type SettingsShow struct {
	Name string `arg:"" help:"设置名、代码表名，或 calendar" placeholder:"NAME"`
	Data
}

// Run shows it.
func (s *SettingsShow) Run(env *Env) error {
	return s.with(env, func(a *app.App) error {
		sort, words, err := subject(a, s.Name)
		if err != nil {
			return err
		}
		rules, err := a.Store.Rules(env)
		if err != nil {
			return err
		}
		fmt.Fprintln(env.Out, words)
		for _, p := range rules.Rows(sort, s.Name) {
			fmt.Fprintf(env.Out, "%s\t%s\t%s\t%s\n", said(a, p), cmp.Or(p.Area, "全县"), spelt(p), strings.TrimSpace(p.Document+" "+p.Note))
		}
		entries, err := a.Store.Rulings(env, s.Name, 50)
		if err != nil {
			return err
		}
		fmt.Fprintf(env.Out, "修改历史（从新到旧，%d 次）\n", len(entries))
		for _, e := range entries {
			fmt.Fprintf(env.Out, "%s\t%s\t%s\n", e.At, e.Name, e.Reason)
			for _, c := range e.Changes() {
				fmt.Fprintf(env.Out, "\t%s：%s → %s\n", strings.TrimSpace(c.Label), cmp.Or(c.Was, "无"), cmp.Or(c.Is, "结束"))
			}
		}
		return nil
	})
}

// Ruled is what every change of settings says.
type Ruled struct {
	Data
	Reason   string `required:"" help:"为什么改，记入审计" placeholder:"TEXT"`
	Document string `help:"文号" placeholder:"TEXT"`
	Past     bool   `help:"确认改动已经过去的日子"`
	DryRun   bool   `help:"只看影响，不保存"`
}

// SettingsSet changes a setting or a value of a code list.
type SettingsSet struct {
	Name  string `arg:"" help:"设置名或代码表名" placeholder:"NAME"`
	Value string `arg:"" optional:"" help:"新的值；代码表里是名称" placeholder:"VALUE"`
	Ruled
	Code  string `help:"代码表的哪个代码" placeholder:"CODE"`
	Place int64  `help:"在代码表里排在哪里，小的在前；不填不动，新的排在最后" placeholder:"N"`
	Area  string `help:"适用的区划代码；不填是全县" placeholder:"AREA"`
	From  string `help:"从哪天起；不填是明天" placeholder:"DATE"`
	To    string `help:"到哪天前；不填是长期" placeholder:"DATE"`
	End   bool   `help:"不再适用：恢复上一级的，或者停用这个代码"`
}

// Run changes it.
func (s *SettingsSet) Run(env *Env) error {
	return s.with(env, func(a *app.App) error {
		sort, _, err := subject(a, s.Name)
		if err != nil {
			return err
		}
		if sort == store.OfDay {
			return fault.New(fault.Invalid, "日历用 sanshe settings days 录入")
		}
		rules, err := a.Store.Rules(env)
		if err != nil {
			return err
		}
		w := store.Wanted{Key: s.Code, Value: s.Value, Area: s.Area, Place: s.place(rules.Rows(sort, s.Name)), From: a.Store.Today().AddDays(1), End: s.End}
		if s.From != "" {
			if w.From, err = s.at(env, s.From); err != nil {
				return err
			}
		}
		if s.To != "" {
			if w.To, err = s.at(env, s.To); err != nil {
				return err
			}
		}
		return s.rule(env, a, rules, store.Ruling{Sort: sort, Name: s.Name, Rows: []store.Wanted{w}})
	})
}

// place gives where a code stands: where it says, where it stood, or last.
func (s *SettingsSet) place(rows []store.Provision) (n int64) {
	for _, p := range rows {
		if n = max(n, p.Place); s.Code == p.Key && s.Place == 0 {
			s.Place = p.Place
		}
	}
	if s.Code == "" {
		return 0
	}
	return cmp.Or(s.Place, n+10)
}

// SettingsDays takes the yearly notice of holidays, or takes days away.
type SettingsDays struct {
	File string `arg:"" optional:"" help:"国务院办公厅通知的文字，一个节日一行；或一天一行：2027-01-01 放假 元旦" type:"existingfile"`
	Ruled
	Year int      `help:"哪一年；不填是明年" placeholder:"YEAR"`
	Drop []string `help:"去掉的日子，按星期几数" placeholder:"DATE"`
}

// Run takes it.
func (d *SettingsDays) Run(env *Env) error {
	return d.with(env, func(a *app.App) error {
		rules, err := a.Store.Rules(env)
		if err != nil {
			return err
		}
		c := store.Ruling{Sort: store.OfDay, Name: store.CalendarName}
		for _, day := range d.Drop {
			c.Rows = append(c.Rows, store.Wanted{Key: day, End: true})
		}
		if d.File != "" {
			days, err := noticeIn(d.File, cmp.Or(d.Year, a.Store.Today().Year()+1))
			if err != nil {
				return err
			}
			for _, x := range days {
				c.Rows = append(c.Rows, store.Wanted{Key: string(x.Date), Value: x.Kind, Label: x.Name})
			}
		}
		if len(c.Rows) == 0 {
			return fault.New(fault.Invalid, "写通知文件，或者 --drop 日期")
		}
		return d.rule(env, a, rules, c)
	})
}

// rule prints what a change does, and makes it unless it is only to be looked at.
func (r *Ruled) rule(env *Env, a *app.App, rules *store.Rules, c store.Ruling) error {
	k := keeper()
	c.Seen, c.Past, c.Note, c.Document = rules.Version(c.Sort, c.Name), r.Past, strings.TrimSpace(r.Reason), strings.TrimSpace(r.Document)
	if c.Note == "" {
		return fault.New(fault.Invalid, "--reason 写一句为什么改")
	}
	c, err := a.Store.Check(env, k, c)
	if err != nil {
		return err
	}
	after, err := rules.With(c)
	if err != nil {
		return err
	}
	if err := foresee(env, a, rules, after, c); err != nil {
		return err
	}
	switch since, past := a.Store.Past(c); {
	case r.DryRun:
		fmt.Fprintln(env.Out, "没有保存。")
		return nil
	case past && !r.Past:
		return fault.New(fault.Invalid, "这样改会动 %s 以来已经过去的日子；看过上面的影响后加 --past，或者把 --from 改到今天以后", since)
	}
	if _, err := a.Store.Rule(env, k, c, ""); err != nil {
		return err
	}
	fmt.Fprintln(env.Out, "已保存。")
	return nil
}

// daysOf gives the days on which figures are shown before and after a change:
// when it begins, and of days gone by its first and yesterday.
func daysOf(a *app.App, c store.Ruling) []clock.Date {
	days := []clock.Date{max(c.Rows[0].From, a.Store.Today())}
	if since, past := a.Store.Past(c); past {
		days = append(days, since, a.Store.Today().AddDays(-1))
	}
	slices.Sort(days)
	return slices.Compact(days)
}
