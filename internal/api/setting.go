package api

import (
	"maps"
	"slices"
	"strconv"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// setting is a setting as programs are given it.
type setting struct {
	Name    string      `json:"name"`
	Label   string      `json:"label"`
	Kind    string      `json:"kind"`
	Unit    string      `json:"unit"`
	Means   string      `json:"means"`
	Source  string      `json:"source"`
	Version int64       `json:"version"`
	Rows    []provision `json:"rows"`
}

// provision is what holds in a division from a day on.
type provision struct {
	Area     string     `json:"area"`
	From     clock.Date `json:"from"`
	To       clock.Date `json:"to"`
	Value    string     `json:"value"`
	Note     string     `json:"note"`
	Document string     `json:"document"`
}

func (s *server) settingRoutes() []*route {
	if s.Readers == nil {
		return nil
	}
	return []*route{
		{method: "GET", path: "settings", serve: (*call).settings, doc: settingsOperation()},
		{method: "GET", path: "settings/{name}", serve: (*call).setting, doc: settingOperation()},
		{method: "POST", path: "settings/{name}", serve: (*call).rule, doc: rulingOperation()},
		{method: "GET", path: "codes", serve: (*call).codeLists, doc: codeListsOperation()},
		{method: "GET", path: "codes/{name}", serve: (*call).codeList, doc: codeListOperation()},
		{method: "POST", path: "codes/{name}", serve: (*call).ruleCode, doc: codeRulingOperation()},
		{method: "GET", path: "calendar", serve: (*call).calendar, doc: calendarOperation()},
		{method: "POST", path: "calendar", serve: (*call).ruleDays, doc: dayRulingOperation()},
	}
}

func (c *call) shown(rules *store.Rules, v *store.Setting) setting {
	out := setting{Name: v.Name, Label: v.Label, Kind: string(v.Kind), Unit: v.UnitOf(), Means: v.Means, Source: v.Source, Version: rules.Version(store.OfSetting, v.Name), Rows: []provision{}}
	for _, p := range rules.Rows(store.OfSetting, v.Name) {
		out.Rows = append(out.Rows, provision{p.Area, p.From, p.To, p.Value, p.Note, p.Document})
	}
	return out
}

// mayReadSettings gives the rules to whoever may read them.
func (c *call) mayReadSettings() (*store.Rules, error) {
	if !c.actor.Only.Allows(record.ToRead, "") {
		return nil, store.OutOfLimits("设置的", record.ToRead)
	}
	if !c.actor.Holds(c.Readers) {
		return nil, fault.New(fault.Refused, "您的岗位不看设置；需要时请联系县级经办")
	}
	return c.Store.Rules(c.r.Context())
}

func (c *call) settings() error {
	rules, err := c.mayReadSettings()
	if err != nil {
		return err
	}
	out := []setting{}
	for i := range c.Store.Settings() {
		if v := &c.Store.Settings()[i]; len(v.By) > 0 {
			out = append(out, c.shown(rules, v))
		}
	}
	return c.sendJSON(struct {
		Items []setting `json:"items"`
	}{out})
}

// named gives the setting the path names.
func (c *call) named() (*store.Setting, error) {
	if v := c.Store.Described(c.value); v != nil && len(v.By) > 0 {
		return v, nil
	}
	return nil, fault.New(fault.NotFound, "没有叫“%s”的设置", clip(c.value))
}

func (c *call) setting() error {
	rules, err := c.mayReadSettings()
	if err != nil {
		return err
	}
	v, err := c.named()
	if err != nil {
		return err
	}
	return c.sendJSON(c.shown(rules, v))
}

// rule changes a setting, and answers with the setting as it then is.
func (c *call) rule() error {
	if _, err := c.mayReadSettings(); err != nil {
		return err
	}
	v, err := c.named()
	if err != nil {
		return err
	}
	body, err := c.rulingBody(rulingWords{"value": true, "area": true, "from": true, "to": true}, "end")
	if err != nil {
		return err
	}
	return c.ruled(store.Ruling{Sort: store.OfSetting, Name: v.Name}, body, (*call).setting)
}

// ruled makes a change, and answers with what then stands.
func (c *call) ruled(r store.Ruling, b *rulingBody, answer func(*call) error) error {
	key, err := c.key()
	if err != nil {
		return err
	}
	r.Seen, r.Past, r.Note, r.Document = b.version, b.flags["past"], b.words["note"], b.words["document"]
	if r.Rows = b.rows; r.Rows == nil {
		r.Rows = []store.Wanted{{Key: b.words["key"], Value: b.words["value"], Area: b.words["area"], From: clock.Date(b.words["from"]), To: clock.Date(b.words["to"]), Place: b.place, End: b.flags["end"]}}
	}
	res, err := c.Store.Rule(c.r.Context(), c.actor, r, key)
	if err != nil {
		return err
	}
	if res.Replayed {
		c.w.Header().Set("Idempotency-Replayed", "true")
	}
	return answer(c)
}

// rulingBody is what a body wants changed, as it was written.
type rulingBody struct {
	words          map[string]string
	flags          map[string]bool
	place, version int64
	rows           []store.Wanted // of the calendar
}

// rulingWords are the texts a body may hold, besides why and by which document.
type rulingWords map[string]bool

// rulingBody reads what a body wants changed: texts and flags it may hold.
func (c *call) rulingBody(words rulingWords, flags ...string) (*rulingBody, error) {
	out := &rulingBody{words: map[string]string{}, flags: map[string]bool{}}
	members, err := c.body()
	if err != nil {
		return nil, err
	}
	words["note"], words["document"] = true, true
	var problems []fault.Problem
	versioned := false
	for _, m := range members {
		wrong := func(text string) {
			problems = append(problems, fault.Problem{Field: m.name, Label: m.name, Text: text})
		}
		switch flag := m.name == "past" || slices.Contains(flags, m.name); {
		case words[m.name] && (m.sort == str || m.name == "value" && m.sort == number):
			out.words[m.name] = m.text
		case words[m.name]:
			wrong("应写成文字，不能是" + string(m.sort))
		case flag && m.sort == boolean:
			out.flags[m.name] = m.text == "是"
		case flag:
			wrong("应写 true 或 false")
		case m.name == "version":
			if out.version, err = strconv.ParseInt(m.text, 10, 64); err != nil || out.version < 0 {
				wrong("应照抄读到的 version")
			}
			versioned = true
		case m.name == "place" && words["key"]:
			if out.place, err = strconv.ParseInt(m.text, 10, 64); err != nil || out.place < 0 || out.place > 10_000 {
				wrong("应是 0 到 10000 的整数，小的在前")
			}
		case m.name == "days" && words["days[]"] && m.sort == array:
			out.rows = wantedDays(m.list, wrong)
		default:
			wrong("没有这一项")
		}
	}
	switch {
	case words["from"] && out.words["from"] == "":
		problems = append(problems, fault.Problem{Field: "from", Label: "from", Text: "写从哪天起，如 2026-12-01"})
	case words["days[]"] && len(out.rows) == 0 && problems == nil:
		problems = append(problems, fault.Problem{Field: "days", Label: "days", Text: "写要改的日子，一年以内，每天一项"})
	}
	if len(problems) > 0 {
		return nil, fault.Fields(problems...)
	}
	if !versioned {
		return nil, fault.Coded(fault.Invalid, fault.CodeMissing, "没有说明是在哪一版上修改的；先查一次，把 version 照抄过来")
	}
	return out, nil
}

func settingsOperation() operation {
	return operation{id: "list_settings", tag: "设置", summary: "全部设置", answers: map[int]node{200: answer("设置", closed(node{"items": listOf(ref("Setting"))}))}, faults: []int{403}}
}

func settingName() node { return pathParam("name", "设置名", node{"type": "string"}) }

func settingOperation() operation {
	return operation{id: "get_setting", tag: "设置", summary: "看一项设置", params: []any{settingName()}, answers: map[int]node{200: answer("设置", ref("Setting"))}, faults: []int{403, 404}}
}

func rulingOperation() operation {
	return operation{id: "change_setting", tag: "设置", summary: "改一项设置", text: "从某天起在某个区划换成新的值；原来的到那天为止，不会被覆盖。起始日期早于今天要 past 为 true。",
		params: []any{settingName(), header("Idempotency-Key", "去重编号，如一个 UUID", false)}, body: ref("SettingChange"),
		answers: map[int]node{200: answer("改好后的设置", ref("Setting"), "Idempotency-Replayed")}, faults: []int{400, 403, 404, 409, 413, 415, 422, 428}}
}

func settingSchemas() node {
	day := func(description string) node { return node{"type": "string", "description": description} }
	change := node{"value": node{"type": []any{"string", "integer"}, "description": "新的值"}, "area": texts("区划代码；空为全县"), "from": day("从哪天起"), "to": day("到哪天前；空为长期"),
		"note": texts("为什么改"), "document": texts("文号"), "version": whole("照抄设置里的 version"), "end": node{"type": "boolean", "description": "不再适用，恢复上一级的"}, "past": node{"type": "boolean", "description": "确认改动过去的日子"}}
	schemas := node{
		"Setting": closed(node{"name": texts("设置名"), "label": texts("中文名"), "kind": texts("类别"), "unit": texts("单位"), "means": texts("含义"), "source": texts("依据"), "version": whole("最后一次改动的变更号；0 为初始值"),
			"rows": listOf(closed(node{"area": texts("区划代码；空为全县"), "from": day("从哪天起；空为一直"), "to": day("到哪天前；空为长期"), "value": texts("值；百分比以万分之一、钱以分计"), "note": texts("为什么"), "document": texts("文号")}))}),
		"SettingChange": node{"type": "object", "properties": change, "required": []string{"from", "note", "version"}, "additionalProperties": false},
	}
	maps.Copy(schemas, codeSchemas())
	return schemas
}
