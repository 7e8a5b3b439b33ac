package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// told are the inputs of a change, as the form sends them and the preview keeps
// them.
var told = []string{"key", "value", "area", "from", "to", "place", "end", "note", "document", "days", "year", "drop"}

// nameOf gives what a path speaks of, with its words; an unknown one is not found.
func (w *Web) nameOf(v *visit, sort store.Sort) (name, label string, err error) {
	switch name = v.r.PathValue("name"); sort {
	case store.OfDay:
		return store.CalendarName, "工作日历", nil
	case store.OfCode:
		if l := w.Store.CodeListOf(name); l != nil {
			return name, l.Label, nil
		}
	default:
		if s := w.Store.Described(name); s != nil && len(s.By) > 0 {
			return name, s.Label, nil
		}
	}
	return "", "", errNowhere()
}

// ruling reads what a form wants changed.
func (w *Web) ruling(rules *store.Rules, sort store.Sort, name string, form url.Values) (store.Ruling, error) {
	c := store.Ruling{Sort: sort, Name: name, Seen: rules.Version(sort, name), Note: strings.TrimSpace(form.Get("note")), Document: strings.TrimSpace(form.Get("document"))}
	if sort == store.OfDay {
		rows, err := w.wantedDays(rules, form)
		c.Rows = rows
		return c, err
	}
	var problems []fault.Problem
	day := func(field, label string) clock.Date {
		d, err := clock.ParseDate(form.Get(field), w.Store.Today())
		if err != nil {
			problems = append(problems, fault.Problem{Field: field, Label: label, Text: message(err)})
		}
		return d
	}
	want := store.Wanted{Key: strings.TrimSpace(form.Get("key")), Value: strings.Join(form["value"], ","), Area: form.Get("area"), From: day("from", "起始日期"), To: day("to", "截止日期"), End: form.Get("end") != ""}
	if n, err := strconv.ParseInt(or(form.Get("place"), "0"), 10, 64); err == nil && n >= 0 && n <= 10_000 {
		want.Place = n
	} else {
		problems = append(problems, fault.Problem{Field: "place", Label: "排在", Text: "应是 0 到 10000 的整数，小的在前"})
	}
	if form.Get("from") == "" && form.Get("drop") == "" {
		problems = append(problems, fault.Problem{Field: "from", Label: "起始日期", Text: "写从哪天起"})
	}
	c.Rows = []store.Wanted{want}
	if len(problems) > 0 {
		return c, fault.Fields(problems...)
	}
	return c, nil
}

// rulingForm asks what is to change. form is what was typed, nil at first.
func (w *Web) rulingForm(v *visit, sort store.Sort, name string, form url.Values, errIn error) (g.Node, error) {
	list, by, other := problems(errIn)
	if errIn != nil && other != nil {
		return nil, other
	}
	if form == nil {
		form = url.Values{"from": {string(w.Store.Today().AddDays(1))}}
	}
	var fields g.Group
	var hidden []ui.Pair
	if sort == store.OfDay {
		fields = w.dayFields(form, by)
	} else {
		area, err := w.settingArea(v, form.Get("area"), by["area"])
		if err != nil {
			return nil, err
		}
		for _, keep := range []string{"end", "drop"} {
			if x := form.Get(keep); x != "" {
				hidden = append(hidden, ui.Pair{Name: keep, Value: x})
			}
		}
		if sort == store.OfCode {
			if form.Get("fixed") != "" {
				hidden = append(hidden, ui.Pair{Name: "key", Value: form.Get("key")}, ui.Pair{Name: "fixed", Value: "1"})
			} else {
				fields = append(fields, ui.Field{Widget: ui.Code, Name: "key", Label: "代码", Required: true, Value: form.Get("key"), Error: by["key"], Hint: "小写字母开头，如 elder；定了就不再改"})
			}
		}
		if form.Get("end") == "" {
			fields = append(fields, w.valueField(sort, name, form, by["value"]))
			if sort == store.OfCode {
				fields = append(fields, ui.Field{Widget: ui.Number, Name: "place", Label: "排在", Value: form.Get("place"), Error: by["place"], Hint: "小的在前", Short: true})
			}
		}
		fields = append(fields, area, ui.Field{Widget: ui.DateInput, Name: "from", Label: map[bool]string{false: "从哪天起", true: "从哪天起不再适用"}[form.Get("end") != ""], Required: true, Value: form.Get("from"), Error: by["from"]})
		if form.Get("end") == "" {
			fields = append(fields, ui.Field{Widget: ui.DateInput, Name: "to", Label: "到哪天前", Value: form.Get("to"), Error: by["to"], Hint: "不填就是长期；到期后恢复原来的"})
		}
	}
	fields = append(fields,
		ui.Field{Widget: ui.Prose, Name: "note", Label: "为什么改", Required: true, Value: form.Get("note"), Error: by["note"], Lines: 2, MaxLen: 200},
		ui.Field{Name: "document", Label: "文号", Value: form.Get("document"), Error: by["document"], Hint: "有文件依据的写上"})
	return ui.Form{Get: true, Action: w.settingURL(sort, name, "/change"), NoDraft: true, Hidden: hidden, Problems: list, Body: g.Group{ui.FormSection{Body: fields}},
		Bar: ui.ActionBar{Actions: []ui.Action{{Label: "看影响", Style: ui.Primary}}}}, nil
}

func (w *Web) valueField(sort store.Sort, name string, form url.Values, wrong string) g.Node {
	f := ui.Field{Name: "value", Label: "新的值", Required: true, Value: form.Get("value"), Error: wrong}
	if sort == store.OfCode {
		f.Label = "名称"
		return f
	}
	s := w.Store.Described(name)
	f.Unit = s.UnitOf()
	switch s.Kind {
	case store.Choice:
		f.Widget = ui.Choice
		for _, o := range s.Options {
			f.Options = append(f.Options, ui.Option{Value: o.Value, Label: o.Label})
		}
	case store.RoleList:
		f.Widget, f.Values = ui.Checks, form["value"]
		for _, r := range w.Store.RoleNames() {
			f.Options = append(f.Options, ui.Option{Value: string(r.Role), Label: r.Label})
		}
	case store.Text:
	default:
		f.Widget, f.Hint = ui.Number, fmt.Sprintf("%s 到 %s", s.Format(fmt.Sprint(s.Least)), s.Says(fmt.Sprint(s.Most)))
	}
	return f
}

// settingArea asks where something is to hold: the whole county, a town, a
// community.
func (w *Web) settingArea(v *visit, value, wrong string) (g.Node, error) {
	f := ui.Field{Widget: ui.Select, Name: "area", Label: "适用范围", Required: true, Value: or(value, v.actor.Area), Error: wrong,
		Options: []ui.Option{{Value: v.actor.Area, Label: map[bool]string{true: "全县", false: "本级"}[v.actor.Area == w.County]}}}
	for _, digits := range []int{9, 12} {
		list, err := w.Store.AreasBelow(v.ctx(), v.actor.Area, digits)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			f.Options = append(f.Options, ui.Option{Value: o.Value, Label: strings.Repeat("　", digits/3-3) + shortPlace(o.Label)})
		}
	}
	slices.SortStableFunc(f.Options, func(a, b ui.Option) int { return strings.Compare(a.Value, b.Value) })
	return f, nil
}

// changeForm shows what a change would do; with something wrong, what.
func (w *Web) changeForm(v *visit, sort store.Sort) (g.Node, error) {
	return w.changePage(v, sort, v.r.URL.Query(), nil)
}

func (w *Web) changePage(v *visit, sort store.Sort, form url.Values, errIn error) (g.Node, error) {
	name, label, err := w.nameOf(v, sort)
	if err != nil {
		return nil, err
	}
	if !w.Store.MayRule(v.actor, sort, name) {
		return nil, fault.New(fault.Refused, "您的岗位不能改这项设置；需要时请联系县级经办")
	}
	rules, err := w.Store.Rules(v.ctx())
	if err != nil {
		return nil, err
	}
	c, err := w.ruling(rules, sort, name, form)
	if err == nil {
		c, err = w.Store.Check(v.ctx(), v.actor, c)
	}
	var after *store.Rules
	if err == nil {
		after, err = rules.With(c)
	}
	if err != nil && !fault.Is(err, fault.Invalid) {
		return nil, err
	}
	asking := errIn == nil && form.Get("note") == "" // a link to the form, nothing typed yet
	if asking {
		err = nil
	}
	var body g.Group
	crumbs := []ui.Link{{Label: "设置与口径", Href: w.UI.URL("/settings")}, {Label: label, Href: w.settingURL(sort, name)}, {Label: "改动"}}
	for _, wrong := range []error{err, errIn} {
		if wrong != nil {
			v.status = statusOf(wrong)
		}
	}
	if fault.Is(errIn, fault.Conflict) {
		body, errIn = g.Group{ui.Notice(ui.Warn, g.Text(message(errIn)+"。下面是按现在的值重新算的，核对后再保存。"))}, nil
	}
	if after != nil {
		preview, err := w.preview(v, rules, after, c)
		if err != nil {
			return nil, err
		}
		list, by, _ := problems(errIn)
		body = append(body, preview, w.saveForm(v, c, form, list, by))
	}
	again, err := w.rulingForm(v, sort, name, form, err)
	if err != nil {
		return nil, err
	}
	if after != nil {
		again = h.Details(h.Class("data"), h.Summary(g.Text("改一改再看")), again)
	}
	body = append(body, ui.Card{Body: g.Group{again}})
	return w.shellPage(v, ui.Page{Title: label + "：改动", Problem: v.status >= 400}, false, ui.Head{Title: label + "：改动", Crumbs: crumbs}, h.Div(h.Class("stack"), body)), nil
}

// saveForm makes the change that is being looked at.
func (w *Web) saveForm(v *visit, c store.Ruling, form url.Values, list []ui.Problem, by map[string]string) g.Node {
	hidden := []ui.Pair{}
	for _, name := range told {
		for _, x := range form[name] {
			hidden = append(hidden, ui.Pair{Name: name, Value: x})
		}
	}
	var confirm g.Group
	if since, past := w.Store.Past(c); past {
		confirm = g.Group{ui.FormSection{Body: g.Group{ui.Field{Widget: ui.Check, Name: "past", Label: "我看过上面的影响，确认改动 " + string(since) + " 以来已经过去的日子", Required: true, Error: by["past"]}}}}
	}
	k := v.r.PostForm.Get("_key")
	if k == "" {
		k = key()
	}
	return ui.Card{Title: "保存", Body: g.Group{ui.Form{Action: w.settingURL(c.Sort, c.Name, "/change"), Key: k, Version: strconv.FormatInt(c.Seen, 10), NoDraft: true, Hidden: hidden, Problems: list, Body: confirm,
		Bar: ui.ActionBar{Actions: []ui.Action{{Label: "保存改动", Style: ui.Primary}, {Label: "不改了", Href: w.settingURL(c.Sort, c.Name), Style: ui.Quiet}}}}}}
}

// change makes a change of settings.
func (w *Web) change(v *visit, sort store.Sort) (g.Node, error) {
	name, _, err := w.nameOf(v, sort)
	if err != nil {
		return nil, err
	}
	rules, err := w.Store.Rules(v.ctx())
	if err != nil {
		return nil, err
	}
	form := v.r.PostForm
	c, err := w.ruling(rules, sort, name, form)
	if err == nil {
		c.Seen, c.Past = version(v), form.Get("past") != ""
		_, err = w.Store.Rule(v.ctx(), v.actor, c, form.Get("_key"))
	}
	if fault.Is(err, fault.Invalid) || fault.HasCode(err, fault.CodeStale) {
		if fault.HasCode(err, fault.CodeStale) {
			form.Del("_key")
		}
		return w.changePage(v, sort, form, err)
	}
	if err != nil {
		return nil, err
	}
	http.Redirect(v.w, v.r, w.settingURL(sort, name, "?done="+escape("已保存")), http.StatusSeeOther)
	return nil, nil
}
