package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// yearMissing warns from November on that next year's days are not there yet:
// the State Council's notice comes about then.
func (w *Web) yearMissing(v *visit, rules *store.Rules) g.Node {
	today := w.Store.Today()
	next := today.Year() + 1
	switch {
	case !rules.Calendar().Knows(today.Year()):
		next = today.Year()
	case today.Time().Month() < time.November || rules.Calendar().Knows(next):
		return nil
	}
	return ui.Notice(ui.Warn, g.Text(fmt.Sprintf("%d 年的放假安排还没有录入，那一年的工作日只按周一至周五数。", next)), ui.Action{Label: "粘贴国务院办公厅的通知", Href: w.UI.URL(fmt.Sprintf("/settings/calendar?year=%d", next)), Small: true})
}

func (w *Web) yearOf(v *visit) int {
	year, err := strconv.Atoi(v.r.URL.Query().Get("year"))
	if err != nil || year < clock.MinYear || year > clock.MaxYear {
		return w.Store.Today().Year()
	}
	return year
}

func daysOf(rules *store.Rules, year int) (list []store.Provision) {
	for _, p := range rules.Rows(store.OfDay, store.CalendarName) {
		if strings.HasPrefix(p.Key, strconv.Itoa(year)+"-") {
			list = append(list, p)
		}
	}
	return list
}

// calendarPage shows a year: twelve months, the days that depart from
// Monday-to-Friday, and the form that takes the yearly notice.
func (w *Web) calendarPage(v *visit) (g.Node, error) {
	rules, err := w.Store.Rules(v.ctx())
	if err != nil {
		return nil, err
	}
	year := w.yearOf(v)
	history, err := w.rulings(v, store.CalendarName)
	if err != nil {
		return nil, err
	}
	rows := daysOf(rules, year)
	may := w.Store.MayRule(v.actor, store.OfDay, "")
	t := ui.Table{Caption: fmt.Sprintf("%d 年的放假和上班", year), Columns: []ui.Column{{Label: "日期"}, {Label: "安排"}, {Label: "节日"}, {Label: "来源"}},
		Empty: ui.EmptyState{Title: fmt.Sprintf("%d 年还没有录入", year), Why: "这一年的工作日只按周一至周五数。把通知粘贴到“录入一年的安排”里。"}}
	for len(rows) > 0 {
		n := run(rows)
		p, days := rows[0], rows[:n]
		rows = rows[n:]
		tag := ui.Tag{Text: "放假", Tone: ui.OK}
		if p.Value == clock.Workday {
			tag = ui.Tag{Text: "上班", Tone: ui.Warn}
		}
		when := shownDay(clock.Date(p.Key))
		if n > 1 {
			when += fmt.Sprintf(" 至 %s，%d 天", shownDay(clock.Date(days[n-1].Key)), n)
		}
		row := ui.Row{Name: when, Cells: []g.Node{g.Text(when), tag, g.Text(p.Label), g.Text(or(strings.TrimSpace(p.Document+" "+p.Note), "产品自带"))}}
		if may {
			keys := make([]string, n)
			for i, d := range days {
				keys[i] = d.Key
			}
			row.Actions = []ui.Action{{Label: "去掉", Small: true, Href: w.settingURL(store.OfDay, "", fmt.Sprintf("/change?drop=%s&year=%d", strings.Join(keys, ","), year))}}
		}
		t.Rows = append(t.Rows, row)
	}
	left := g.Group{
		ui.Card{Title: fmt.Sprintf("%d 年", year), Note: "休：放假；班：周末调休上班", Body: g.Group{h.Div(h.Class("year"), w.months(rules, year))}},
		ui.Card{Title: "放假和调休上班的日子", Note: fmt.Sprintf("%d 天", len(daysOf(rules, year))), Body: g.Group{t}, Bare: true}, history}
	right := g.Group{}
	if may {
		form, err := w.rulingForm(v, store.OfDay, store.CalendarName, url.Values{"year": {strconv.Itoa(year)}}, nil)
		if err != nil {
			return nil, err
		}
		right = append(right, ui.Card{Title: "录入一年的安排", Body: g.Group{form}})
	}
	file := func(kind string) string { return w.UI.URL(fmt.Sprintf("/settings/calendar.%s?year=%d", kind, year)) }
	turn := func(n int) string { return w.UI.URL(fmt.Sprintf("/settings/calendar?year=%d", n)) }
	tabs := ui.Tabs{Label: "按年看"}
	for n := year - 1; n <= year+1; n++ {
		tabs.Links = append(tabs.Links, ui.Link{Label: fmt.Sprintf("%d 年", n), Href: turn(n), Current: n == year})
	}
	return w.shell(v, "工作日历", false, ui.Head{Title: "工作日历", Crumbs: w.settingCrumbs("工作日历"), Note: g.Text("所有“工作日”都按它数。放假和调休以国务院办公厅每年的通知为准。"),
		Actions: []ui.Action{{Label: "下载 .ics", Href: file("ics"), Icon: "doc"}, {Label: "下载 .csv", Href: file("csv")}}},
		done(v.r.URL.Query().Get("done")), w.yearMissing(v, rules), tabs, h.Div(h.Class("lay with wide"), h.Div(h.Class("stack"), left), h.Div(h.Class("stack"), right))), nil
}

// run gives how many of the first days follow one another as one festival's.
func run(days []store.Provision) int {
	n := 1
	for ; n < len(days); n++ {
		p, q := days[n-1], days[n]
		if clock.Date(p.Key).AddDays(1) != clock.Date(q.Key) || p.Value != q.Value || p.Label != q.Label || p.Note != q.Note || p.Document != q.Document {
			break
		}
	}
	return n
}

// months draws the twelve months of a year, weeks beginning on Monday.
func (w *Web) months(rules *store.Rules, year int) g.Node {
	said := map[clock.Date]store.Provision{}
	for _, p := range daysOf(rules, year) {
		said[clock.Date(p.Key)] = p
	}
	var out g.Group
	for m := 1; m <= 12; m++ {
		day := clock.Date(fmt.Sprintf("%04d-%02d-01", year, m))
		var weeks, week g.Group
		for range (int(day.Weekday()) + 6) % 7 {
			week = append(week, h.Td())
		}
		for month := day.Month(); day.Month() == month; day = day.AddDays(1) {
			mark, class := g.Node(nil), ""
			switch p, ok := said[day]; {
			case ok && p.Value == clock.Holiday:
				mark, class = h.I(g.Attr("title", p.Label), g.Text("休")), "off"
			case ok:
				mark, class = h.I(g.Attr("title", p.Label), g.Text("班")), "on"
			case !rules.Calendar().Working(day):
				class = "we"
			}
			week = append(week, h.Td(g.If(class != "", h.Class(class)), g.Text(strconv.Itoa(day.Time().Day())), mark))
			if len(week) == 7 {
				weeks, week = append(weeks, h.Tr(week)), nil
			}
		}
		if len(week) > 0 {
			weeks = append(weeks, h.Tr(week))
		}
		head := g.Map([]string{"一", "二", "三", "四", "五", "六", "日"}, func(s string) g.Node { return h.Th(g.Attr("scope", "col"), g.Text(s)) })
		out = append(out, h.Table(h.Class("month"), h.Caption(g.Text(fmt.Sprintf("%d 月", m))), h.THead(h.Tr(head)), h.TBody(weeks)))
	}
	return out
}

// dayFields ask for days: a pasted notice, or one to take away.
func (w *Web) dayFields(form url.Values, by map[string]string) g.Group {
	year := or(form.Get("year"), strconv.Itoa(w.Store.Today().Year()))
	if day := form.Get("drop"); day != "" {
		return g.Group{ui.Field{Name: "drop", Label: "去掉的日子", Value: day, ReadOnly: true, Error: by["days"], Hint: "去掉以后按星期几数"}, ui.Field{Name: "year", Label: "年份", Value: year, ReadOnly: true, Short: true}}
	}
	return g.Group{
		ui.Field{Widget: ui.Number, Name: "year", Label: "年份", Required: true, Value: year, Error: by["year"], Short: true},
		ui.Field{Widget: ui.Prose, Name: "days", Label: "通知里的安排", Required: true, Value: form.Get("days"), Error: by["days"], Lines: 9, MaxLen: 6000,
			Hint: "从通知里粘贴，一个节日一行：“一、元旦：1月1日（周五）至3日（周日）放假，共3天。”也可以一天一行：“2027-01-01 放假 元旦”"}}
}

// wantedDays reads what is to stand in the calendar.
func (w *Web) wantedDays(rules *store.Rules, form url.Values) (rows []store.Wanted, err error) {
	if drop := form.Get("drop"); drop != "" {
		for _, day := range record.Split(drop) {
			rows = append(rows, store.Wanted{Key: day, End: true})
		}
		return rows, nil
	}
	year, err := strconv.Atoi(strings.TrimSpace(form.Get("year")))
	if err != nil || year < 2000 || year > clock.MaxYear {
		return nil, fault.Fields(fault.Problem{Field: "year", Label: "年份", Text: "应是年份，如 2027"})
	}
	days, err := clock.ParseNotice(form.Get("days"), year)
	if err != nil {
		return nil, err
	}
	if len(days) == 0 || len(days) > 120 {
		return nil, fault.Fields(fault.Problem{Field: "days", Label: "通知里的安排", Text: "粘贴一年的安排，一个节日一行"})
	}
	for _, d := range days {
		rows = append(rows, store.Wanted{Key: string(d.Date), Value: d.Kind, Label: d.Name})
	}
	return rows, nil
}

func (w *Web) calendarCSV(v *visit) (g.Node, error) {
	return w.calendarFile(v, "csv", "text/csv; charset=utf-8", func(days []store.Provision) string {
		out := "date,kind,name\r\n"
		for _, p := range days {
			out += p.Key + "," + p.Value + "," + strings.NewReplacer(",", "，", "\"", "”").Replace(p.Label) + "\r\n"
		}
		return out
	})
}

// calendarICS gives the year's days to other calendars (RFC 5545).
func (w *Web) calendarICS(v *visit) (g.Node, error) {
	return w.calendarFile(v, "ics", "text/calendar; charset=utf-8", func(days []store.Provision) string {
		out := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sanshe//calendar//ZH\r\n"
		stamp := w.Store.Clock().Now().UTC().Format("20060102T150405Z")
		text := strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`)
		for i := range days {
			d := clock.Date(days[i].Key)
			out += "BEGIN:VEVENT\r\nUID:" + string(d) + "@sanshe\r\nDTSTAMP:" + stamp + "\r\nDTSTART;VALUE=DATE:" + d.Time().Format("20060102") +
				"\r\nDTEND;VALUE=DATE:" + d.AddDays(1).Time().Format("20060102") + "\r\nSUMMARY:" + text.Replace(w.Store.ProvisionText(&days[i])) + "\r\nEND:VEVENT\r\n"
		}
		return out + "END:VCALENDAR\r\n"
	})
}

func (w *Web) calendarFile(v *visit, ext, kind string, write func([]store.Provision) string) (g.Node, error) {
	rules, err := w.Store.Rules(v.ctx())
	if err != nil {
		return nil, err
	}
	year := w.yearOf(v)
	d := &download{v: v, name: fmt.Sprintf("工作日历-%d.%s", year, ext), kind: kind}
	_, err = d.Write([]byte(write(daysOf(rules, year))))
	return nil, err
}
