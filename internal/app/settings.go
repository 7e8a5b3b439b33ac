package app

import (
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

const inferred = "推断，可改：没有见到文件，请按本地规定核定"

// CalendarKeepers may change the calendar.
func CalendarKeepers() record.Roles { return record.By(people.CountyOfficer, people.Administrator) }

// Settings describe what officials may change, chapter by chapter. A value that
// is inferred rather than found in a rule says so.
func Settings() []store.Setting {
	county := record.By(people.CountyOfficer)
	clocks := func(pairs ...string) (out []store.Clock) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, store.Clock{Register: pairs[i], Task: pairs[i+1]})
		}
		return out
	}
	out := []store.Setting{
		{Name: "party.base_least_members", Label: "纳入基数的最少党员数", Chapter: 1, Kind: store.Count, Unit: "名", Least: 1, Most: 50, Value: "1", By: county,
			Means: "最近一次核实的摸排中至少有几名党员（含预备党员）的社会组织，算进应覆盖的基数。", Source: "口径第 1 版（推断，可改）"},
		{Name: "party.joint_branch_units", Label: "联合党支部的单位数", Chapter: 1, Kind: store.Count, Unit: "个单位", Least: 2, Most: 50, Value: "5", By: county,
			Means: "一个联合党支部一般不超过几个单位。", Source: "《中国共产党支部工作条例（试行）》"},
		{Name: "party.found_days", Label: "组建党组织的期限", Chapter: 1, Kind: store.Days, Least: 1, Most: 366, Value: "60", By: county, Clocks: clocks("social_org", "found_branch"),
			Means: "社会组织有 3 名以上正式党员以后，几天内建立党组织。", Source: inferred},
		{Name: "party.hand_over_days", Label: "移交党建资料的期限", Chapter: 1, Kind: store.WorkDays, Least: 1, Most: 60, Value: "5", By: county, Clocks: clocks("social_org", "hand_over_papers"),
			Means: "准予登记以后几个工作日内，把批复、承诺书和党员情况调查表移交给主管党建工作的机构。", Source: "见于外省做法（推断，可改）"},
		{Name: "regional.committee_most", Label: "大党委的人数", Chapter: 1, Kind: store.Count, Unit: "人", Least: 1, Most: 50, Value: "11", By: county,
			Means: "一个社区的大党委一般不超过几人；超过的要写理由。", Source: "见于外地做法：9 至 11 人（推断，可改）"},
		{Name: "regional.committee_full_time", Label: "大党委的专职委员", Chapter: 1, Kind: store.Count, Unit: "人", Least: 0, Most: 50, Value: "2", By: county,
			Means: "其中专职委员一般不超过几人。", Source: "见于外地做法：1 至 2 人（推断，可改）"},
		{Name: "regional.committee_part_time", Label: "大党委的兼职委员", Chapter: 1, Kind: store.Count, Unit: "人", Least: 0, Most: 50, Value: "9", By: county,
			Means: "其中兼职委员一般不超过几人。", Source: "见于外地做法：7 至 9 人（推断，可改）"},
		{Name: "training.hours_assistant", Label: "助理社会工作师的继续教育学时", Chapter: 2, Kind: store.Count, Unit: "学时", Least: 0, Most: 500, Value: "72", By: county,
			Means: "一个登记期内要有多少学时，才能继续登记。", Source: "各处说法不一（推断，可改）"},
		{Name: "training.hours_social_worker", Label: "社会工作师、高级社会工作师的继续教育学时", Chapter: 2, Kind: store.Count, Unit: "学时", Least: 0, Most: 500, Value: "90", By: county,
			Means: "一个登记期内要有多少学时，才能继续登记。", Source: "各处说法不一（推断，可改）"},
		{Name: "training.registration_years", Label: "证书的登记期", Chapter: 2, Kind: store.Count, Unit: "年", Least: 1, Most: 10, Value: "3", By: county,
			Means: "证书登记几年有效，继续教育学时按这几年算。", Source: "各处说法不一（推断，可改）"},
		{Name: "need.answer_days", Label: "答复需求的期限", Chapter: 3, Kind: store.WorkDays, Least: 0, Most: 60, Value: "1", By: county, Clocks: clocks("need", "answer"),
			Means: "需求提出以后几个工作日内答复。居民提交后看到的答复日期就是按它算的。", Source: inferred},
		{Name: "need.match_days", Label: "对接资源的期限", Chapter: 3, Kind: store.WorkDays, Least: 0, Most: 120, Value: "5", By: county, Clocks: clocks("need", "match"),
			Means: "需求受理以后几个工作日内找到服务方。", Source: inferred},
		{Name: "match.answer_days", Label: "社会组织答复对接的期限", Chapter: 3, Kind: store.WorkDays, Least: 0, Most: 60, Value: "2", By: county, Clocks: clocks("match", "answer"),
			Means: "社会组织收到对接请求以后几个工作日内答复。", Source: inferred},
		{Name: "need.silence_days", Label: "等居民确认的天数", Chapter: 3, Kind: store.Days, Least: 1, Most: 180, Value: "7", By: county, Clocks: clocks("need", "confirm"),
			Means: "服务完成以后居民几天没有答复，可以按逾期办结。逾期办结单独统计，不算居民确认。", Source: inferred},
		{Name: "sms.county_daily", Label: "全县一天最多发的短信", Chapter: 3, Kind: store.Count, Unit: "条", Least: 0, Most: 100_000, Value: "0", By: county,
			Means: "居民提的需求有了答复，用短信告诉留了手机号的人；0 是不发。要先由管理员接上短信网关。", Source: inferred},
		{Name: "sms.number_daily", Label: "一个号码一天最多收的短信", Chapter: 3, Kind: store.Count, Unit: "条", Least: 1, Most: 20, Value: "3", By: county,
			Means: "超过的第二天再发。", Source: inferred},
		{Name: "sms.from_hour", Label: "短信几点以后发", Chapter: 3, Kind: store.Count, Unit: "点", Least: 0, Most: 23, Value: "8", By: county,
			Means: "夜里不打扰人。", Source: inferred},
		{Name: "sms.until_hour", Label: "短信几点以前发", Chapter: 3, Kind: store.Count, Unit: "点", Least: 1, Most: 24, Value: "20", By: county,
			Means: "夜里不打扰人，第二天再发。", Source: inferred},
		{Name: "purchase.shown_days", Label: "成交公示的天数", Chapter: 3, Kind: store.WorkDays, Least: 1, Most: 60, Value: "5", By: county, Clocks: clocks("purchase", "settle"),
			Means: "确定成交以后公示几个工作日，期满无异议才能签合同。", Source: inferred},
		{Name: "purchase.pass_score", Label: "绩效评价的合格分", Chapter: 3, Kind: store.Count, Unit: "分", Least: 0, Most: 100, Value: "60", By: county,
			Means: "低于它的，中期暂缓下一笔付款，终期不付尾款并限制承接。", Source: "见于外省做法（推断，可改）"},
		{Name: "purchase.good_score", Label: "绩效评价的良好分", Chapter: 3, Kind: store.Count, Unit: "分", Least: 0, Most: 100, Value: "80", By: county,
			Means: "到了它的，等次是良好。", Source: "见于外省做法（推断，可改）"},
		{Name: "purchase.excellent_score", Label: "绩效评价的优秀分", Chapter: 3, Kind: store.Count, Unit: "分", Least: 0, Most: 100, Value: "90", By: county,
			Means: "到了它的，等次是优秀。", Source: "见于外省做法（推断，可改）"},
		{Name: "purchase.bar_years", Label: "限制承接的年数", Chapter: 3, Kind: store.Count, Unit: "年", Least: 1, Most: 5, Value: "1", By: county,
			Means: "终期评价不合格以后几年内不能承接。", Source: "见于外省做法（推断，可改）"},
		{Name: "purchase.appeal_days", Label: "答复申诉的期限", Chapter: 3, Kind: store.WorkDays, Least: 1, Most: 60, Value: "10", By: county, Clocks: clocks("provider_flag", "answer_appeal"),
			Means: "社会组织申诉以后几个工作日内答复。", Source: inferred},
		{Name: "purchase.recusal_years", Label: "评估人员回避的年数", Chapter: 3, Kind: store.Count, Unit: "年", Least: 1, Most: 10, Value: "2", By: county,
			Means: "离开这家社会组织不满几年的，不能评价它。", Source: "《社会组织评估管理办法》对评估人员的要求（推断用于绩效评价，可改）"},
		{Name: "volunteer.record_days", Label: "记录志愿服务的期限", Chapter: 3, Kind: store.WorkDays, Least: 1, Most: 60, Value: "10", By: county, Clocks: clocks("shift", "record_service"),
			Means: "服务结束以后几个工作日内记录，过了就算逾期补录，要写原因。", Source: "《志愿服务记录与证明出具办法（试行）》（民政部令第67号）"},
		{Name: "volunteer.least_minutes", Label: "要抽查的最短时长", Chapter: 3, Kind: store.Count, Unit: "分钟", Least: 0, Most: 240, Value: "10", By: county,
			Means: "比它短的志愿服务记录进抽查名单，核实以后才算。", Source: inferred},
		{Name: "volunteer.same_times", Label: "要抽查的相同记录数", Chapter: 3, Kind: store.Count, Unit: "条", Least: 2, Most: 10_000, Value: "100", By: county,
			Means: "内容和起止时间完全一样的记录到了几条，后面的进抽查名单。", Source: inferred},
		{Name: "volunteer.proof_days", Label: "出具志愿服务证明的期限", Chapter: 3, Kind: store.WorkDays, Least: 1, Most: 30, Value: "5", By: county, Clocks: clocks("service_proof", "issue_proof"),
			Means: "志愿者申请以后几个工作日内出具。", Source: inferred},
		{Name: "volunteer.star_hours", Label: "星级的服务时长", Chapter: 3, Kind: store.Text, Most: 60, Value: "100 300 600 1000 1500", By: county,
			Means: "累计多少小时是一星到五星，用空格分开。只有志愿者本人看得到。", Source: "见于外省办法（推断，可改）"},
		{Name: "giving.publish_days", Label: "公开捐赠的期限", Chapter: 3, Kind: store.Days, Least: 1, Most: 366, Value: "90", By: county, Clocks: clocks("donation", "publish_donation"),
			Means: "接受捐赠以后几天内公开。", Source: "《中华人民共和国慈善法》（每三个月公开；按天数推断，可改）"},
		{Name: "giving.urgent_publish_days", Label: "突发事件捐赠的公开期限", Chapter: 3, Kind: store.Days, Least: 1, Most: 30, Value: "5", By: county,
			Means: "为突发事件接受的捐赠，几天内公开。", Source: "《中华人民共和国慈善法》（至少每五日公开）"},
		{Name: "giving.office_publish_days", Label: "政府部门公开捐赠的期限", Chapter: 3, Kind: store.WorkDays, Least: 1, Most: 60, Value: "20", By: county,
			Means: "由机关、街道、社区接收的捐赠，几个工作日内公开。", Source: "《中华人民共和国政府信息公开条例》（20 个工作日内公开）；捐赠照此办理是推断"},
		{Name: "giving.use_months", Label: "公开捐赠使用情况的间隔", Chapter: 3, Kind: store.Count, Unit: "个月", Least: 1, Most: 12, Value: "3", By: county,
			Means: "捐赠公开以后、用完以前，每几个月公开一次用了多少、用在哪里。", Source: "《中华人民共和国慈善法》第七十九条（超过六个月的项目每三个月公开一次）；少于六个月的项目照办是推断"},
		{Name: "casework.consent_days", Label: "补监护人同意的期限", Chapter: 3, Kind: store.Days, Least: 1, Most: 30, Value: "3", By: county,
			Means: "情况紧急、先立案的未成年人个案，接案以后几天内补上监护人同意。", Source: inferred},
		{Name: "casework.supervision_days", Label: "督导的间隔", Chapter: 3, Kind: store.Days, Least: 1, Most: 366, Value: "30", By: county,
			Means: "社工有在办个案时，隔几天督导一次，到期的在“我的个案”里提示。", Source: inferred},
		{Name: "casework.review_days", Label: "个案回看的间隔", Chapter: 3, Kind: store.Days, Least: 1, Most: 366, Value: "90", By: county,
			Means: "介入中的个案隔几天和服务对象回看一次计划，到期的在“我的个案”里提示。", Source: inferred},
		{Name: "dossier.hours", Label: "打开案卷的时限", Chapter: 3, Kind: store.Count, Unit: "小时", Least: 1, Most: 24, Value: "4", By: county,
			Means: "保密的案卷打开以后能看几小时，过了再打开；未成年人的每次都要写明原因。", Source: inferred},
		{Name: "glimpse.hours", Label: "紧急查看的时限", Chapter: 4, Kind: store.Count, Unit: "小时", Least: 1, Most: 72, Value: "4", By: county,
			Means: "紧急查看经第二个人同意以后能看几小时。", Source: inferred},
		{Name: "opinion.call_days", Label: "差评回访的期限", Chapter: 4, Kind: store.WorkDays, Least: 0, Most: 30, Value: "1", By: county, Clocks: clocks("opinion", "call"),
			Means: "收到不满意的评价以后几个工作日内回访。", Source: "政务服务“好差评”通行做法（推断，可改）"},
		{Name: "opinion.mend_days", Label: "差评整改的期限", Chapter: 4, Kind: store.WorkDays, Least: 1, Most: 120, Value: "15", By: county, Clocks: clocks("opinion", "mend"),
			Means: "不满意的服务几个工作日内整改。", Source: "政务服务“好差评”通行做法（推断，可改）"},
		{Name: "anchor", Label: "演示县的基准日", Kind: store.Text, Most: 20, By: record.Nobody, Means: "演示数据是按哪一天做的。", Source: "程序自己记下的"},
	}
	return append(append(out, signingIn()...), gates()...)
}

// gates say what an organisation's Party work must show at each occasion
// (四同时三同步). No text of that name was found, so all of it is inferred but the
// charter's clause (民函〔2018〕78号).
func gates() (out []store.Setting) {
	must := map[string]bool{"approval.undertaking": true, "certificate.undertaking": true, "certificate.survey": true, "charter.charter": true}
	for _, o := range org.Occasion("").Options() {
		for _, item := range party.GateItems() {
			v := store.Setting{Name: "party.gate." + o.Value + "." + item.Value, Label: o.Label + "要有" + item.Label, Chapter: 1, Kind: store.Count, Least: 0, Most: 1, Value: "0", By: record.By(people.CountyOfficer),
				Means: "1 是必须有，没有就不能办理" + o.Label + "；0 是只记下有没有。", Source: inferred}
			if must[o.Value+"."+item.Value] {
				v.Value = "1"
			}
			out = append(out, v)
		}
	}
	return out
}

// Codes describe the open code lists, with what a new county begins with.
func Codes() []store.CodeList {
	county := record.By(people.CountyOfficer)
	list := func(name, label, source string, pairs ...string) store.CodeList {
		return store.CodeList{Name: name, Label: label, Source: source, By: county, Values: record.Options(pairs...)}
	}
	return []store.CodeList{
		list("need_category", "需求类别", inferred, "elder", "照顾老人", "child", "孩子托管", "health", "助残看病", "environment", "环境卫生", "mediation", "邻里矛盾", "culture", "文体活动", "other", "其他"),
		list("target_group", "服务对象", inferred, "elder", "老年人", "left_child", "留守儿童", "child", "儿童青少年", "disabled", "残疾人", "low_income", "低收入家庭", "public", "社区居民"),
		list("org_category", "社会组织分类", inferred, "life", "生活服务", "charity", "公益慈善", "culture", "文体娱乐", "education", "教育培训", "trade", "行业与经济", "other", "其他"),
		list("deemed_basis", "视同覆盖的情形", inferred, "attached", "挂靠组建", "functional", "功能型党组织", "parallel", "兼合式党组织", "superior", "上级法人已建", "other", "其他"),
		list("instructor_channel", "党建指导员的选派渠道", "“六个一批”的具体内容没有见到文件（推断，可改）", "serving", "机关在职干部选派", "retired", "退居二线、离退休党员聘请", "institution", "国企事业单位选派",
			"village", "村社区党组织书记、党务骨干兼任", "exchange", "两新组织党组织书记互派", "recruited", "面向社会公开招聘"),
		list("post_category", "双报到岗位类别", "省内做法（推断，可改）", "organising", "组织建设", "legal", "法律援助", "relief", "助困扶残与就业", "governance", "社区治理", "health", "健康医疗", "culture", "文化体育",
			"safety", "安全宣传与治安巡逻", "other", "其他"),
		list("training_kind", "培训种类", inferred, "exam", "考前培训", "case", "个案", "group", "小组", "community", "社区工作", "supervision", "督导", "child", "儿童服务", "other", "其他"),
		list("station_field", "社会工作服务领域", "地方标准里的十一类（推断，可改）", "policy", "政策宣传", "relief", "社会救助", "comfort", "精神慰藉", "capacity", "能力提升", "support", "社会支持", "crisis", "危机干预",
			"rights", "权益维护", "inclusion", "社会融入", "participation", "社区参与", "health", "文体健康", "environment", "环境保护"),
		list("station_post_kind", "社工岗位种类", inferred, "lead", "站长", "worker", "社工", "assistant", "社工助理", "other", "其他"),
		list("service_theme", "专题", "县里的报告说到的（可改）", "children", "困境儿童关爱", "apartment", "老年公寓", "epidemic", "疫情防控", "village", "两新联千村·党建助振兴", "river", "环境保护", "other", "其他"),
		list("service_item", "服务内容", inferred, "haircut", "理发", "nails", "修指甲", "repair", "小家电维修", "health", "量血压等健康服务", "talk", "陪伴聊天", "clean", "打扫卫生", "other", "其他"),
		list("service_kind", "志愿服务种类", inferred, "elder", "为老服务", "child", "儿童关爱", "disabled", "助残", "environment", "环境保护", "culture", "文化体育", "order", "秩序维护", "mediation", "纠纷调解", "emergency", "应急救援",
			"duty", "值班（不是志愿服务）", "meeting", "例会（不是志愿服务）", "training", "培训（不是志愿服务）", "other", "其他"),
		list("skill", "志愿者技能", inferred, "hair", "理发", "medical", "医护", "repair", "维修", "teaching", "辅导", "law", "法律", "art", "文艺", "driving", "驾驶", "swimming", "水上救生", "other", "其他"),
		list("team_kind", "服务队种类", "县里的报告说到的（可改）", "help", "志愿帮扶服务队", "river", "河小青", "clean", "卫生清理", "mediation", "纠纷调解", "charity", "公益活动", "other", "其他"),
		list("fund_source", "资金来源", "政府购买服务通行做法（推断，可改）", "budget", "财政预算", "lottery", "福彩公益金", "community", "社区保障资金", "charity", "慈善资金", "superior", "上级资金", "other", "其他"),
		list("charity_kind", "慈善资源种类", inferred, "fund", "社区慈善基金", "shop", "慈善超市", "goods", "捐赠物资", "foundation", "社区基金会", "other", "其他"),
		list("refusal_reason", "谢绝对接的原因", inferred, "busy", "近期排满", "far", "地方太远", "skill", "做不了这件事", "cost", "费用不够", "other", "其他"),
	}
}
