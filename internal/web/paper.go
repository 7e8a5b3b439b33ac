package web

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// blankPaper is a register's form on paper, to be filled in by hand.
func (w *Web) blankPaper(v *visit) (g.Node, error) {
	reg, err := w.register(v)
	if err == nil {
		err = w.Store.MayCreate(v.actor, reg)
	}
	if err != nil {
		return nil, err
	}
	empty := reg.New()
	return w.paper(v, reg, empty, nil, "")
}

// filledPaper is one record on paper, what is personal masked, with a code that
// leads back to it.
func (w *Web) filledPaper(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	rec, err := w.reader(v).Get(v.ctx(), reg, id)
	if err != nil {
		return nil, err
	}
	n, err := w.namesOf(v.ctx(), w.reader(v), reg, []record.Record{rec}, nil)
	if err != nil {
		return nil, err
	}
	return w.paper(v, reg, rec, n, w.public(v, w.at(reg, id)))
}

// public gives the full address of a page, for paper.
func (w *Web) public(v *visit, path string) string {
	scheme := "http"
	if v.r.TLS != nil || v.r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + v.r.Host + path
}

// paper draws a form: with names n filled in, without blank. address is where
// the record is found.
func (w *Web) paper(v *visit, reg *record.Register, rec record.Record, n *names, address string) (g.Node, error) {
	var rows g.Group
	section := ""
	for _, f := range reg.Fields {
		if n == nil && !f.Asked() {
			continue
		}
		if f.Section != section {
			section = f.Section
			rows = append(rows, h.Tr(h.Th(h.Class("sub"), h.ColSpan("2"), h.Scope("colgroup"), g.Text(section))))
		}
		value := g.Node(nil)
		if n != nil {
			value = w.show(n, f, rec)
		} else {
			words, err := w.toTick(v, f)
			if err != nil {
				return nil, err
			}
			value = g.Text(words)
		}
		rows = append(rows, h.Tr(g.If(f.Kind.Name() == "prose", h.Class("tall")), h.Th(h.Scope("row"), g.Text(f.Label), g.If(n == nil && f.IsRequired, h.Small(g.Text("必填")))), h.Td(value)))
	}
	title, head := reg.Label+"登记表", ui.Head{Title: reg.Label + "登记表", Crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: "空白表"}}, Note: g.Text("用浏览器的打印（Ctrl+P），A4 纸。")}
	print := ui.Print{Unit: w.Name + " · " + v.actor.Unit}
	code := g.Node(nil)
	if n != nil {
		b := record.BaseOf(rec)
		head.Crumbs[1] = ui.Link{Label: record.Code(b.ID), Href: w.at(reg, b.ID)}
		print.Code, print.AsOf = record.Code(b.ID), "打印于 "+w.Store.Clock().Now().In(shanghai).Format("2006年1月2日 15:04")
		code = h.Div(h.Class("code-back"), ui.QR(address, "二维码：打开这条记录"), h.P(g.Text("编号 "+record.Code(b.ID)), h.Br(), g.Text(n.area(b.Area))))
	}
	foot := h.P(h.Class("sign"), g.Map([]string{"填表人", "核对人", "日期"}, func(s string) g.Node { return h.Span(g.Text(s + "：")) }))
	return w.shellPage(v, ui.Page{Title: title, Print: print}, false, head,
		h.Section(h.Class("card form-paper"), code, h.Table(h.Caption(g.Text(title)), h.TBody(rows)), foot)), nil
}

// toTick gives what may be ticked in a blank form.
func (w *Web) toTick(v *visit, f *record.Field) (string, error) {
	var labels []string
	switch k := f.Kind.(type) {
	case record.Chosen:
		for _, o := range k.Options() {
			labels = append(labels, o.Label)
		}
	case record.Coded:
		list, err := w.Store.Options(v.ctx(), k.List(), v.actor.Area, w.Store.Today())
		if err != nil {
			return "", err
		}
		for _, o := range list {
			labels = append(labels, o.Label)
		}
	}
	if f.Kind.Name() == "bool" {
		labels = []string{"是", "否"}
	}
	if len(labels) > 0 {
		return "□ " + strings.Join(labels, "　□ "), nil
	}
	return map[string]string{"date": "　　　　年　　月　　日", "month": "　　　　年　　月", "money": "　　　　　　　元"}[f.Kind.Name()], nil
}
