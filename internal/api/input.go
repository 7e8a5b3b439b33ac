package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/ident"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// flatten turns the members of a JSON object into what somebody might have
// typed. A name that is no field is passed on empty, for the record to refuse
// with everything else; problems are of values of a sort the field cannot be
// written in.
func flatten(fields func(string) *record.Field, members []member) (record.Input, []fault.Problem) {
	in, problems := make(record.Input, len(members)), []fault.Problem(nil)
	for _, m := range members {
		f := fields(m.name)
		if f == nil {
			if m.name == "" {
				problems = append(problems, fault.Problem{Text: "有一项没有名字"})
				continue
			}
			in[m.name] = ""
			continue
		}
		text, err := typed(f, m.value)
		if err != nil {
			problems = append(problems, fault.Problem{Field: f.Name, Label: f.Label, Text: err.Error()})
			continue
		}
		in[f.Name] = text
	}
	return in, problems
}

// typed gives a value the way a person would type it into f.
func typed(f *record.Field, v value) (string, error) {
	grid, rows := f.Kind.(record.Grid)
	switch {
	case v.sort == null:
		return "", nil
	case v.sort == str && (!rows || f.IsPersonal): // a mask that comes back is text whatever the kind
		return plainText(v.text)
	case v.sort == array && rows:
		return writeRows(grid, v.list)
	case v.sort == array && listed(f):
		return writeList(f, v.list)
	case !slices.Contains(sorts(f), v.sort):
		return "", fmt.Errorf("应写成%s，不能是%s", orList(sorts(f)), v.sort)
	case v.sort == number && v.text == "0" && !f.Kind.ZeroCounts(): // how an empty year or reference is given
		return "", nil
	case f.Kind.Name() == "ref" && strings.Trim(v.text, "0123456789") != "":
		return "", fmt.Errorf("“%s”不是编号，应是整数", clip(v.text))
	}
	return v.text, nil
}

// sorts lists the sorts of JSON value a field may be written in, the one it is
// given in first.
func sorts(f *record.Field) []sort {
	switch f.Kind.Name() {
	case "int", "year", "minutes", "ref":
		return []sort{number, str}
	case "decimal", "money":
		return []sort{str, number}
	case "bool":
		return []sort{boolean, str}
	case "refs", "codes", "divisions":
		return []sort{array, str}
	case "rows":
		return []sort{array}
	}
	return []sort{str}
}

func orList(list []sort) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return strings.Join(out, "或")
}

// listed reports whether f holds several values, which text separates by 、.
func listed(f *record.Field) bool {
	return slices.Contains([]string{"refs", "codes", "divisions"}, f.Kind.Name())
}

func writeList(f *record.Field, list []value) (string, error) {
	parts := make([]string, len(list))
	for i, v := range list {
		switch {
		case v.sort == number && f.Kind.Name() == "refs":
		case v.sort != str:
			return "", fmt.Errorf("第 %d 项不能是%s", i+1, v.sort)
		case len(record.Split(v.text)) != 1 || record.Split(v.text)[0] != v.text:
			return "", fmt.Errorf("第 %d 项是空的，或含有顿号、逗号、分号、换行；名称里有这些符号的请改填编号", i+1)
		}
		text, err := plainText(v.text)
		if err != nil {
			return "", fmt.Errorf("第 %d 项%w", i+1, err)
		}
		parts[i] = text
	}
	return strings.Join(parts, "、"), nil
}

func writeRows(grid record.Grid, list []value) (string, error) {
	rows := make([]map[string]string, len(list))
	for i, v := range list {
		if v.sort != object {
			return "", fmt.Errorf("第 %d 行应写成对象，不能是%s", i+1, v.sort)
		}
		rows[i] = map[string]string{}
		for _, m := range v.obj {
			at := slices.IndexFunc(grid.Fields, func(f *record.Field) bool { return f.Name == m.name })
			if at < 0 {
				return "", fmt.Errorf("第 %d 行：没有“%s”这一栏", i+1, clip(m.name))
			}
			text, err := typed(grid.Fields[at], m.value)
			if err != nil {
				return "", fmt.Errorf("第 %d 行：%s%w", i+1, grid.Fields[at].Label, err)
			}
			rows[i][m.name] = text
		}
	}
	if len(rows) == 0 {
		return "", nil
	}
	body, err := json.Marshal(rows)
	return string(body), err
}

// plainText refuses U+FFFD, which JSON puts for half a character (\ud800) and
// old programs for what they could not read.
func plainText(s string) (string, error) {
	if strings.ContainsRune(s, '\uFFFD') {
		return "", fmt.Errorf("有乱码（U+FFFD），请重新输入")
	}
	return s, nil
}

// input reads a body into what creating (which may say an area) or editing takes.
func (c *call) input(placed bool) (in record.Input, area string, err error) {
	members, err := c.body()
	if err != nil {
		return nil, "", err
	}
	var problems []fault.Problem
	if at := slices.IndexFunc(members, func(m member) bool { return m.name == "area" }); placed && at >= 0 {
		area, err = c.division(members[at].value)
		members = slices.Delete(members, at, at+1)
		if e := fault.As(err); err != nil && (e == nil || e.Kind != fault.Invalid) {
			return nil, "", err
		} else if err != nil {
			problems = append(problems, fault.Problem{Field: "area", Label: "区划", Text: e.Message})
		}
	}
	in, wrong := flatten(c.plan.reg.Field, members)
	if state := c.plan.reg.State; !placed && state != nil {
		if _, ok := in[state.Name]; ok { // also where it is the same: it would look as if it could be set
			problems = append(problems, fault.Problem{Field: state.Name, Label: state.Label, Text: "只能通过办理步骤变更：POST …/{id}/步骤名"})
			delete(in, state.Name)
		}
	}
	if problems = append(problems, wrong...); len(problems) == 0 {
		return in, area, nil
	}
	return nil, "", fault.Fields(append(problems, c.further(in)...)...)
}

// division reads the code or name of the division a record is to lie in.
func (c *call) division(v value) (string, error) {
	switch v.sort {
	case null:
		return "", nil
	case str:
		return c.reader().ResolveArea(c.r.Context(), v.text)
	}
	return "", fault.New(fault.Invalid, "应写成文字，不能是%s", v.sort)
}

// further tells what else is wrong with in, as far as it can be told without
// the database, so that whoever mends one thing is not told of the next after.
func (c *call) further(in record.Input) []fault.Problem {
	reg, own := c.plan.reg, record.Input{}
	for name, text := range in {
		if f := reg.Field(name); f == nil || !resolved(f) {
			own[name] = text
		}
	}
	if e := fault.As(reg.Set(reg.New(), own)); e != nil {
		return e.Problems
	}
	return nil
}

// resolved reports whether f's text is resolved by the store: labels of open
// codes, names of divisions, titles of records.
func resolved(f *record.Field) bool {
	_, coded := f.Kind.(record.Coded)
	_, targeted := f.Kind.(record.Targeted)
	return coded || targeted || strings.HasPrefix(f.Kind.Name(), "division")
}

// taking reads the body of a step: the day, the reason and what it asks.
func (c *call) taking() (t store.Taking, err error) {
	members, err := c.body()
	if err != nil {
		return t, err
	}
	asked := func(name string) *record.Field {
		at := slices.IndexFunc(c.step.Asked, func(f *record.Field) bool { return f.Name == name })
		if at < 0 {
			return nil
		}
		return c.step.Asked[at]
	}
	var problems []fault.Problem
	members = slices.DeleteFunc(members, func(m member) bool {
		var err error
		label := ""
		switch {
		case m.name == "on":
			t.On, err = day(m.value)
			label = "生效日期"
		case m.name == "note":
			t.Note, err = reason(m.value)
			label = "原因"
		case asked(m.name) == nil:
			label, err = m.name, fmt.Errorf("办理“%s”不填这一项", c.step.Label)
		default:
			return false
		}
		if err != nil {
			problems = append(problems, fault.Problem{Field: m.name, Label: label, Text: err.Error()})
		}
		return true
	})
	var wrong []fault.Problem
	if t.In, wrong = flatten(asked, members); len(problems)+len(wrong) > 0 {
		return t, fault.Fields(append(problems, wrong...)...)
	}
	return t, nil
}

// day reads the day a step takes effect.
func day(v value) (clock.Date, error) {
	if v.sort != str && v.sort != null {
		return "", fmt.Errorf("应写成文字，不能是%s", v.sort)
	}
	return clock.ParseDate(v.text, "")
}

// maxReason is the longest reason, in characters.
const maxReason = 1000

// reason reads a reason, which is shown in 办理经过.
func reason(v value) (string, error) {
	if v.sort != str && v.sort != null {
		return "", fmt.Errorf("应写成文字，不能是%s", v.sort)
	}
	text, err := plainText(ident.CleanText(v.text))
	if err == nil {
		err = ident.CheckText(text)
	}
	if n := len([]rune(text)); err == nil && n > maxReason {
		err = fmt.Errorf("有 %d 个字，最多 %d 个字，请删短", n, maxReason)
	}
	return text, err
}
