package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/ical"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Calendar gives what the calendar of a record shows, and its name. Nothing in
// it may be personal data of others: calendars leave the house.
type Calendar func(ctx context.Context, r *store.Reader, rec record.Record) (string, []ical.Event, error)

// Diary gives what stands in the reader's own calendar, besides what is due.
type Diary func(ctx context.Context, r *store.Reader) ([]ical.Event, error)

// mostDue is how many tasks a calendar shows, the first due first.
const mostDue = 200

func (w *Web) calendarRoutes(open, in func(pattern string, h func(*visit) (g.Node, error))) {
	in("GET /r/{register}/{id}/calendar.ics", w.recordCalendar)
	open("GET /calendar/{address}/own.ics", w.asSubscriber(w.ownCalendar))
	open("GET /calendar/{address}/{register}/{id}/calendar.ics", w.asSubscriber(w.recordCalendar))
	in("POST /account/calendar", w.newCalendar)
}

// asSubscriber lets a program that cannot sign in read as whoever gave it their
// secret address.
func (w *Web) asSubscriber(page func(*visit) (g.Node, error)) func(*visit) (g.Node, error) {
	return func(v *visit) (g.Node, error) {
		actor, err := w.Auth.CalendarActor(v.ctx(), v.r.PathValue("address"))
		if err != nil {
			return nil, errNowhere() // neither here nor gone: an address says nothing about itself
		}
		v.session, v.actor = nil, actor
		return page(v)
	}
}

// recordCalendar is the calendar of one record, such as a room.
func (w *Web) recordCalendar(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	draw := w.Calendars[reg.Name]
	if draw == nil {
		return nil, errNowhere()
	}
	rec, err := w.reader(v).Get(v.ctx(), reg, id)
	if err != nil {
		return nil, err
	}
	name, events, err := draw(v.ctx(), w.reader(v), rec)
	if err != nil {
		return nil, err
	}
	return w.sendCalendar(v, name, events)
}

// ownCalendar is what the subscriber has to do and has booked. A task is called
// by what is to be done, never by whom it is about.
func (w *Web) ownCalendar(v *visit) (g.Node, error) {
	tasks, err := w.Store.Inbox(v.ctx(), v.actor, mostDue)
	if err != nil {
		return nil, err
	}
	var events []ical.Event
	for _, t := range tasks {
		if t.Due != "" {
			events = append(events, ical.Event{ID: fmt.Sprintf("task-%d@%s", t.ID, t.Area), Title: t.Register.Label + "：" + t.Label, Day: t.Due, Changed: t.Opened.Time()})
		}
	}
	for _, diary := range w.Diaries {
		more, err := diary(v.ctx(), w.reader(v))
		if err != nil {
			return nil, err
		}
		events = append(events, more...)
	}
	return w.sendCalendar(v, "三社联动："+v.actor.Name, events)
}

func (w *Web) sendCalendar(v *visit, name string, events []ical.Event) (g.Node, error) {
	var b bytes.Buffer
	if err := ical.Write(&b, name, w.Store.Clock().Now(), events); err != nil {
		return nil, err
	}
	head := v.w.Header()
	head.Set("Content-Type", "text/calendar; charset=utf-8")
	head.Set("Content-Disposition", `attachment; filename="calendar.ics"`)
	head.Set("Cache-Control", "no-store")
	http.ServeContent(v.w, v.r, "", w.Store.Clock().Now(), bytes.NewReader(b.Bytes()))
	return nil, nil
}

// calendarCard offers the secret address on the page of one's own sign-in.
func (w *Web) calendarCard(list []auth.Token) ui.Card {
	says, label := "把待办的期限和预约的场地订到手机或电脑的日历里。地址只给自己用，里面没有别人的个人信息。", "生成订阅地址"
	for _, t := range list {
		if t.Only.Allows(auth.ToCalendar, "") && t.Revoked == 0 {
			says, label = fmt.Sprintf("已有订阅地址（%s 起）。丢了或别人知道了，换一个，旧的随即停用；不用了，在接口令牌里撤销。", t.Created), "换一个地址"
		}
	}
	return ui.Card{Title: "日历订阅", Body: g.Group{h.P(h.Class("mute"), g.Text(says)), h.Div(h.Class("ac"), ui.Action{Label: label, Post: w.UI.URL("/account/calendar")})}}
}

// newCalendar makes the address and shows it this once.
func (w *Web) newCalendar(v *visit) (g.Node, error) {
	address, err := w.Auth.NewCalendar(v.ctx(), v.actor, v.session.Account)
	if err != nil {
		return nil, err
	}
	base := w.public(v, w.UI.URL("/calendar/"+address))
	return w.shell(v, "日历订阅", false, accountHead("日历订阅", w.UI.URL("/account"), ""),
		h.Section(h.Class("card"), h.Div(h.Class("in"), ui.Notice(ui.Warn, g.Text("地址只显示这一次。谁有它谁就能看到您的日程，不要转给别人。")),
			h.P(g.Text("在日历软件里选“订阅日历”，粘贴：")), h.P(h.Code(h.Class("code key"), g.Text(base+"/own.ics"))),
			h.P(h.Class("mute"), g.Text("一个场地的预约：把末尾的 own.ics 换成 room/场地编号/calendar.ics，编号在场地页的网址里。")),
			h.Div(h.Class("ac"), ui.Action{Label: "已经订好", Href: w.UI.URL("/account"), Style: ui.Primary})))), nil
}
