package web

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// reveal shows one personal field in full, this once; the look is on record
// before the answer leaves.
func (w *Web) reveal(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	name := v.r.PostForm.Get("field")
	plain, err := w.Store.Reveal(v.ctx(), v.actor, reg, id, name, v.r.PostForm.Get("reason"))
	if err != nil {
		return nil, err
	}
	return w.recordPage(v, reg, id, recordView{revealed: map[string]string{name: plain}})
}

// history shows every version of a record and what each changed.
func (w *Web) history(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	entries, err := w.reader(v).Entries(v.ctx(), reg, id, 200)
	if err != nil {
		return nil, err
	}
	t := ui.Timeline{}
	for _, e := range entries {
		entry := ui.TimelineEntry{Who: e.Name, What: actionLabel(reg, e.Action), When: strings.Trim(e.At.String()+" · "+e.Unit, " ·")}
		note := g.Group{}
		if e.Reason != "" {
			note = append(note, h.P(h.Class("sec"), g.Text(e.Reason)))
		}
		for _, c := range e.Changes() {
			words := c.Label + "：" + or(c.Was, "空") + " → " + or(c.Is, "空")
			if e.Action == "reveal" {
				words = "查看了 " + c.Label
			}
			note = append(note, h.P(h.Class("sec"), g.Text(words)))
		}
		entry.Note = note
		t.Entries = append(t.Entries, entry)
	}
	return w.shell(v, reg.Label+"修改历史", false,
		ui.Head{Title: "修改历史", Crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: record.Code(id), Href: w.at(reg, id)}, {Label: "历史"}},
			Note: g.Text("每一次登记、修改、办理和查看都在这里，不能改动。")},
		ui.Card{Title: "从新到旧", Body: g.Group{t}}), nil
}

func actionLabel(reg *record.Register, action string) string {
	if st := reg.Step(action); st != nil {
		return st.Label
	}
	if words := acts()[action]; words != "" {
		return words
	}
	return action
}
