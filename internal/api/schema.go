package api

import (
	"maps"
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/record"
)

// node is an object of the document.
type node = map[string]any

func ref(name string) node { return node{"$ref": "#/components/schemas/" + name} }

func texts(description string) node { return node{"type": "string", "description": description} }

func whole(description string) node { return node{"type": "integer", "description": description} }

func listOf(items node) node { return node{"type": "array", "items": items} }

// orNull lets a schema be null as well.
func orNull(s node) node {
	s["type"] = []any{s["type"], "null"}
	return s
}

// closed is an object with exactly these properties, all of them there.
func closed(properties node) node {
	return node{"type": "object", "properties": properties, "required": slices.Sorted(maps.Keys(properties))}
}

// schemas gives the schemas of a register: the record, a page of them, its
// past, and what creating and editing take.
func (p *plan) schemas(today clock.Date) node {
	r := p.reg
	return node{
		r.Name: p.recordSchema(),
		r.Name + ".page": closed(node{
			"items":      listOf(ref(r.Name)),
			"total":      orNull(whole("共几条；超过一万条只说一万；total=false 时为 null")),
			"total_over": node{"type": "boolean", "description": "比 total 还多"},
			"next":       orNull(texts("下一页（更早的）的 cursor；没有时为 null")),
			"prev":       orNull(texts("上一页（更新的）的 cursor；没有时为 null")),
		}),
		r.Name + ".history": closed(node{"items": listOf(closed(node{
			"version": whole("版本"),
			"changed": moment("何时变更"),
			"action":  texts("做了什么：create 登记、edit 修改、void 作废，或步骤名"),
			"name":    texts("谁做的"),
			"unit":    texts("代表哪个单位"),
			"reason":  texts("原因"),
			"changes": listOf(ref("Change")),
			"record":  ref(r.Name),
		}))}),
		r.Name + ".conflict": problemSchema(node{"current": ref(r.Name)}), // with the record as it is now, if the change was stale
		r.Name + ".new":      p.newSchema(today),
		r.Name + ".edit":     p.editSchema(),
	}
}

func moment(description string) node {
	return node{"type": "string", "format": "date-time", "description": description + "，北京时间"}
}

func (p *plan) recordSchema() node {
	properties := node{
		"id":      node{"type": "integer", "format": "int64", "maximum": 1 << 53, "readOnly": true, "title": "编号", "description": "不超过 53 位，JSON 的数能完整表示"},
		"area":    node{"type": "string", "readOnly": true, "title": "区划", "description": "行政区划代码：县 6 位、镇街 9 位、社区 12 位"},
		"version": node{"type": "integer", "readOnly": true, "title": "版本", "description": "每变一次加一；也是 ETag"},
		"created": node{"type": "string", "format": "date-time", "readOnly": true, "title": "登记时间", "description": "北京时间"},
		"changed": node{"type": "string", "format": "date-time", "readOnly": true, "title": "变更时间", "description": "北京时间"},
		"voided":  node{"type": []any{"string", "null"}, "readOnly": true, "title": "作废", "description": "作废的原因；没有作废为 null"},
		"merged":  node{"type": []any{"integer", "null"}, "readOnly": true, "title": "合并到", "description": "并入的那条记录的 id；没有合并为 null"},
		"steps":   node{"type": "array", "items": node{"type": "string"}, "readOnly": true, "title": "可办步骤", "description": "现在持这个令牌可以办的步骤"},
	}
	for _, f := range p.reg.Fields {
		properties[f.Name] = given(f)
	}
	s := closed(properties)
	s["title"] = p.reg.Label
	return s
}

// given is the schema of a field as it is given.
func given(f *record.Field) node {
	var s node
	grid, rows := f.Kind.(record.Grid)
	switch {
	case f.IsPersonal:
		s = node{"type": "string"}
	case rows:
		properties := node{}
		for _, column := range grid.Fields {
			properties[column.Name] = given(column)
		}
		s = listOf(closed(properties))
	default:
		s = f.Kind.Schema()
		if pattern := emptyOr[f.Kind.Name()]; pattern != "" {
			delete(s, "format")
			s["pattern"] = "^(" + pattern + ")?$"
		}
	}
	if f.IsSystem || f.IsState {
		s["readOnly"] = true
	}
	return explained(s, f)
}

// emptyOr has the patterns of kinds whose empty value is given as an empty
// text, which a format would forbid.
var emptyOr = map[string]string{
	"date":  `[0-9]{4}-[0-9]{2}-[0-9]{2}`,
	"month": `[0-9]{4}-[0-9]{2}`,
	"time":  `[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+08:00`,
}

// explained puts a field's label and explanation into its schema.
func explained(s node, f *record.Field) node {
	s["title"] = f.Label
	said := []string{}
	add := func(text string) {
		if text != "" {
			said = append(said, text)
		}
	}
	add(f.Hint)
	if c, ok := f.Kind.(record.Chosen); ok {
		options := []string{}
		for _, o := range c.Options() {
			options = append(options, o.Value+" "+o.Label)
		}
		add(strings.Join(options, "；"))
	}
	if c, ok := f.Kind.(record.Coded); ok {
		s["x-code-list"] = c.List()
		add("代码表 " + c.List() + " 里的值，也可写名称")
	}
	switch {
	case f.IsSealed:
		add("加密保存，只给出遮盖后的样子；原样交回视为没有改")
	case f.IsPersonal:
		add("个人信息，只给出遮盖后的样子；原样交回视为没有改")
	}
	switch f.Kind.Name() {
	case "ref", "year":
		add("0 为空")
	case "minutes":
		add("分钟数")
	case "money":
		add("元，两位小数")
	}
	if len(said) > 0 {
		s["description"] = strings.Join(said, "。")
	}
	return s
}

// taken is the schema of a field as it may be sent.
func taken(f *record.Field) node {
	s := node{}
	var types []any
	for _, of := range sorts(f) {
		types = append(types, map[sort]string{number: "number", str: "string", boolean: "boolean", array: "array"}[of])
	}
	switch f.Kind.Name() {
	case "int", "year", "minutes", "ref":
		types[0] = "integer"
	case "refs":
		s["items"] = node{"type": []any{"integer", "string"}}
	case "codes", "divisions":
		s["items"] = node{"type": "string"}
	case "rows":
		properties := node{}
		for _, column := range f.Kind.(record.Grid).Fields {
			properties[column.Name] = taken(column)
		}
		s["items"] = node{"type": "object", "properties": properties, "additionalProperties": false}
	}
	kind := f.Kind.Schema()
	if limit, ok := kind["maxLength"]; ok {
		s["maxLength"] = limit
	}
	if values, ok := kind["enum"].([]string); ok && !f.IsPersonal {
		enum := []any{nil}
		for _, v := range values {
			enum = append(enum, v)
		}
		s["enum"] = enum
	}
	s["type"] = append(types, "null")
	return explained(s, f)
}

// newSchema is what creating takes. What the system fills in by itself is not
// required.
func (p *plan) newSchema(today clock.Date) node {
	blank := p.reg.New()
	if st, ok := blank.(record.Starter); ok {
		st.Start(record.Actor{}, today)
	}
	properties := node{"area": node{"type": []any{"string", "null"}, "title": "区划", "description": "行政区划代码或名称；不填就是令牌所属账号的区划"}}
	var required []string
	for _, f := range p.reg.Fields {
		switch {
		case f.Asked():
			properties[f.Name] = taken(f)
			if f.IsRequired && f.Empty(blank) {
				required = append(required, f.Name)
			}
		case f.IsState && len(f.Initial) > 1:
			properties[f.Name] = explained(node{"type": "string", "enum": f.Initial}, f)
		}
	}
	s := node{"type": "object", "properties": properties, "additionalProperties": false, "title": "登记" + p.reg.Label}
	if required != nil {
		s["required"] = required
	}
	return s
}

func (p *plan) editSchema() node {
	properties := node{}
	for _, f := range p.reg.Fields {
		if f.Asked() && !f.IsFixed {
			properties[f.Name] = taken(f)
		}
	}
	return node{"type": "object", "properties": properties, "additionalProperties": false, "title": "修改" + p.reg.Label}
}

// stepSchema is what a step takes. Fields it needs may stand in the record
// already, so none is required here.
func stepSchema(st *record.Step) node {
	note := node{"type": []any{"string", "null"}, "maxLength": maxReason, "title": "原因"}
	properties := node{
		"on":   node{"type": []any{"string", "null"}, "title": "生效日期", "description": "如 2026-06-01；不填就是今天；不能晚于今天，也不能早于上一步"},
		"note": note,
	}
	for _, f := range st.Asked {
		properties[f.Name] = taken(f)
	}
	s := node{"type": "object", "properties": properties, "additionalProperties": false}
	if st.NeedsNote {
		note["type"], s["required"] = "string", []string{"note"}
	}
	return s
}
