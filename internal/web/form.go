package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/area"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

func asked(reg *record.Register, isNew bool) []*record.Field {
	var out []*record.Field
	for _, f := range reg.Fields {
		if f.Asked() && (isNew || !f.IsFixed) {
			out = append(out, f)
		}
	}
	return out
}

// early leaves out what a later step needs or, where the record ends, asks for,
// while nobody has said it: a form shows what is asked now. What a record may
// begin beyond that step has to be said here, as does what was found wanting.
func early(reg *record.Register, fields []*record.Field, rec record.Record, in record.Input, err error) []*record.Field {
	_, wrong, _ := problems(err)
	later := func(f *record.Field) bool {
		begun, needed := false, false
		for _, st := range reg.Steps {
			if slices.Contains(st.Needed, f) || final(reg, st.To) && slices.Contains(st.Asked, f) {
				needed = true
				begun = begun || len(reg.State.Initials()) > 1 && slices.Contains(reg.State.Initial, st.To) && !st.Possible(st.To)
			}
		}
		return !f.IsRequired && unsaid(f, rec) && in[f.Name] == "" && wrong[f.Name] == "" && needed && !begun
	}
	return slices.DeleteFunc(slices.Clone(fields), later)
}

// formPage draws a form over fields of rec, with what was typed and what is
// wrong with it.
type formPage struct {
	title, action, submit string
	crumbs                []ui.Link
	note                  g.Node
	about                 string // after whose form it is
	fields, needed        []*record.Field
	rec                   record.Record
	in                    record.Input
	extra                 g.Group // fields of the form that are not the record's
	hidden                []ui.Pair
	err                   error
	draft                 string
	above                 g.Node
	alike                 string // address that says what is probably recorded already
	found                 g.Group
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
	if record.BaseOf(p.rec).ID == 0 {
		n.open = reg.Rights.Closed
	} else if until, err := w.reader(v).OpenUntil(v.ctx(), reg, p.rec); err != nil {
		return nil, err
	} else if n.open = until != 0; !n.open && reg.Rights.Closed && slices.ContainsFunc(p.fields, func(f *record.Field) bool { return f.IsPersonal && !f.Empty(p.rec) }) {
		return nil, fault.Coded(fault.Refused, fault.CodeReason, "案卷合着，内容遮住了，打开以后再改；需要时请联系负责的社工")
	}
	if p.about != "" {
		p.note = g.Text(strings.TrimSuffix(w.heading(n, reg, p.rec)+p.about, "。"))
	}
	body := append(g.Group{}, p.extra...)
	var section *ui.FormSection
	files := false
	for _, f := range p.fields {
		x, err := w.field(v, n, reg, f, p.rec, p.in, byField[f.Name])
		if err != nil {
			return nil, err
		}
		x.Required = x.Required || slices.Contains(p.needed, f)
		x.First = f == reg.Title && reg == w.Quick && p.err == nil && record.BaseOf(p.rec).ID == 0
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
	bar := []ui.Action{{Label: p.submit, Style: ui.Primary}, {Label: "不填了", Href: w.back(v), Style: ui.Quiet}}
	if p.alike != "" {
		body = append(body, ui.AlikeBox(p.alike, p.found))
		bar = slices.Insert(bar, 1, ui.Action{Label: "看有没有类似的", To: p.alike + "#alike"})
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
			Draft: p.draft, NoDraft: reg.Rights.Closed, Bar: ui.ActionBar{Actions: bar}}), nil
}

// areaField asks where a new record belongs, unless there is only one answer.
func (w *Web) areaField(v *visit, typed string, also ...int) (g.Node, []ui.Pair, error) {
	if area.LevelOf(v.actor.Area) >= area.Community {
		return nil, []ui.Pair{{Name: "_area", Value: v.actor.Area}}, nil
	}
	var list []record.Option
	for _, digits := range append(also, 12) { // at most two levels
		below, err := w.Store.AreasBelow(v.ctx(), v.actor.Area, digits)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, below...)
	}
	slices.SortStableFunc(list, func(a, b record.Option) int { return strings.Compare(a.Value, b.Value) })
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
	if last := w.Last[reg.Name]; last != nil {
		if err := last(v.ctx(), w.Store.Reader(v.actor), in); err != nil {
			return nil, err
		}
	}
	return w.newFormWith(v, reg, in, v.r.URL.Query().Get("_area"), nil)
}

func (w *Web) newFormWith(v *visit, reg *record.Register, in record.Input, place string, err error, found ...g.Node) (g.Node, error) {
	if err := w.Store.MayCreate(v.actor, reg); err != nil {
		return nil, err
	}
	rec := reg.New()
	if s, ok := rec.(record.Starter); ok {
		s.Start(*v.actor, w.Store.Today())
	}
	for _, f := range asked(reg, true) { // what a link refers to is shown by its name
		if _, id := strconv.ParseInt(in[f.Name], 10, 64); id == nil && f.Kind.Name() == "ref" {
			if err := f.Kind.Parse(f.Ptr(rec), in[f.Name]); err != nil {
				return nil, err
			}
		}
	}
	field, hidden, errArea := w.areaField(v, place)
	if errArea != nil {
		return nil, errArea
	}
	if reg.Place != nil { // it lies where what it refers to lies
		field, hidden = nil, nil
	}
	if to := v.r.FormValue("_to"); to != "" {
		hidden = append(hidden, ui.Pair{Name: "_to", Value: to})
	}
	p := formPage{title: w.making(reg), action: w.UI.URL("/r/" + reg.Name), submit: "保存", fields: early(reg, asked(reg, true), rec, in, err), rec: rec, in: in, hidden: hidden, err: err,
		crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: "登记"}}, draft: fmt.Sprintf("%d/new/%s", v.actor.Account, reg.Name)}
	if p.found = found; w.Alike[reg.Name] != nil {
		p.alike = w.UI.URL("/r/" + reg.Name + "/alike")
	}
	if field != nil {
		p.extra = g.Group{ui.FormSection{Body: g.Group{field}}}
	}
	if len(reg.State.Initials()) > 1 && v.actor.Holds(reg.Rights.Import) { // whoever else makes one has steps for the rest
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
	if len(reg.State.Initials()) > 1 && v.actor.Holds(reg.Rights.Import) { // whoever else makes one has steps for the rest
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
	return w.go303(v, or(backTo(v, "create"), fmt.Sprintf("/r/%s/%d?done=create", reg.Name, res.ID)))
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
	return w.form(v, reg, formPage{title: "修改" + reg.Label, action: w.at(reg, id), submit: "保存修改", fields: early(reg, asked(reg, false), rec, in, errIn), rec: rec, in: in, err: errIn, above: above,
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
	mine := reg.Copy(detail.Now) // as it would be; what is wrong with it the form says when it is saved
	if resolved, _ := w.reader(v).Resolve(v.ctx(), reg, in); resolved != nil {
		_ = reg.Set(mine, resolved)
	}
	n, err := w.namesOf(v.ctx(), w.reader(v), reg, []record.Record{detail.Now, mine}, nil)
	if err != nil {
		return nil, err
	}
	table := ui.ConflictTable{Who: "有人在 " + record.BaseOf(detail.Now).Changed.String() + " 改过"}
	for _, f := range asked(reg, false) {
		if theirs, yours := w.text(n, f, detail.Now), w.text(n, f, mine); theirs != yours && !f.IsPersonal {
			table.Rows = append(table.Rows, ui.ConflictRow{Label: f.Label, Yours: yours, Theirs: theirs})
		}
	}
	above := g.Group{ui.Notice(ui.Warn, g.Text("您打开之后，这条"+reg.Label+"已被改过。下面表格左右是两个版本；核对后再保存，就以您这次填的为准。")), h.Div(h.Class("stack"), table)}
	page, err := w.editFormWith(v, reg, id, in, above, nil)
	v.status = 409
	return page, err
}
