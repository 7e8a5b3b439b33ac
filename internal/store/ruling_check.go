package store

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

var codeName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// checkWanted completes a row and says everything that is wrong with it.
func (s *Store) checkWanted(c *Ruling, w *Wanted) error {
	var list []fault.Problem
	wrong := func(field, label, format string, args ...any) {
		list = append(list, fault.Problem{Field: field, Label: label, Text: fmt.Sprintf(format, args...)})
	}
	if w.Area != "" {
		if err := area.Valid(w.Area); err != nil {
			wrong("area", "适用范围", "%v", err)
		}
	}
	switch {
	case w.From != "" && !w.From.Valid():
		wrong("from", "起始日期", "“%s”不是日期，应如 2026-12-01", w.From)
	case w.To != "" && (!w.To.Valid() || w.To <= w.From):
		wrong("to", "截止日期", "应是起始日期以后的一天，不填就是长期")
	}
	switch {
	case c.Sort == OfDay:
		w.From, w.To = "", ""
		s.checkDay(w, wrong)
	case w.End:
	case c.Sort == OfCode:
		w.Value = strings.TrimSpace(w.Value)
		if !codeName.MatchString(w.Key) {
			wrong("key", "代码", "“%s”不行：小写字母开头，只用小写字母、数字和下划线，最多 40 位；定了就不再改", quoted(w.Key))
		}
		if n := len([]rune(w.Value)); n == 0 || n > 20 || len(record.Split(w.Value)) != 1 {
			wrong("value", "名称", "应是 1 到 20 个字，中间没有顿号、逗号和换行")
		}
	default:
		value, err := s.Described(c.Name).Parse(w.Value, s.opts.Roles)
		if err != nil {
			wrong("value", "新的值", "%v", err)
		}
		w.Value = value
	}
	if len(list) > 0 {
		return fault.Fields(list...)
	}
	return nil
}

func (s *Store) checkDay(w *Wanted, wrong func(field, label, format string, args ...any)) {
	day := clock.Date(w.Key)
	switch weekend := day.Valid() && (day.Weekday() == time.Saturday || day.Weekday() == time.Sunday); {
	case !day.Valid():
		wrong("days", "日期", "“%s”不是日期，应如 2027-01-01", quoted(w.Key))
	case w.End:
	case w.Value != clock.Holiday && w.Value != clock.Workday:
		wrong("days", "日期", "%s 应写明放假还是上班", day)
	case w.Value == clock.Workday && !weekend:
		wrong("days", "日期", "%s 是%s，本来就上班，不用登记", day, day.ChineseWeekday())
	}
}

// mayDrop refuses to take away, as if it had never been, a value that records
// use or a name that another value has.
func (tx *Tx) mayDrop(rules *Rules, c *Ruling, p patch) error {
	if c.Sort != OfCode {
		return nil
	}
	used, err := tx.store.CodeUse(tx.ctx, tx.db, c.Name)
	if err != nil {
		return err
	}
	for _, w := range c.Rows {
		removed := w.End && slices.ContainsFunc(p.gone, func(g Provision) bool { return g.Key == w.Key && g.Area == w.Area && g.From >= w.From })
		if n := used[w.Key]; removed && n > 0 {
			return fault.Fields(fault.Problem{Field: "from", Label: "起始日期", Text: fmt.Sprintf("有 %d 条记录用着它，不能当作从来没有；请填停用的日期", n)})
		}
		for _, r := range rules.Rows(OfCode, c.Name) {
			if !w.End && r.Key != w.Key && r.Value == w.Value && (r.To == "" || r.To > w.From) && (w.To == "" || r.From < w.To) {
				return fault.Fields(fault.Problem{Field: "value", Label: "名称", Text: "“" + w.Value + "”已经是另一个值的名称，两个值不能同名"})
			}
		}
	}
	return nil
}

// Changes tells what a ruling changes, for the audit and whoever is about to make it.
func (s *Store) Changes(before *Rules, c Ruling) (out []FieldChange) {
	for _, w := range c.Rows {
		on := w.From
		if c.Sort == OfDay {
			on = ""
		}
		f := FieldChange{Field: c.Name, Label: spanOf(w.Area, w.From, w.To)}
		if w.Key != "" {
			f.Field, f.Label = w.Key, strings.TrimSpace(w.Key+" "+f.Label)
		}
		best := -1
		for _, r := range before.Rows(c.Sort, c.Name) {
			if r.Key == w.Key && r.holds(on) && area.Contains(r.Area, w.Area) && len(r.Area) > best {
				f.Was, best = s.ProvisionText(&r), len(r.Area)
			}
		}
		if !w.End {
			p := w.provision(&c)
			f.Is = s.ProvisionText(&p)
		}
		if f.Was != f.Is || c.Sort != OfDay {
			out = append(out, f)
		}
	}
	return out
}

func spanOf(place string, from, to clock.Date) string {
	words := []string{}
	if place != "" {
		words = append(words, place)
	}
	if from != "" {
		words = append(words, "自 "+string(from))
	}
	if to != "" {
		words = append(words, string(to)+" 前")
	}
	return join(words, " ")
}

// ProvisionText says what a provision provides, with its unit.
func (s *Store) ProvisionText(p *Provision) string {
	switch p.Sort {
	case OfDay:
		return map[string]string{clock.Holiday: "放假", clock.Workday: "上班"}[p.Value] + " " + p.Label
	case OfSetting:
		v := s.Described(p.Name)
		if v != nil && v.Kind == RoleList {
			var out record.Roles
			for _, r := range strings.Split(p.Value, ",") {
				out = append(out, record.Role(r))
			}
			return s.roleList(out)
		}
		if v != nil {
			return v.Says(p.Value)
		}
	}
	return p.Value
}

// Rulings gives the newest audit entries about what stands under a name.
func (s *Store) Rulings(ctx context.Context, name string, limit int) ([]Entry, error) {
	rows, err := s.db.Query(ctx, "SELECT "+entryColumns+" FROM audit WHERE register = ? AND record = 0 ORDER BY seq DESC, id DESC LIMIT ?", name, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// decoded reads a field of several codes.
func decoded(text string) (list []string) {
	if json.Unmarshal([]byte(text), &list) != nil {
		return []string{text}
	}
	return list
}
