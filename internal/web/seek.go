package web

import (
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Numbers that are kept sealed are looked for by a form that is posted, and
// stand sealed in the address of what was found: addresses are kept by browsers
// and proxies.

// sealedFields gives the fields v may look records up by.
func sealedFields(v *visit, reg *record.Register) (list []*record.Field) {
	for _, f := range reg.Fields {
		if f.IsSealed && v.actor.Holds(reg.Rights.Reveal) {
			list = append(list, f)
		}
	}
	return list
}

func (w *Web) seekPage(v *visit) (g.Node, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, err
	}
	return w.seekForm(v, reg, nil)
}

func (w *Web) seekForm(v *visit, reg *record.Register, err error) (g.Node, error) {
	fields := sealedFields(v, reg)
	if len(fields) == 0 {
		return nil, fault.New(fault.Refused, "您的岗位不能按号码查%s；需要时请联系办理人", reg.Label)
	}
	list, byField, other := problems(err)
	if other != nil {
		return nil, other
	}
	if err != nil {
		v.status = http.StatusUnprocessableEntity
	}
	chosen := or(v.r.PostForm.Get("field"), fields[0].Name)
	which := g.Node(h.Input(h.Type("hidden"), h.Name("field"), h.Value(chosen)))
	if len(fields) > 1 {
		x := ui.Field{Widget: ui.Select, Name: "field", Label: "按哪一项", Value: chosen, Required: true}
		for _, f := range fields {
			x.Options = append(x.Options, ui.Option{Value: f.Name, Label: f.Label})
		}
		which = x
	}
	return w.shellPage(v, ui.Page{Title: "按号码查" + reg.Label, Problem: err != nil}, false,
		ui.Head{Title: "按号码查" + reg.Label, Crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: "按号码查"}},
			Note: g.Text("号码加密保存，只能按整个号码或末四位查。查过会记录下来，号码本身不会留下。")},
		ui.Form{Action: w.UI.URL("/r/" + reg.Name + "/seek"), NoDraft: true, Problems: list, Body: g.Group{which,
			ui.Field{Name: "number", Label: "号码", Value: v.r.PostForm.Get("number"), Required: true, Hint: "整个号码，或手机号、身份证号的末四位", Error: byField["number"], Auto: "off"}},
			Bar: ui.ActionBar{Actions: []ui.Action{{Label: "查找", Style: ui.Primary}}}}), nil
}

// seek tries the number and sends the browser on to what it finds.
func (w *Web) seek(v *visit) (g.Node, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, err
	}
	name, number := v.r.PostForm.Get("field"), strings.TrimSpace(v.r.PostForm.Get("number"))
	if len(sealedFields(v, reg)) == 0 {
		return w.seekForm(v, reg, nil)
	}
	if f := reg.Field(name); number == "" || f == nil || !f.IsSealed {
		return w.seekForm(v, reg, fault.Fields(fault.Problem{Field: "number", Label: "号码", Text: "填整个号码，或末四位"}))
	}
	if err := w.reader(v).MaySeek(reg, name, number); err != nil {
		return w.seekForm(v, reg, fault.Fields(fault.Problem{Field: "number", Label: "号码", Text: err.Error()}))
	}
	sealed, err := w.Store.Keys().Seal("seek", reg.Name, v.actor.Account, name+" "+number)
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/r/"+reg.Name+"?seek="+escape(sealed))
}

// sought adds to a query what its address has sealed, for whoever sealed it.
func (w *Web) sought(v *visit, reg *record.Register, q store.Query) (store.Query, error) {
	sealed := v.r.URL.Query().Get("seek")
	if sealed == "" {
		return q, nil
	}
	plain, err := w.Store.Keys().Open("seek", reg.Name, v.actor.Account, sealed)
	name, number, ok := strings.Cut(plain, " ")
	if err != nil || !ok {
		return q, fault.New(fault.Invalid, "这次查找已经不能用了：它只对查的人有用。请重新按号码查")
	}
	q.Filters[name] = number
	return q, nil
}
