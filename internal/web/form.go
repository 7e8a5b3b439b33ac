package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// inputOf gathers what a form sent for the given fields: pickers by number or
// by text, grids row by row, boxes as yes or no.
func (w *Web) inputOf(v *visit, fields []*record.Field) (record.Input, error) {
	if err := v.parse(); err != nil {
		return nil, err
	}
	in := record.Input{}
	for _, f := range fields {
		form := v.r.PostForm
		_, sent := form[f.Name]
		switch f.Kind.Name() {
		case "bool":
			in[f.Name] = "否"
			if form.Get(f.Name) != "" {
				in[f.Name] = "是"
			}
			continue
		case "codes":
			in[f.Name] = strings.Join(form[f.Name], "、")
			continue
		case "rows":
			rows, err := json.Marshal(gridInput(f, form))
			if err != nil {
				return nil, err
			}
			in[f.Name] = string(rows)
			continue
		case "file":
			name, err := w.attached(v, f)
			if err != nil {
				return nil, err
			}
			in[f.Name] = name
			continue
		case "ref":
			if _, typed := form[f.Name+".text"]; !sent && !typed {
				continue
			}
			text, err := w.picked(v, f, form.Get(f.Name), form.Get(f.Name+".text"))
			if err != nil {
				return nil, err
			}
			in[f.Name] = text
			continue
		}
		if sent {
			in[f.Name] = form.Get(f.Name)
		}
	}
	return in, nil
}

// picked gives what a picker means: the number, unless the words beside it are
// no longer that record's.
func (w *Web) picked(v *visit, f *record.Field, id, text string) (string, error) {
	text = strings.TrimSpace(text)
	number, err := strconv.ParseInt(id, 10, 64)
	if _, sent := v.r.PostForm[f.Name+".text"]; err != nil || !sent {
		return or(text, id), nil
	}
	target := w.Store.Book().Target(f)
	titles, err := w.reader(v).Titles(v.ctx(), target, []int64{number})
	if err != nil {
		return "", err
	}
	if known := titles[number]; known == "" || known == text || text == target.Label+" "+record.Code(number) {
		return id, nil
	}
	return text, nil
}

func gridInput(f *record.Field, form url.Values) []map[string]string {
	grid := f.Kind.(record.Grid)
	rows := map[int]map[string]string{}
	top := -1
	for name, list := range form {
		rest, ok := strings.CutPrefix(name, f.Name+".")
		at, column, ok2 := strings.Cut(rest, ".")
		i, err := strconv.Atoi(at)
		if !ok || !ok2 || err != nil || i < 0 || i > 1000 {
			continue
		}
		for _, c := range grid.Fields {
			if c.Name == column {
				if rows[i] == nil {
					rows[i] = map[string]string{}
				}
				rows[i][column] = list[0]
				top = max(top, i)
			}
		}
	}
	out := []map[string]string{}
	for i := 0; i <= top; i++ {
		if rows[i] != nil {
			out = append(out, rows[i])
		}
	}
	return out
}

func asked(reg *record.Register, isNew bool) []*record.Field {
	var out []*record.Field
	for _, f := range reg.Fields {
		if f.Asked() && (isNew || !f.IsFixed) {
			out = append(out, f)
		}
	}
	return out
}

// early leaves out what a later step will ask for, while nobody has said it: a
// form shows what is asked now.
func early(reg *record.Register, fields []*record.Field, rec record.Record, in record.Input) []*record.Field {
	later := func(f *record.Field) bool {
		return !f.IsRequired && f.Empty(rec) && in[f.Name] == "" && slices.ContainsFunc(reg.Steps, func(st *record.Step) bool { return slices.Contains(st.Needed, f) })
	}
	return slices.DeleteFunc(slices.Clone(fields), later)
}

// formPage draws a form over fields of rec, with what was typed and what is
// wrong with it.
type formPage struct {
	title, action, submit string
	crumbs                []ui.Link
	note                  g.Node
	fields                []*record.Field
	rec                   record.Record
	in                    record.Input
	extra                 g.Group // fields of the form that are not the record's
	hidden                []ui.Pair
	err                   error
	draft                 string
	above                 g.Node
}

func (w *Web) form(v *visit, reg *record.Register, p formPage) (g.Node, error) {
	list, byField, err := problems(p.err)
	if p.err != nil && err != nil {
		return nil, err
	}
	if p.err != nil {
		v.status = statusOf(p.err)
	}
	n, err := w.namesOf(v.ctx(), w.reader(v), reg, []record.Record{p.rec}, nil)
	if err != nil {
		return nil, err
	}
	body := append(g.Group{}, p.extra...)
	var section *ui.FormSection
	files := false
	for _, f := range p.fields {
		x, err := w.field(v, n, reg, f, p.rec, p.in, byField[f.Name])
		if err != nil {
			return nil, err
		}
		files = files || f.Kind.Name() == "file"
		if f.Kind.Name() == "file" && x.Value != "" {
			p.hidden = append(p.hidden, ui.Pair{Name: f.Name + ".kept", Value: x.Value})
		}
		if section == nil || section.Title != f.Section {
			if section != nil {
				body = append(body, *section)
			}
			section = &ui.FormSection{Title: f.Section, Pairs: true, Folded: section != nil}
		}
		section.Body = append(section.Body, x)
		section.Folded = section.Folded && !f.IsRequired && !f.IsPersonal && x.Value+x.Text+x.Error == "" && len(x.Values)+len(x.Kept) == 0
	}
	if section != nil {
		body = append(body, *section)
	}
	k := v.r.PostForm.Get("_key")
	if k == "" || p.err == nil {
		k = key()
	}
	version := ""
	if id := record.BaseOf(p.rec).ID; id != 0 {
		version = strconv.FormatInt(record.BaseOf(p.rec).Version, 10)
	}
	return w.shellPage(v, ui.Page{Title: p.title, Problem: p.err != nil}, false,
		ui.Head{Title: p.title, Crumbs: p.crumbs, Note: p.note}, p.above,
		ui.Form{Action: p.action, Files: files, Key: k, Version: version, Hidden: append(p.hidden, ui.Pair{Name: "_asked", Value: "1"}), Problems: list, Body: body,
			Draft: p.draft, Bar: ui.ActionBar{Actions: []ui.Action{{Label: p.submit, Style: ui.Primary}, {Label: "不填了", Href: back(v), Style: ui.Quiet}}}}), nil
}

// areaField asks where a new record belongs, unless there is only one answer.
func (w *Web) areaField(v *visit, typed string) (g.Node, []ui.Pair, error) {
	if area.LevelOf(v.actor.Area) >= area.Community {
		return nil, []ui.Pair{{Name: "_area", Value: v.actor.Area}}, nil
	}
	list, err := w.Store.AreasBelow(v.ctx(), v.actor.Area, 12)
	if err != nil {
		return nil, nil, err
	}
	own, err := w.Store.AreaNames(v.ctx(), []string{v.actor.Area})
	if err != nil {
		return nil, nil, err
	}
	options := []ui.Option{{Value: v.actor.Area, Label: own[v.actor.Area] + "（本级）"}}
	for _, o := range list {
		options = append(options, ui.Option{Value: o.Value, Label: o.Label})
	}
	return ui.Field{Widget: ui.Select, Name: "_area", Label: "所在地", Required: true, Value: or(typed, v.actor.Area), Options: options}, nil, nil
}

func (w *Web) newForm(v *visit) (g.Node, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, err
	}
	in := record.Input{} // a link may fill in what it knows
	for _, f := range asked(reg, true) {
		if s := v.r.URL.Query().Get(f.Name); s != "" {
			in[f.Name] = s
		}
	}
	return w.newFormWith(v, reg, in, v.r.URL.Query().Get("_area"), nil)
}

func (w *Web) newFormWith(v *visit, reg *record.Register, in record.Input, place string, err error) (g.Node, error) {
	if !v.actor.Holds(reg.Rights.Create) {
		return nil, fault.New(fault.Refused, "您的岗位不能登记%s；需要时请联系本单位管理员", reg.Label)
	}
	rec := reg.New()
	if s, ok := rec.(record.Starter); ok {
		s.Start(*v.actor, w.Store.Today())
	}
	field, hidden, errArea := w.areaField(v, place)
	if errArea != nil {
		return nil, errArea
	}
	p := formPage{title: w.making(reg), action: w.UI.URL("/r/" + reg.Name), submit: "保存", fields: early(reg, asked(reg, true), rec, in), rec: rec, in: in, hidden: hidden, err: err,
		crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: "登记"}}, draft: fmt.Sprintf("%d/new/%s", v.actor.Account, reg.Name)}
	if field != nil {
		p.extra = g.Group{ui.FormSection{Body: g.Group{field}}}
	}
	if len(reg.State.Initials()) > 1 {
		p.extra = append(p.extra, stateField(reg, in[reg.State.Name]))
	}
	return w.form(v, reg, p)
}

// making names the form that makes a record as the button that leads to it.
func (w *Web) making(reg *record.Register) string {
	if reg == w.Quick {
		return "记一次活动"
	}
	return "登记" + reg.Label
}

// stateField asks in which of its first states a record begins.
func stateField(reg *record.Register, value string) g.Node {
	x := ui.Field{Widget: ui.Radios, Name: reg.State.Name, Label: reg.State.Label, Required: true, Value: or(value, reg.State.Initial[0])}
	for _, s := range reg.State.Initial {
		x.Options = append(x.Options, ui.Option{Value: s, Label: reg.StateLabel(s)})
	}
	return ui.FormSection{Body: g.Group{x}}
}

func (w *Web) create(v *visit) (g.Node, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, err
	}
	in, err := w.inputOf(v, asked(reg, true))
	if err != nil {
		return nil, err
	}
	if len(reg.State.Initials()) > 1 {
		in[reg.State.Name] = or(v.r.PostForm.Get(reg.State.Name), reg.State.Initial[0])
	}
	place := v.r.PostForm.Get("_area")
	res, err := w.Store.Create(v.ctx(), v.actor, reg, place, in, v.r.PostForm.Get("_key"))
	if fault.Is(err, fault.Invalid) {
		return w.newFormWith(v, reg, in, place, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/r/%s/%d?done=create", reg.Name, res.ID))
}

func (w *Web) editForm(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	return w.editFormWith(v, reg, id, nil, nil, nil)
}

func (w *Web) editFormWith(v *visit, reg *record.Register, id int64, in record.Input, above g.Node, errIn error) (g.Node, error) {
	rec, err := w.reader(v).Get(v.ctx(), reg, id)
	if err != nil {
		return nil, err
	}
	if err := w.Store.MayEdit(v.actor, reg, rec); err != nil {
		return nil, err
	}
	return w.form(v, reg, formPage{title: "修改" + reg.Label, action: w.at(reg, id), submit: "保存修改", fields: early(reg, asked(reg, false), rec, in), rec: rec, in: in, err: errIn, above: above,
		crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: record.Code(id), Href: w.at(reg, id)}, {Label: "修改"}}})
}

func version(v *visit) int64 {
	n, _ := strconv.ParseInt(v.r.PostForm.Get("_version"), 10, 64) // 0 is answered as a missing version
	return max(n, 0)
}

func (w *Web) edit(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	in, err := w.inputOf(v, asked(reg, false))
	if err != nil {
		return nil, err
	}
	_, err = w.Store.Edit(v.ctx(), v.actor, reg, id, version(v), in, v.r.PostForm.Get("_key"))
	switch {
	case fault.HasCode(err, fault.CodeStale):
		v.status = 409
		return w.stale(v, reg, id, in, err)
	case fault.Is(err, fault.Invalid):
		return w.editFormWith(v, reg, id, in, nil, err)
	case err != nil:
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/r/%s/%d?done=edit", reg.Name, id))
}

// stale shows both versions of a record that somebody else changed meanwhile,
// above the form that still holds what was typed.
func (w *Web) stale(v *visit, reg *record.Register, id int64, in record.Input, errIn error) (g.Node, error) {
	detail, ok := fault.As(errIn).Detail.(store.Stale)
	if !ok {
		return nil, errIn
	}
	n, err := w.namesOf(v.ctx(), w.reader(v), reg, []record.Record{detail.Now}, nil)
	if err != nil {
		return nil, err
	}
	table := ui.ConflictTable{Who: "有人在 " + record.BaseOf(detail.Now).Changed.String() + " 改过"}
	for _, f := range asked(reg, false) {
		yours, sent := in[f.Name]
		if theirs := w.text(n, f, detail.Now); sent && theirs != yours && f.Text(detail.Now) != yours && !f.IsPersonal {
			table.Rows = append(table.Rows, ui.ConflictRow{Label: f.Label, Yours: yours, Theirs: theirs})
		}
	}
	above := g.Group{ui.Notice(ui.Warn, g.Text("您打开之后，这条"+reg.Label+"已被改过。下面表格左右是两个版本；核对后再保存，就以您这次填的为准。")), table}
	page, err := w.editFormWith(v, reg, id, in, above, nil)
	v.status = 409
	return page, err
}

func (w *Web) stepOf(v *visit) (*record.Register, record.Record, *record.Step, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, nil, nil, err
	}
	rec, err := w.reader(v).Get(v.ctx(), reg, id)
	if err != nil {
		return nil, nil, nil, err
	}
	st := reg.Step(v.r.PathValue("step"))
	if st == nil {
		return nil, nil, nil, errNowhere()
	}
	return reg, rec, st, nil
}

func (w *Web) stepForm(v *visit) (g.Node, error) {
	reg, rec, st, err := w.stepOf(v)
	if err == nil {
		err = w.Store.MayTake(v.actor, reg, rec, st)
	}
	if err != nil {
		return nil, err
	}
	return w.stepFormWith(v, reg, rec, st, nil, nil)
}

func (w *Web) stepFormWith(v *visit, reg *record.Register, rec record.Record, st *record.Step, in record.Input, errIn error) (g.Node, error) {
	id := record.BaseOf(rec).ID
	errIn = underscored(errIn)
	_, byField, _ := problems(errIn)
	extra := ui.FormSection{}
	if st.NeedsNote || v.r.PostForm.Get("_note") != "" {
		extra.Body = append(extra.Body, ui.Field{Widget: ui.Prose, Name: "_note", Label: "原因", Required: true, Lines: 3, Value: v.r.PostForm.Get("_note"), Error: byField["_note"]})
	}
	extra.Body = append(extra.Body, ui.Field{Widget: ui.DateInput, Name: "_on", Label: "生效日期", Hint: "不填就是今天", Value: v.r.PostForm.Get("_on"), Error: byField["_on"]})
	var note g.Node = g.Text(w.titleOf(reg, rec))
	if st.Hint != "" {
		note = g.Group{note, g.Text("。" + st.Hint)}
	}
	return w.form(v, reg, formPage{title: st.Label, action: w.at(reg, id, "/do/"+st.Name), submit: st.Label, fields: st.Asked, rec: rec, in: in, err: errIn, extra: g.Group{extra}, note: note,
		crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: record.Code(id), Href: w.at(reg, id)}, {Label: st.Label}}})
}

// underscored names what a step itself asks as its form does: apart from the
// record's own fields.
func underscored(err error) error {
	e := fault.As(err)
	if e == nil || len(e.Problems) == 0 {
		return err
	}
	list := slices.Clone(e.Problems)
	for i, p := range list {
		if p.Field == "note" && p.Label == "原因" || p.Field == "on" && p.Label == "生效日期" {
			list[i].Field = "_" + p.Field
		}
	}
	return fault.Fields(list...)
}

func (w *Web) step(v *visit) (g.Node, error) {
	reg, rec, st, err := w.stepOf(v)
	if err != nil {
		return nil, err
	}
	if err := v.parse(); err != nil {
		return nil, err
	}
	in := record.Input{}
	if v.r.PostForm.Get("_asked") != "" { // from its form, not from a button beside the record
		if in, err = w.inputOf(v, st.Asked); err != nil {
			return nil, err
		}
	}
	on, err := clock.ParseDate(v.r.PostForm.Get("_on"), w.Store.Today())
	if err != nil {
		return w.stepFormWith(v, reg, rec, st, in, fault.Fields(fault.Problem{Field: "on", Label: "生效日期", Text: message(err)}))
	}
	id := record.BaseOf(rec).ID
	_, err = w.Store.Take(v.ctx(), v.actor, reg, id, version(v), st.Name, store.Taking{On: on, Note: strings.TrimSpace(v.r.PostForm.Get("_note")), In: in}, v.r.PostForm.Get("_key"))
	if fault.Is(err, fault.Invalid) && !fault.HasCode(err, fault.CodeMissing) {
		return w.stepFormWith(v, reg, rec, st, in, err)
	}
	if fault.HasCode(err, fault.CodeStale) {
		return w.stepFormWith(v, reg, rec, st, in, fault.New(fault.Invalid, "您打开之后，这条%s已被改过；请看一眼再办", reg.Label))
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/r/%s/%d?done=%s", reg.Name, id, escape("已"+st.Label)))
}

func (w *Web) voidForm(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	return w.voidFormWith(v, reg, id, nil)
}

func (w *Web) voidFormWith(v *visit, reg *record.Register, id int64, errIn error) (g.Node, error) {
	rec, err := w.reader(v).Get(v.ctx(), reg, id)
	if err == nil {
		err = w.Store.MayVoid(v.actor, reg, rec)
	}
	if err != nil {
		return nil, err
	}
	_, byField, _ := problems(errIn)
	return w.form(v, reg, formPage{title: "作废", action: w.at(reg, id, "/void"), submit: "作废", rec: rec, err: errIn, note: h.Span(g.Text(w.titleOf(reg, rec) + "。作废后不再出现在清单和数字里，历史仍可查。")),
		extra:  g.Group{ui.FormSection{Body: g.Group{ui.Field{Widget: ui.Prose, Name: "reason", Label: "原因", Required: true, Lines: 3, Value: v.r.PostForm.Get("reason"), Error: byField["reason"]}}}},
		crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: record.Code(id), Href: w.at(reg, id)}, {Label: "作废"}}})
}

func (w *Web) void(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	_, err = w.Store.Void(v.ctx(), v.actor, reg, id, version(v), strings.TrimSpace(v.r.PostForm.Get("reason")), v.r.PostForm.Get("_key"))
	if fault.Is(err, fault.Invalid) {
		return w.voidFormWith(v, reg, id, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/r/%s/%d?done=void", reg.Name, id))
}
