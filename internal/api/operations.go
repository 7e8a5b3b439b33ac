package api

import (
	"strings"

	"sanshe/internal/record"
)

func (p *plan) operation(verb, summary string) operation {
	return operation{id: verb + "_" + p.reg.Name, tag: p.reg.Label, summary: summary + p.reg.Label, answers: map[int]node{}}
}

// about describes an operation on one record.
func (p *plan) about(verb, summary string) operation {
	o := p.operation(verb, summary)
	o.params = []any{pathParam("id", p.reg.Label+"的 id", node{"type": "integer", "format": "int64"})}
	o.faults = []int{404}
	return o
}

// changing describes an operation that changes a record.
func (p *plan) changing(o operation, body node) operation {
	o.body, o.conflict = body, p.reg.Name+".conflict"
	o.params = append(o.params, header("Idempotency-Key", "去重编号，如一个 UUID：同一编号同样的内容只办一次，重发得到同样的答复；内容不同答复 409", false))
	o.answers[200] = answer("办好后的记录", ref(p.reg.Name), "ETag", "Idempotency-Replayed")
	o.answers[204] = answer("已经办好，但记录已不在这个令牌能看到的范围", nil, "Idempotency-Replayed")
	o.faults = append(o.faults, 400, 403, 404, 409, 413, 415, 422)
	return o
}

func (p *plan) listOperation() operation {
	o := p.operation("list", "查")
	for _, f := range p.reg.Fields {
		if f.CanFilter && !f.IsSealed {
			s := given(f)
			description, _ := s["description"].(string)
			o.params = append(o.params, query(f.Name, strings.Join([]string{f.Label, description, "几个值用逗号隔开；范围写 甲..乙"}, "。"), node{"type": "string"}))
		}
	}
	flag := node{"type": "string", "enum": []string{"true", "false"}}
	o.params = append(o.params,
		query("area", "只要这个区划及以下的：行政区划代码", node{"type": "string"}),
		query("q", "查找的词，也可用拼音或首字母", node{"type": "string", "maxLength": maxWords}),
		query("voided", "true：要已作废和已合并的", flag),
		query("total", totalText(), flag),
		pageLimit(),
		query("cursor", "照抄上一次答复里的 next 或 prev", node{"type": "string"}))
	o.answers[200] = answer("一页"+p.reg.Label+"，新的在前", ref(p.reg.Name+".page"))
	o.faults = []int{400, 403, 422}
	return o
}

func (p *plan) createOperation() operation {
	o := p.changing(p.operation("create", "登记"), ref(p.reg.Name+".new"))
	delete(o.answers, 200)
	o.answers[201] = answer("登记好的记录", ref(p.reg.Name), "ETag", "Location", "Idempotency-Replayed")
	o.answers[204] = answer("已经登记，但记录不在这个令牌能看到的范围", nil, "Location", "Idempotency-Replayed")
	return o
}

func (p *plan) getOperation() operation {
	o := p.about("get", "看一条")
	o.params = append(o.params, header("If-None-Match", "上次的 ETag；没有变就答复 304", false))
	o.answers[200] = answer(p.reg.Label, ref(p.reg.Name), "ETag")
	o.answers[304] = answer("没有变", nil, "ETag")
	return o
}

func (p *plan) editOperation() operation {
	o := p.about("edit", "修改")
	o.params = append(o.params, header("If-Match", "改的是哪一版：读取时的 ETag", true))
	o.faults = append(o.faults, 412, 428)
	return p.changing(o, ref(p.reg.Name+".edit"))
}

func (p *plan) voidOperation() operation {
	o := p.about("void", "作废")
	o.text = "作废的不再计入任何清单和指标，记录和历史都保留。"
	o.params = append(o.params, header("If-Match", "作废的是哪一版：读取时的 ETag", true))
	o.faults = append(o.faults, 412, 428)
	body := closed(node{"reason": node{"type": "string", "minLength": 1, "maxLength": maxReason, "title": "原因"}})
	body["additionalProperties"] = false
	return p.changing(o, body)
}

func (p *plan) openOperation() operation {
	o := p.about("open", "打开案卷：")
	o.text = "保密的台账只有办理人本人能看。未成年人的案卷要写明原因、先打开才能看，打开会记录下来；过了“打开案卷的时限”再打开。"
	o.body = closed(node{"reason": node{"type": "string", "minLength": 1, "maxLength": maxReason, "title": "为什么要看"}})
	o.answers[200] = answer("打开了的记录", ref(p.reg.Name), "ETag")
	o.faults = append(o.faults, 400, 403, 413, 415, 422)
	return o
}

func (p *plan) stepOperation(st *record.Step) operation {
	o := p.about("step", "")
	o.id, o.summary = o.id+"_"+st.Name, st.Label
	o.text = "从“" + strings.Join(labels(p.reg, st.From), "”“") + "”到“" + p.reg.StateLabel(st.To) + "”。" + st.Hint
	for _, f := range st.Needed {
		o.text += "记录里要有“" + f.Label + "”。"
	}
	o.params = append(o.params, header("If-Match", "办的是哪一版；不写就是现在这一版", false))
	o.faults = append(o.faults, 412)
	o.optional = !st.NeedsNote
	return p.changing(o, stepSchema(st))
}

func labels(r *record.Register, states []string) []string {
	out := make([]string, len(states))
	for i, s := range states {
		out[i] = r.StateLabel(s)
	}
	return out
}

func (p *plan) passagesOperation() operation {
	o := p.about("passages", "办理经过：")
	o.answers[200] = answer("办理经过，早的在前", ref("Passages"))
	return o
}

func (p *plan) historyOperation() operation {
	o := p.about("history", "历史：")
	o.answers[200] = answer("各版记录，新的在前，最多 200 版", ref(p.reg.Name+".history"))
	return o
}

func figureOperation(id, summary string, params ...any) operation {
	params = append(params,
		query("area", "行政区划代码：该区划及以下", node{"type": "string"}),
		query("at", "截至哪一天，如 2026-09-30；不填就是今天", node{"type": "string", "format": "date"}),
		query("known", "按当时已录入的算：照抄指标里的 known", node{"type": "integer", "minimum": 1}))
	return operation{id: id, tag: "指标", summary: summary, params: params, faults: []int{400, 403, 409, 422}, answers: map[int]node{}}
}

func figuresOperation() operation {
	o := figureOperation("list_figures", "全部指标")
	o.answers[200] = answer("指标", closed(node{"items": listOf(ref("Figure"))}))
	return o
}

func oneFigureOperation() operation {
	o := figureOperation("get_figure", "看一个指标", figureName())
	o.answers[200], o.faults = answer("指标", ref("Figure")), append(o.faults, 404)
	return o
}

func figureRecordsOperation() operation {
	o := figureOperation("list_figure_records", "指标背后的记录", figureName(),
		query("part", "分子（默认）、分母，或分母里分子以外的", node{"type": "string", "enum": parts, "default": parts[0]}),
		pageLimit(), query("cursor", "照抄上一次答复里的 next", node{"type": "string"}))
	o.answers[200], o.faults = answer("一页记录；逐条的 share 加起来就是指标的数", ref("FigureRows")), append(o.faults, 404)
	return o
}

func figureName() node { return pathParam("name", "指标名", node{"type": "string"}) }

func figureSchemas() node {
	nullable := func(kind, description string) node {
		return node{"type": []any{kind, "null"}, "description": description}
	}
	return node{
		"Figure": closed(node{
			"name": texts("指标名"), "label": texts("中文名"), "unit": texts("单位：家、个、场、人次、人、小时、%"),
			"value": nullable("string", "准确的数，十进制；没有分母时为 null"), "text": texts("带单位的写法；没有分母时为“—”"),
			"numerator": nullable("integer", "比率的分子"), "denominator": nullable("integer", "比率的分母"),
			"rule": texts("口径"), "excludes": texts("不计哪些"), "basis": texts("依据"), "owner": texts("谁负责"),
			"version": whole("口径版本"), "period": texts("截至当日、今年以来或累计"), "register": texts("数的是哪个台账"),
			"area": texts("区划代码；空为全部"), "at": texts("截至哪一天"), "known": whole("按此再问，数不变；0 为现在"),
		}),
		"FigureRows": closed(node{
			"figure": ref("Figure"), "total": whole("共几条"), "next": nullable("string", "下一页的 cursor"),
			"items": listOf(closed(node{"register": texts("台账"), "id": whole("记录的 id"), "area": texts("区划代码"),
				"title": texts("名称；个人信息已遮盖"), "share": nullable("string", "计入多少；只数条数的为 null")})),
		}),
	}
}
