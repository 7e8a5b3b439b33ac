package web

import (
	"fmt"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

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
	if err == nil && st.NeedsProof { // before the form is filled in, not after
		err = store.Proven(v.actor)
	}
	if err != nil {
		return nil, err
	}
	for _, f := range st.Asked { // what was picked beside the record
		if picked := v.r.URL.Query()[f.Name]; len(picked) > 0 {
			if err := f.Kind.Parse(f.Ptr(rec), strings.Join(picked, "、")); err != nil {
				return w.stepFormWith(v, reg, rec, st, nil, fault.Fields(fault.Problem{Field: f.Name, Label: f.Label, Text: message(err)}))
			}
		}
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
	var hidden []ui.Pair
	if to := v.r.PostForm.Get("_to"); to != "" {
		hidden = append(hidden, ui.Pair{Name: "_to", Value: to})
	}
	return w.form(v, reg, formPage{title: st.Label, hidden: hidden, action: w.at(reg, id, "/do/"+st.Name), submit: st.Label, fields: st.Asked, needed: st.Needed, rec: rec, in: in, err: errIn, extra: g.Group{extra}, about: "。" + st.Hint,
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
	if fault.Is(err, fault.Conflict) && !fault.HasCode(err, fault.CodeState) { // something else stands in the way: what was typed is kept
		return w.stepFormWith(v, reg, rec, st, in, fault.New(fault.Invalid, "%s", message(err)))
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, or(backTo(v, "已"+st.Label), fmt.Sprintf("/r/%s/%d?done=%s", reg.Name, id, escape("已"+st.Label))))
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
