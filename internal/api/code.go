package api

import (
	"slices"
	"strconv"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/store"
)

// codeList is an open code list as programs are given it.
type codeList struct {
	Name    string      `json:"name"`
	Label   string      `json:"label"`
	Source  string      `json:"source"`
	Version int64       `json:"version"`
	Rows    []codeValue `json:"rows"`
}

// codeValue is a value that may be chosen in a division from a day on.
type codeValue struct {
	Key      string     `json:"key"`
	Value    string     `json:"value"`
	Area     string     `json:"area"`
	From     clock.Date `json:"from"`
	To       clock.Date `json:"to"`
	Place    int64      `json:"place"`
	Note     string     `json:"note"`
	Document string     `json:"document"`
}

// calendar is a year's departures from Monday to Friday.
type calendar struct {
	Year    int           `json:"year"`
	Version int64         `json:"version"`
	Days    []calendarDay `json:"days"`
}

type calendarDay struct {
	Date     string `json:"date"`
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	Note     string `json:"note"`
	Document string `json:"document"`
}

func codesOf(rules *store.Rules, l *store.CodeList) codeList {
	out := codeList{Name: l.Name, Label: l.Label, Source: l.Source, Version: rules.Version(store.OfCode, l.Name), Rows: []codeValue{}}
	for _, p := range rules.Rows(store.OfCode, l.Name) {
		out.Rows = append(out.Rows, codeValue{p.Key, p.Value, p.Area, p.From, p.To, p.Place, p.Note, p.Document})
	}
	return out
}

func (c *call) codeLists() error {
	rules, err := c.mayReadSettings()
	if err != nil {
		return err
	}
	out := []codeList{}
	for i := range c.Store.CodeLists() {
		out = append(out, codesOf(rules, &c.Store.CodeLists()[i]))
	}
	return c.sendJSON(struct {
		Items []codeList `json:"items"`
	}{out})
}

func (c *call) codeList() error {
	rules, err := c.mayReadSettings()
	if err != nil {
		return err
	}
	l := c.Store.CodeListOf(c.value)
	if l == nil {
		return fault.New(fault.NotFound, "没有叫“%s”的代码表", clip(c.value))
	}
	return c.sendJSON(codesOf(rules, l))
}

// ruleCode adds, renames or ends a value, and answers with the list as it then is.
func (c *call) ruleCode() error {
	if _, err := c.mayReadSettings(); err != nil {
		return err
	}
	if c.Store.CodeListOf(c.value) == nil {
		return c.codeList()
	}
	body, err := c.rulingBody(rulingWords{"key": true, "value": true, "area": true, "from": true, "to": true}, "end")
	if err != nil {
		return err
	}
	return c.ruled(store.Ruling{Sort: store.OfCode, Name: c.value}, body, (*call).codeList)
}

// calendar gives the days of the year asked for, this year's if none is.
func (c *call) calendar() error {
	rules, err := c.mayReadSettings()
	if err != nil {
		return err
	}
	year := c.Store.Today().Year()
	for name, values := range c.r.URL.Query() {
		if n, err := strconv.Atoi(values[0]); name == "year" && err == nil && n >= clock.MinYear && n <= clock.MaxYear {
			year = n
			continue
		}
		return fault.Fields(fault.Problem{Field: name, Label: name, Text: "只能写 year，一个年份，如 2027"})
	}
	out := calendar{Year: year, Version: rules.Version(store.OfDay, store.CalendarName), Days: []calendarDay{}}
	for _, p := range rules.Rows(store.OfDay, store.CalendarName) {
		if clock.Date(p.Key).Year() == year {
			out.Days = append(out.Days, calendarDay{p.Key, p.Value, p.Label, p.Note, p.Document})
		}
	}
	return c.sendJSON(out)
}

// ruleDays puts days into the calendar or takes them out.
func (c *call) ruleDays() error {
	if _, err := c.mayReadSettings(); err != nil {
		return err
	}
	body, err := c.rulingBody(rulingWords{"days[]": true})
	if err != nil {
		return err
	}
	return c.ruled(store.Ruling{Sort: store.OfDay, Name: store.CalendarName}, body, (*call).calendar)
}

// wantedDays reads days of a body.
func wantedDays(list []value, wrong func(string)) (rows []store.Wanted) {
	if len(list) > 120 {
		wrong("一次最多 120 天")
		return nil
	}
	for i, v := range list {
		var w store.Wanted
		words := map[string]*string{"date": &w.Key, "kind": &w.Value, "name": &w.Label}
		for _, m := range v.obj {
			switch text := words[m.name]; {
			case text == nil || m.sort != str:
				wrong("第 " + strconv.Itoa(i+1) + " 天：只写 date、kind、name 三项文字")
			case m.name == "kind" && !slices.Contains(dayKinds, m.text):
				wrong("第 " + strconv.Itoa(i+1) + " 天：kind 写 " + clock.Holiday + "、" + clock.Workday + " 或 " + ordinary)
			default:
				*text = m.text
			}
		}
		if w.Value == ordinary {
			w.Value, w.End = "", true
		}
		rows = append(rows, w)
	}
	return rows
}

// ordinary is the kind of a day that is to be counted by its weekday again.
const ordinary = "ordinary"

var dayKinds = []string{clock.Holiday, clock.Workday, ordinary}

func codeListsOperation() operation {
	return operation{id: "list_codes", tag: "设置", summary: "全部代码表", answers: map[int]node{200: answer("代码表", closed(node{"items": listOf(ref("CodeList"))}))}, faults: []int{403}}
}

func listName() node { return pathParam("name", "代码表名", node{"type": "string"}) }

func codeListOperation() operation {
	return operation{id: "get_codes", tag: "设置", summary: "看一个代码表", params: []any{listName()}, answers: map[int]node{200: answer("代码表", ref("CodeList"))}, faults: []int{403, 404}}
}

func codeRulingOperation() operation {
	return operation{id: "change_codes", tag: "设置", summary: "增加、改名或停用一个代码", text: "从某天起；记录用着的代码可以停用，不能当作从来没有。起始日期早于今天要 past 为 true。",
		params: []any{listName(), header("Idempotency-Key", "去重编号，如一个 UUID", false)}, body: ref("CodeChange"),
		answers: map[int]node{200: answer("改好后的代码表", ref("CodeList"), "Idempotency-Replayed")}, faults: []int{400, 403, 404, 409, 413, 415, 422, 428}}
}

func calendarOperation() operation {
	year := query("year", "哪一年；不填是今年", node{"type": "integer"})
	return operation{id: "get_calendar", tag: "设置", summary: "一年的放假和调休上班", params: []any{year}, answers: map[int]node{200: answer("这一年与周一至周五不同的日子", ref("Calendar"))}, faults: []int{403, 422}}
}

func dayRulingOperation() operation {
	year := query("year", "答复里给哪一年", node{"type": "integer"})
	return operation{id: "change_calendar", tag: "设置", summary: "改工作日历", text: "已经在表里、没有变的日子照样可以写。早于今天的日子要 past 为 true。",
		params: []any{year, header("Idempotency-Key", "去重编号，如一个 UUID", false)}, body: ref("CalendarChange"),
		answers: map[int]node{200: answer("改好后的日历", ref("Calendar"), "Idempotency-Replayed")}, faults: []int{400, 403, 409, 413, 415, 422, 428}}
}

func codeSchemas() node {
	flag := func(description string) node { return node{"type": "boolean", "description": description} }
	why := node{"note": texts("为什么改"), "document": texts("文号"), "version": whole("照抄读到的 version"), "past": flag("确认改动过去的日子")}
	with := func(more node) node {
		for name, x := range why {
			more[name] = x
		}
		return more
	}
	day := node{"date": texts("日期，如 2027-01-01"), "kind": node{"type": "string", "enum": dayKinds, "description": "放假、上班，或按星期几数"}, "name": texts("节日")}
	stands := node{"date": texts("日期"), "kind": node{"type": "string", "enum": dayKinds[:2], "description": "放假或上班"}, "name": texts("节日"), "note": texts("为什么"), "document": texts("文号")}
	return node{
		"CodeList": closed(node{"name": texts("代码表名"), "label": texts("中文名"), "source": texts("依据"), "version": whole("最后一次改动的变更号；0 为初始值"),
			"rows": listOf(closed(node{"key": texts("代码"), "value": texts("名称"), "area": texts("区划代码；空为全县"), "from": texts("从哪天起；空为一直"), "to": texts("到哪天前；空为长期"), "place": whole("排在哪里，小的在前"), "note": texts("为什么"), "document": texts("文号")}))}),
		"CodeChange": node{"type": "object", "additionalProperties": false, "required": []string{"key", "from", "note", "version"}, "properties": with(node{"key": texts("代码：小写字母开头，定了不再改"), "value": texts("名称"), "area": texts("区划代码；空为全县"),
			"from": texts("从哪天起"), "to": texts("到哪天前；空为长期"), "place": whole("排在哪里，小的在前"), "end": flag("停用")})},
		"Calendar": closed(node{"year": whole("年份"), "version": whole("最后一次改动的变更号；0 为产品自带的"), "days": listOf(closed(stands))}),
		"CalendarChange": node{"type": "object", "additionalProperties": false, "required": []string{"days", "note", "version"},
			"properties": with(node{"days": node{"type": "array", "maxItems": 120, "items": node{"type": "object", "additionalProperties": false, "required": []string{"date", "kind"}, "properties": day}}})},
	}
}
