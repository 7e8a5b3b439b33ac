package web

import (
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// wayWords says why each way lets somebody read.
var wayWords = map[string]string{
	"division": "辖区内，岗位可看", "audit": "审计，辖区内都可看", "own": "是本单位的", "task of the owner": "有待本单位办的事",
	"task by name": "有指派给本人的待办", "glimpse": "经同意紧急查看",
}

// whoReads says who can read a record, why, and what else they may do with it; and
// who looked at its personal fields. The store answers, by the rules it reads by.
func (w *Web) whoReads(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	rec, err := w.reader(v).Get(v.ctx(), reg, id)
	if err != nil {
		return nil, err
	}
	after, _ := strconv.ParseInt(v.r.URL.Query().Get("after"), 10, 64) // what is no number is the beginning
	list, next, err := w.Auth.WhoReads(v.ctx(), v.actor, reg, rec, after)
	if err != nil {
		return nil, err
	}
	places := []string{record.BaseOf(rec).Area}
	for _, x := range list {
		places = append(places, x.Actor.Area)
	}
	areas, err := w.Store.AreaNames(v.ctx(), places)
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: "谁能看到这条", Columns: []ui.Column{{Label: "谁"}, {Label: "凭什么能看"}, {Label: "能改"}, {Label: "现在能办"}, {Label: "个人信息"}},
		Empty: ui.EmptyState{Title: "没有账号能看到", Why: "这一页里没有。"}}
	for _, x := range list {
		name := x.Account.Name
		if !w.seesFigures(v.actor) { // outside the county's service: which office, not which person
			name = or(x.Account.UnitName, "本县工作人员")
		}
		t.Rows = append(t.Rows, ui.Row{Name: name, Cells: []g.Node{ui.Cell(name, x.Account.UnitName), w.why(x, shortPlace(areas[x.Actor.Area])), w.yes(w.Store.MayEdit(x.Actor, reg, rec)), g.Text(or(w.stepsOf(x.Actor, reg, rec), "—")), w.yes(w.Store.MayReveal(x.Actor, reg, rec))}})
	}
	head := ui.Head{Title: "谁能看到这条，为什么", Crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: record.Code(id), Href: w.at(reg, id)}, {Label: "谁能看到"}},
		Note: g.Text(w.titleOf(reg, rec) + "。下面每一行由系统用判断权限的同一套规则当场算出，不是另写的说明。")}
	body := g.Group{done(v.r.URL.Query().Get("done")), h.Section(h.Class("card"), t)}
	if next != 0 {
		body = append(body, h.P(h.A(ui.Href(w.at(reg, id, "/who?after="+strconv.FormatInt(next, 10))), g.Text("看后面的账号"))))
	}
	for _, part := range []func(*visit, *record.Register, record.Record) (g.Node, error){w.glimpsesOf, w.looksAt} {
		node, err := part(v, reg, rec)
		if err != nil {
			return nil, err
		}
		body = append(body, node)
	}
	return w.shell(v, "谁能看到这条", false, head, h.Div(h.Class("stack"), body)), nil
}

// why gives the ways by which somebody reads and the roles behind them.
func (w *Web) why(x auth.Reads, place string) g.Node {
	var ways, grants []string
	for _, way := range x.Ways {
		words := or(wayWords[way], way)
		if way == "division" && place != "" {
			words = "在" + place + "内，岗位可看"
		}
		ways = append(ways, words)
	}
	for _, gr := range x.Grants {
		s := w.Store.RoleLabel(gr.Role)
		if gr.Holder == auth.ToUnit {
			s += "（单位授岗）"
		}
		if gr.To != "" {
			s += "，到 " + string(gr.To.AddDays(-1)) + " 为止"
		}
		grants = append(grants, s)
	}
	for _, d := range x.For {
		grants = append(grants, "由"+d.TakerName+"代理到 "+string(d.To.AddDays(-1)))
	}
	return ui.Cell(strings.Join(ways, "；"), strings.Join(grants, "；"))
}

func (w *Web) yes(err error) g.Node {
	if err != nil {
		return g.Text("—")
	}
	return g.Text("能")
}

func (w *Web) stepsOf(a *record.Actor, reg *record.Register, rec record.Record) string {
	var names []string
	for _, st := range w.Store.Available(a, reg, rec) {
		names = append(names, st.Label)
	}
	return strings.Join(names, "、")
}

// looksAt lists who looked at personal fields, for who may see them and auditors.
func (w *Web) looksAt(v *visit, reg *record.Register, rec record.Record) (g.Node, error) {
	if w.Store.MayReveal(v.actor, reg, rec) != nil && w.Store.MayAudit(v.actor) != nil {
		return nil, nil
	}
	entries, err := w.Store.Looks(v.ctx(), reg, record.BaseOf(rec).ID, 50)
	if err != nil {
		return nil, err
	}
	t := ui.Timeline{}
	for _, e := range entries {
		var what []string
		for _, c := range e.Changes() {
			what = append(what, c.Label)
		}
		t.Entries = append(t.Entries, ui.TimelineEntry{Who: e.Name, What: "查看了" + strings.Join(what, "、"), When: strings.Trim(e.At.String()+" · "+e.Unit, " ·")})
	}
	if len(entries) == 0 {
		return ui.Card{Title: "谁看过个人信息", Body: g.Group{h.P(h.Class("mute"), g.Text("没有人看过。"))}}, nil
	}
	return ui.Card{Title: "谁看过个人信息", Body: g.Group{t}}, nil
}

// glimpsesOf lists who was let read the record from elsewhere, and lets its
// keepers say that they know.
func (w *Web) glimpsesOf(v *visit, reg *record.Register, rec record.Record) (g.Node, error) {
	list, err := w.Auth.GlimpsesOf(v.ctx(), reg, record.BaseOf(rec).ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	t := ui.Timeline{}
	for _, x := range list {
		t.Entries = append(t.Entries, ui.TimelineEntry{Who: x.Name, What: "紧急查看，到 " + x.Until.String() + " 为止；" + x.ByName + "同意", When: strings.Trim(x.Decided.String()+" · "+x.Unit, " ·"), Note: h.P(h.Class("sec"), g.Text(x.Reason))})
	}
	card := ui.Card{Title: "紧急查看", Body: g.Group{t}}
	if v.actor.Within(record.BaseOf(rec).Area) && !v.actor.Looking {
		card.Body = append(card.Body, ui.Action{Label: "知道了", Post: w.at(reg, record.BaseOf(rec).ID, "/known")})
	}
	return card, nil
}

func (w *Web) known(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	if _, err := w.reader(v).Get(v.ctx(), reg, id); err != nil {
		return nil, err
	}
	if err := w.Store.Known(v.ctx(), v.actor, reg, id); err != nil {
		return nil, err
	}
	return w.go303(v, "/r/"+reg.Name+"/"+strconv.FormatInt(id, 10)+"/who?done=已记下")
}

// assignForm gives a record's open tasks to somebody by name.
func (w *Web) assignForm(v *visit) (g.Node, error) { return w.assignFormWith(v, nil) }

func (w *Web) assignFormWith(v *visit, errIn error) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	list, by, other := problems(asInvalid(errIn))
	if errIn != nil && other != nil {
		return nil, other
	}
	if errIn != nil {
		v.status = statusOf(errIn)
	}
	if _, err := w.reader(v).Get(v.ctx(), reg, id); err != nil {
		return nil, err
	}
	tasks, err := w.Store.TasksAbout(v.ctx(), reg, id)
	if err != nil {
		return nil, err
	}
	body := g.Group{ui.Head{Title: "指派", Crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: record.Code(id), Href: w.at(reg, id)}, {Label: "指派"}},
		Note: g.Text("把这条的待办指派给一个人：只出现在他的待办里；社会工作者、督导、指导员凭指派看到这一条。办完或交回后就看不到了。")}}
	shown := 0
	for _, t := range tasks {
		if !w.hasTask(v.actor, t) || shown == 5 {
			continue
		}
		people, err := w.Auth.Colleagues(v.ctx(), t) // a record has one or two tasks
		if err != nil {
			return nil, err
		}
		shown++
		options := []ui.Option{{Value: "0", Label: "交回，由岗位上的人办"}}
		for _, p := range people {
			options = append(options, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: strings.Trim(p.Name+" · "+p.UnitName, " ·")})
		}
		prefix, wrong := "", list
		if number := strconv.FormatInt(t.ID, 10); v.r.PostForm.Get("task") != number && (errIn != nil || shown > 1) {
			prefix, wrong = number, nil
		}
		body = append(body, ui.Form{Action: w.at(reg, id, "/assign"), NoDraft: true, Problems: wrong, Hidden: []ui.Pair{{Name: "task", Value: strconv.FormatInt(t.ID, 10)}},
			Body: g.Group{ui.FormSection{Body: g.Group{ui.Field{Widget: ui.Select, Name: "to", Prefix: prefix, Label: t.Label + "，交给谁", Required: true, Options: options, Value: strconv.FormatInt(t.Account, 10), Error: by["to"]}}}},
			Bar:  ui.ActionBar{Actions: []ui.Action{{Label: "指派", Style: ui.Primary}}}})
	}
	if shown == 0 {
		body = append(body, ui.EmptyState{Title: "没有可指派的待办", Why: "这条现在没有等您这里办的事。"})
	}
	return w.shellPage(v, ui.Page{Title: "指派", Problem: errIn != nil}, false, body...), nil
}

// mayAssign reports whether a record may have a task of the actor's to give away.
func (w *Web) mayAssign(a *record.Actor, reg *record.Register, rec record.Record) bool {
	return !a.Looking && slices.ContainsFunc(reg.Tasks, func(t *record.TaskRule) bool {
		byRole := a.Holds(t.Roles) && a.Within(record.BaseOf(rec).Area)
		return !t.ToOwner && t.State == reg.StateOf(rec) && (byRole || a.Holds(reg.Rights.ReadTask))
	})
}

// hasTask reports whether a task waits for an actor, by role and place or by name.
func (w *Web) hasTask(a *record.Actor, t store.Task) bool {
	return a.Holds(record.By(t.Role)) && a.Within(t.Area) || t.Account != 0 && t.Account == a.Self()
}

func (w *Web) assign(v *visit) (g.Node, error) {
	task, _ := strconv.ParseInt(v.r.PostForm.Get("task"), 10, 64) // 0 is no task, which is said
	to, err := strconv.ParseInt(v.r.PostForm.Get("to"), 10, 64)
	if err != nil {
		err = fault.Fields(fault.Problem{Field: "to", Label: "交给谁", Text: "请从列表里选"})
	} else {
		err = w.Auth.Assign(v.ctx(), v.actor, task, to)
	}
	if fault.Is(err, fault.Invalid) {
		return w.assignFormWith(v, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/inbox")
}
