package web

import (
	"cmp"
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

// settingRoutes are the pages of what officials may change: numbers, code
// lists, the calendar, what figures mean, what departments do.
func (w *Web) settingRoutes(in func(pattern string, h func(*visit) (g.Node, error))) {
	read := func(pattern string, h func(*visit) (g.Node, error)) {
		in(pattern, func(v *visit) (g.Node, error) {
			if !w.seesSettings(v.actor) {
				return nil, fault.New(fault.Refused, "您的岗位不看设置；需要时请联系县级经办")
			}
			return h(v)
		})
	}
	read("GET /settings", w.settings)
	read("GET /settings/value/{name}", func(v *visit) (g.Node, error) { return w.settingPage(v) })
	read("GET /settings/value/{name}/change", func(v *visit) (g.Node, error) { return w.changeForm(v, store.OfSetting) })
	read("POST /settings/value/{name}/change", func(v *visit) (g.Node, error) { return w.change(v, store.OfSetting) })
	read("GET /settings/list/{name}", w.codeListPage)
	read("GET /settings/list/{name}/change", func(v *visit) (g.Node, error) { return w.changeForm(v, store.OfCode) })
	read("POST /settings/list/{name}/change", func(v *visit) (g.Node, error) { return w.change(v, store.OfCode) })
	read("GET /settings/calendar", w.calendarPage)
	read("GET /settings/calendar.csv", w.calendarCSV)
	read("GET /settings/calendar.ics", w.calendarICS)
	read("GET /settings/calendar/change", func(v *visit) (g.Node, error) { return w.changeForm(v, store.OfDay) })
	read("POST /settings/calendar/change", func(v *visit) (g.Node, error) { return w.change(v, store.OfDay) })
	read("GET /settings/definitions", w.definitions)
	read("GET /settings/definitions/{name}", w.definition)
	in("GET /settings/roles", w.departments)
	in("GET /settings/roles/grant", w.departmentPreview)
	in("POST /settings/roles/grant", w.departmentGrant)
	in("POST /settings/roles/{id}/end", w.departmentEnd)
}

// seesSettings reports whether settings are for an actor to read.
func (w *Web) seesSettings(a *record.Actor) bool {
	return w.seesFigures(a) || a.Holds(record.By(w.Admin))
}

// settings is the way to everything that may be changed, chapter by chapter.
func (w *Web) settings(v *visit) (g.Node, error) {
	rules, err := w.Store.Rules(v.ctx())
	if err != nil {
		return nil, err
	}
	q, today := strings.TrimSpace(v.r.URL.Query().Get("q")), w.Store.Today()
	fits := func(words ...string) bool { return q == "" || strings.Contains(strings.Join(words, " "), q) }
	var body g.Group
	if warn := w.yearMissing(v, rules); warn != nil {
		body = append(body, warn)
	}
	for _, ch := range w.Menu {
		t := ui.Table{Caption: ch.Name + "的设置", Columns: []ui.Column{{Label: "设置"}, {Label: "全县现在的值"}, {Label: "依据"}}}
		for i := range w.Store.Settings() {
			s := &w.Store.Settings()[i]
			if s.Chapter != ch.Number || len(s.By) == 0 || !fits(s.Label, s.Means, s.Name, s.Source) {
				continue
			}
			p, _ := rules.Setting(s.Name, "", today)
			value := g.Group{h.Strong(g.Text(w.Store.ProvisionText(&p)))}
			if n := elsewhere(rules, s.Name, today); n > 0 {
				value = append(value, h.Small(h.Class("sec"), g.Text(fmt.Sprintf("　%d 处另有规定", n))))
			}
			t.Rows = append(t.Rows, ui.Row{Href: w.settingURL(store.OfSetting, s.Name), Cells: []g.Node{ui.Cell(s.Label, s.Means), value, source(s.Source)}})
		}
		if len(t.Rows) > 0 {
			body = append(body, ui.Card{Title: ch.Name, Body: g.Group{t}, Bare: true})
		}
	}
	lists := ui.Table{Caption: "代码表", Columns: []ui.Column{{Label: "代码表"}, {Label: "现在能选的"}, {Label: "依据"}}}
	for _, l := range w.Store.CodeLists() {
		var labels []string
		for _, o := range rules.Options(l.Name, "", today) {
			labels = append(labels, o.Label)
		}
		if fits(l.Label, l.Name, strings.Join(labels, " ")) {
			lists.Rows = append(lists.Rows, ui.Row{Href: w.settingURL(store.OfCode, l.Name), Cells: []g.Node{g.Text(l.Label), g.Text(strings.Join(labels, "、")), source(l.Source)}})
		}
	}
	if len(lists.Rows) > 0 {
		body = append(body, ui.Card{Title: "代码表", Note: "表单里可选的值", Body: g.Group{lists}, Bare: true})
	}
	more := ui.Table{Caption: "其他", Columns: []ui.Column{{Label: "内容"}, {Label: "说明"}}}
	for _, x := range [][3]string{
		{"工作日历", "/settings/calendar", "放假和调休上班的日子；所有“工作日”都按它数"},
		{"指标口径", "/settings/definitions", "每个数怎么数、不数哪些、依据什么、用到哪些设置"},
		{"部门职能", "/settings/roles", "哪个单位承担哪个岗位，自哪天起到哪天止；由系统管理员办理"},
	} {
		if fits(x[0], x[2]) && (x[1] != "/settings/roles" || v.actor.Holds(record.By(w.Admin))) {
			more.Rows = append(more.Rows, ui.Row{Href: w.UI.URL(x[1]), Cells: []g.Node{g.Text(x[0]), g.Text(x[2])}})
		}
	}
	if len(more.Rows) > 0 {
		body = append(body, ui.Card{Title: "日历、口径与职能", Body: g.Group{more}, Bare: true})
	}
	if len(body) == 0 {
		body = g.Group{ui.EmptyState{Title: "没有找到“" + q + "”", Why: "换个说法，或者清空再看全部。", Action: []ui.Action{{Label: "看全部", Href: w.UI.URL("/settings")}}}}
	}
	return w.shell(v, "设置与口径", false,
		ui.Head{Title: "设置与口径", Note: g.Text("改动按区划和日期生效，过去的不动，每一次都记下是谁、为什么。标“推断”的不是文件原文，请按本地文件核定。")},
		ui.FilterBar{Action: w.UI.URL("/settings"), Fields: []ui.Field{{Name: "q", Label: "找设置", Value: q, Hint: "名称、说明或可选的值"}}},
		h.Div(h.Class("stack"), body)), nil
}

// source says where a value comes from; what is inferred stands out.
func source(words string) g.Node {
	if strings.Contains(words, "推断") {
		return g.Group{ui.Tag{Text: "推断", Tone: ui.Warn}, h.Small(h.Class("sec"), g.Text(" "+strings.Trim(strings.TrimPrefix(strings.TrimSuffix(words, "（推断，可改）"), "推断，可改："), " ")))}
	}
	return g.Text(words)
}

// elsewhere counts the divisions in which something else holds.
func elsewhere(rules *store.Rules, name string, on clock.Date) (n int) {
	for _, p := range rules.Rows(store.OfSetting, name) {
		if p.Area != "" && stands(p, on) == ui.OK {
			n++
		}
	}
	return n
}

// past is the tone of what does not hold any more.
const past = ui.Tone("")

// stands tells a provision's past, present and future apart.
func stands(p store.Provision, on clock.Date) ui.Tone {
	switch {
	case p.To != "" && p.To <= on:
		return past
	case p.From > on:
		return ui.Info
	}
	return ui.OK
}

func (w *Web) settingURL(sort store.Sort, name string, more ...string) string {
	path := map[store.Sort]string{store.OfSetting: "/settings/value/" + name, store.OfCode: "/settings/list/" + name, store.OfDay: "/settings/calendar"}[sort]
	return w.UI.URL(path + strings.Join(more, ""))
}

func spell(p store.Provision) string {
	switch {
	case p.From == "" && p.To == "":
		return "一直"
	case p.To == "":
		return "自 " + string(p.From) + " 起"
	case p.From == "":
		return string(p.To.AddDays(-1)) + " 为止"
	}
	return string(p.From) + " 至 " + string(p.To.AddDays(-1))
}

// placesOf names the divisions of provisions.
func (w *Web) placesOf(v *visit, rows []store.Provision) (func(string) string, error) {
	var codes []string
	for _, p := range rows {
		codes = append(codes, p.Area)
	}
	names, err := w.Store.AreaNames(v.ctx(), codes)
	return func(code string) string {
		if code == "" {
			return "全县"
		}
		return or(shortPlace(names[code]), code)
	}, err
}

// settingPage shows a setting: what it means, what holds where, what held and
// will hold, who changed it.
func (w *Web) settingPage(v *visit) (g.Node, error) {
	s := w.Store.Described(v.r.PathValue("name"))
	if s == nil || len(s.By) == 0 {
		return nil, errNowhere()
	}
	rules, err := w.Store.Rules(v.ctx())
	if err != nil {
		return nil, err
	}
	rows := slices.Clone(rules.Rows(store.OfSetting, s.Name))
	place, err := w.placesOf(v, rows)
	if err != nil {
		return nil, err
	}
	may := w.Store.MayRule(v.actor, store.OfSetting, s.Name)
	history, err := w.rulings(v, s.Name)
	if err != nil {
		return nil, err
	}
	facts := ui.SummaryList{Items: []ui.SummaryItem{{Label: "依据", Value: g.Text(s.Source), Wide: true}, {Label: "用在", Value: g.Text(w.uses(s)), Wide: true}, {Label: "谁能改", Value: g.Text(w.roleWords(s.By)), Wide: true}}}
	left := g.Group{
		ui.Card{Title: "起止", Note: "同一范围内先后相接；小范围的优先", Body: g.Group{w.provisionTable(v, s.Label, rows, place, may)}, Bare: true},
		ui.Card{Title: "这是什么", Body: g.Group{h.P(g.Text(s.Means)), facts}}, history}
	right := g.Node(ui.Card{Title: "修改", Body: g.Group{h.P(h.Class("sec"), g.Text("您的岗位只能看；要改请联系"+w.roleWords(s.By)+"。"))}})
	if may {
		form, err := w.rulingForm(v, store.OfSetting, s.Name, nil, nil)
		if err != nil {
			return nil, err
		}
		right = ui.Card{Title: "修改", Note: "先看影响，再保存", Body: g.Group{form}}
	}
	return w.shell(v, s.Label, false, ui.Head{Title: s.Label, Crumbs: w.settingCrumbs(s.Label), Note: h.Span(h.Class("code mute"), g.Text(s.Name)), Tag: inferredTag(s)},
		done(v.r.URL.Query().Get("done")), h.Div(h.Class("lay with wide"), h.Div(h.Class("stack"), left), h.Div(h.Class("stack"), right))), nil
}

func inferredTag(s *store.Setting) g.Node {
	if s.Inferred() {
		return ui.Tag{Text: "推断", Tone: ui.Warn}
	}
	return nil
}

func (w *Web) settingCrumbs(here string) []ui.Link {
	return []ui.Link{{Label: "设置与口径", Href: w.UI.URL("/settings")}, {Label: here}}
}

// provisionTable lists what held, holds and will hold, wider divisions first,
// from new to old.
func (w *Web) provisionTable(v *visit, caption string, rows []store.Provision, place func(string) string, may bool) ui.Table {
	slices.SortStableFunc(rows, func(a, b store.Provision) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), -cmp.Compare(a.From, b.From))
	})
	t := ui.Table{Caption: caption + "的起止", Columns: []ui.Column{{Label: "适用"}, {Label: "值"}, {Label: "起止"}, {Label: "现在"}, {Label: "依据"}}}
	today := w.Store.Today()
	for _, p := range rows {
		tone := stands(p, today)
		tag := ui.Tag{Text: map[ui.Tone]string{ui.OK: "现行", ui.Info: "将来", past: "已过"}[tone], Tone: tone}
		row := ui.Row{Name: place(p.Area) + " " + spell(p), Current: tone == ui.OK, Cells: []g.Node{g.Text(place(p.Area)), h.Strong(g.Text(w.Store.ProvisionText(&p))), g.Text(spell(p)), tag, g.Text(strings.TrimSpace(p.Document + " " + p.Note))}}
		if may && tone != past && p.Area != "" {
			from := max(p.From, today.AddDays(1))
			row.Actions = []ui.Action{{Label: "结束", Href: w.settingURL(p.Sort, p.Name, "/change?end=1&area="+p.Area+"&from="+string(from)), Small: true}}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// uses says what depends on a setting.
func (w *Web) uses(s *store.Setting) string {
	var out []string
	for _, c := range w.Figures.Using(s.Name) {
		out = append(out, "指标“"+c.Label+"”")
	}
	for _, c := range s.Clocks {
		out = append(out, "“"+w.taskLabel(c)+"”的到期日")
	}
	return or(strings.Join(out, "、"), "录入时的核对和提醒")
}

func (w *Web) taskLabel(c store.Clock) string {
	reg := w.Store.Book().Register(c.Register)
	for _, t := range reg.Tasks {
		if t.Kind == c.Task {
			return t.Label
		}
	}
	return reg.Label + "的待办"
}

func (w *Web) roleWords(list record.Roles) string {
	var out []string
	for _, r := range list {
		out = append(out, w.Store.RoleLabel(r))
	}
	return strings.Join(out, "、")
}

// rulings is the card of who changed what under a name.
func (w *Web) rulings(v *visit, name string) (g.Node, error) {
	entries, err := w.Store.Rulings(v.ctx(), name, 50)
	if err != nil {
		return nil, err
	}
	t := ui.Timeline{}
	for _, e := range entries {
		note := g.Group{}
		if e.Reason != "" {
			note = append(note, h.P(h.Class("sec"), g.Text(e.Reason)))
		}
		for i, c := range e.Changes() {
			if i == 12 {
				note = append(note, h.P(h.Class("sec"), g.Text(fmt.Sprintf("……共 %d 处", len(e.Changes())))))
				break
			}
			note = append(note, h.P(h.Class("sec"), g.Text(strings.TrimSpace(c.Label)+"："+or(c.Was, "无")+" → "+or(c.Is, "结束"))))
		}
		t.Entries = append(t.Entries, ui.TimelineEntry{Who: e.Name, What: "改了设置", When: strings.Trim(e.At.String()+" · "+e.Unit, " ·"), Note: note})
	}
	if len(entries) == 0 {
		return ui.Card{Title: "修改历史", Body: g.Group{h.P(h.Class("sec"), g.Text("还没有人改过，用的是产品带来的初始值。"))}}, nil
	}
	return ui.Card{Title: "修改历史", Note: "从新到旧，不能改动", Body: g.Group{t}}, nil
}
