package web

import (
	"fmt"
	"strings"

	g "maragu.dev/gomponents"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// mergeForm asks which record is the same as this one.
func (w *Web) mergeForm(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	return w.mergeFormWith(v, reg, id, nil)
}

func (w *Web) mergeFormWith(v *visit, reg *record.Register, id int64, errIn error) (g.Node, error) {
	rec, err := w.reader(v).Get(v.ctx(), reg, id)
	if err != nil {
		return nil, err
	}
	if err := w.Store.MayMerge(v.actor, reg, rec); err != nil {
		return nil, err
	}
	form, accounts := v.r.PostForm, ""
	if n, err := w.Auth.Belonging(v.ctx(), reg, id); err != nil {
		return nil, err
	} else if n > 0 {
		accounts = fmt.Sprintf("有 %d 个账号属于它：合并后由系统管理员在“账号与岗位”里逐个改到另一条，岗位随单位走。", n)
	}
	return w.form(v, reg, formPage{title: "合并" + reg.Label, action: w.at(reg, id, "/merge"), submit: "合并", rec: rec, err: errIn,
		note: g.Text(w.titleOf(reg, rec) + "（" + record.Code(id) + "）与另一条是同一个。合并后引用它的记录都改指另一条，可以撤销。" + accounts),
		extra: g.Group{ui.FormSection{Body: g.Group{
			ui.Field{Widget: ui.Picker, Name: "keeper", Label: "合并到", Required: true, Source: w.UI.URL("/pick/" + reg.Name), Value: form.Get("keeper"), Text: form.Get("keeper.text"), Hint: "填名称或编号"},
			ui.Field{Widget: ui.Prose, Name: "reason", Label: "原因", Lines: 2, Value: form.Get("reason")}}}},
		crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: record.Code(id), Href: w.at(reg, id)}, {Label: "合并"}}})
}

func (w *Web) merge(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(v.r.PostForm.Get("keeper"))
	if text == "" {
		text = strings.TrimSpace(v.r.PostForm.Get("keeper.text"))
	}
	keeper, err := w.reader(v).Named(v.ctx(), reg, text)
	if fault.Is(err, fault.Invalid) {
		return w.mergeFormWith(v, reg, id, fault.Fields(fault.Problem{Field: "keeper", Label: "合并到", Text: message(err)}))
	}
	if err != nil {
		return nil, err
	}
	_, err = w.Store.Merge(v.ctx(), v.actor, reg, keeper, id, strings.TrimSpace(v.r.PostForm.Get("reason")), v.r.PostForm.Get("_key"))
	if fault.Is(err, fault.Invalid) {
		return w.mergeFormWith(v, reg, id, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/r/%s/%d?done=%s", reg.Name, keeper, escape("已合并")))
}

func (w *Web) unmerge(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	if _, err := w.Store.Unmerge(v.ctx(), v.actor, reg, id, "", v.r.PostForm.Get("_key")); err != nil {
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/r/%s/%d?done=%s", reg.Name, id, escape("已撤销合并")))
}
