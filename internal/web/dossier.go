package web

import (
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// Whom a closed record belongs to opens its dossier (案卷), and reads it in full
// for some hours; a child's shows nothing before somebody has said why.

// dossierBar says whether the dossier is open, and offers to open it.
func (w *Web) dossierBar(v *visit, reg *record.Register, rec record.Record, until record.Moment) g.Node {
	switch {
	case until != 0:
		return ui.Notice(ui.Info, g.Text("案卷打开着，到 "+until.Time().Format("15:04")+" 合上，内容全部显示；打开已记录，号码要逐个看。"))
	case w.Store.MayReveal(v.actor, reg, rec) != nil:
		return nil
	}
	return h.Div(h.Class("noprint"), ui.Notice(ui.Info, g.Text("这是保密的案卷，个人信息遮着。打开后几小时内全部显示，打开会记录下来。"),
		ui.Action{Label: "打开案卷", Post: w.at(reg, record.BaseOf(rec).ID, "/open"), Hidden: []ui.Pair{{Name: "to", Value: v.r.URL.RequestURI()}}}))
}

// askWhy asks why a child's dossier is to be opened.
func (w *Web) askWhy(v *visit, errIn error) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, errIn // it was met on the way to something else
	}
	list, by, _ := problems(errIn)
	v.status = http.StatusForbidden
	to := v.r.PostForm.Get("to")
	if v.r.Method == http.MethodGet {
		to = v.r.URL.RequestURI()
	}
	_, err = w.reader(v).Get(v.ctx(), reg, id)
	child, says := fault.HasCode(err, fault.CodeReason), message(errIn)
	if child {
		says = "服务对象未成年。写明为什么要看才能打开；谁在什么时候为什么打开过，记在案卷里，负责的社工和督导都看得到。"
	}
	return w.shellPage(v, ui.Page{Title: "打开案卷", Problem: list != nil}, false,
		ui.Head{Title: "打开" + reg.Label + " " + record.Code(id), Crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: record.Code(id)}},
			Note: g.Text(says)},
		h.Section(h.Class("card narrow"), h.Div(h.Class("in"), ui.Form{Action: w.at(reg, id, "/open"), NoDraft: true, Problems: list, Hidden: []ui.Pair{{Name: "to", Value: to}},
			Body: g.Group{ui.Field{Name: "reason", Label: "为什么要看", Required: child, Error: by["reason"], Hint: "如 今天下午家访，先看上次的约定"}},
			Bar:  ui.ActionBar{Actions: []ui.Action{{Label: "打开案卷", Style: ui.Primary}, {Label: "不看了", Href: w.UI.URL("/"), Style: ui.Quiet}}}}))), nil
}

func (w *Web) openDossier(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	err = w.Store.OpenDossier(v.ctx(), v.actor, reg, id, v.r.PostForm.Get("reason"))
	if fault.Is(err, fault.Invalid) {
		return w.askWhy(v, err)
	}
	if err != nil {
		return nil, err
	}
	to := w.at(reg, id)
	if back := v.r.PostForm.Get("to"); strings.HasPrefix(back, to) && w.local(back) == back {
		to = back
	}
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil, nil
}
