package app

import "sanshe/internal/store"

// Settings are what a new county begins with. Officials change them as data;
// what is inferred rather than found in a rule says so.
func Settings() []store.Setting {
	return []store.Setting{
		{Name: "party.base_least_members", Value: "1", Note: "纳入基数：最近一次核实的摸排中至少有几名党员（含预备党员）。口径第 1 版（推断）"},
		{Name: "party.joint_branch_units", Value: "5", Note: "联合党支部一般不超过几个单位：《中国共产党支部工作条例（试行）》"},
		{Name: "party.found_days", Value: "60", Note: "有 3 名以上正式党员后几天内建立党组织（推断，可改）"},
		{Name: "need.answer_days", Value: "1", Note: "需求提出后几个工作日内答复（推断，可改）"},
		{Name: "need.match_days", Value: "5", Note: "受理后几个工作日内对接（推断，可改）"},
		{Name: "need.silence_days", Value: "7", Note: "服务完成后居民几天没有答复，可按逾期办结，单独统计（推断，可改）"},
		{Name: "match.answer_days", Value: "2", Note: "社会组织几个工作日内答复对接（推断，可改）"},
		{Name: "opinion.call_days", Value: "1", Note: "差评几个工作日内回访：政务服务“好差评”通行做法"},
		{Name: "opinion.mend_days", Value: "15", Note: "差评几个工作日内整改：政务服务“好差评”通行做法"},
	}
}

// Codes are the open code lists a new county begins with.
func Codes() []store.CodeValue {
	var out []store.CodeValue
	list := func(name string, pairs ...string) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, store.CodeValue{List: name, Value: pairs[i], Label: pairs[i+1]})
		}
	}
	list("need_category", "elder", "照顾老人", "child", "孩子托管", "health", "助残看病", "environment", "环境卫生", "mediation", "邻里矛盾", "culture", "文体活动", "other", "其他")
	list("target_group", "elder", "老年人", "left_child", "留守儿童", "child", "儿童青少年", "disabled", "残疾人", "low_income", "低收入家庭", "public", "社区居民")
	list("org_category", "life", "生活服务", "charity", "公益慈善", "culture", "文体娱乐", "education", "教育培训", "trade", "行业与经济", "other", "其他")
	list("deemed_basis", "attached", "挂靠组建", "functional", "功能型党组织", "parallel", "兼合式党组织", "superior", "上级法人已建", "other", "其他")
	list("refusal_reason", "busy", "近期排满", "far", "地方太远", "skill", "做不了这件事", "cost", "费用不够", "other", "其他")
	return out
}
