package ui

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// The screens below are invented data in the shape of real pages; every test
// of markup runs over all of them.

const unit = "合江县社会治理工作台"

func nav4(current string) []NavGroup {
	link := func(label, count, icon, key string) Link {
		return Link{Label: label, Href: "/" + label, Count: count, Icon: icon, Key: key, Current: label == current}
	}
	return []NavGroup{
		{Links: []Link{link("待办", "12", "inbox", "I"), link("日程", "今天 2 场", "cal", "")}},
		{Chapter: 1, Title: "党建引领", Href: "/c/1", Links: []Link{link("共建联席", "", "", ""), link("党员双报到", "", "", "")}},
		{Chapter: 2, Title: "孵化培育", Href: "/c/2", Links: []Link{link("社会组织", "", "", ""), link("活动阵地", "", "", "")}},
		{Chapter: 3, Title: "优化服务", Href: "/c/3", Links: []Link{link("三张清单", "需求 3", "", ""), link("服务活动", "", "", ""), link("志愿者", "", "", "")}},
		{Chapter: 4, Title: "体制机制", Href: "/c/4", Links: []Link{link("联席会议", "", "", ""), link("评价与反馈", "", "", ""), link("准入事项", "", "", "")}},
		{Links: []Link{link("看板", "", "chart", "D"), link("报告与报表", "", "doc", ""), link("公开公示", "", "pub", "")}},
	}
}

func shell(current string, body ...g.Node) Shell {
	return Shell{
		Subtitle: unit, Home: "/", Help: "/help",
		Search:  Search{Action: "/search", Placeholder: "搜需求、活动、组织、人员，支持拼音首字母，如 bjsq"},
		Actions: []Action{{Label: "记一次活动", Href: "/activities/new", Icon: "plus", Style: Primary, Key: "C"}, {Label: "登记需求", Href: "/needs/new"}},
		Who: Who{Name: "王雪梅", Role: "滨江社区 · 社区工作者", Menu: g.Group{
			Looks(Prefs{}, "/inbox"), Action{Label: "退出", Post: "/logout", Style: Quiet, Small: true, Forget: true}}},
		Nav: nav4(current), NavFoot: g.Group{g.Text("本月同一信息只填一次，"), h.Br(), g.Text("已少填 1,284 格 "), h.A(Href("/saved"), g.Text("怎么算的"))},
		Body: body,
	}
}

func inboxFixture(open bool) Inbox {
	row := func(ch int, kind, title, meta, due string, tone Tone) InboxRow {
		return InboxRow{Chapter: ch, Kind: kind, Title: title, Meta: meta, Due: due, Tone: tone, Href: "/inbox/" + title, Current: open && title == "独居老人希望上门理发、修指甲"}
	}
	return Inbox{
		Title: "待办", Summary: "12 件，1 件超期", Heading: !open,
		Tabs: []Link{{Label: "全部", Href: "?", Current: true}, {Label: "需求", Count: "3", Href: "?k=1"}, {Label: "活动", Count: "2", Href: "?k=2"}, {Label: "报表", Count: "2", Href: "?k=3"}, {Label: "其他", Count: "5", Href: "?k=4"}},
		Groups: []InboxGroup{
			{Title: "已超期", Overdue: true, Rows: []InboxRow{row(4, "评价", "回访：楼道堆物清理，居民评「不满意」", "文昌路 12 号 · 应于 11月20日 前回访", "超 1 天", Bad)}},
			{Title: "今天到期", Rows: []InboxRow{
				row(3, "需求", "独居老人希望上门理发、修指甲", "居民扫码提出 · 有 3 家可对接", "17:30", Warn),
				row(3, "活动", "荔城小课堂周末托管：核对签到 30 人", "已从签到码带入 28 人，差 2 人", "18:00", Warn),
				row(3, "需求", "3 栋单元口没有坡道，轮椅进出困难", "网格员代报 · 附照片 2 张", "17:30", Warn)}},
			{Title: "本周", Rows: []InboxRow{
				row(4, "报表", "11 月服务情况月报：已自动汇总", "38 个数中 36 个已核对，剩 2 处待看", "周三", ""),
				row(3, "需求", "广场舞音量大，希望错开晚自习时间", "与另外 4 条相似，建议合并上会", "周三", ""),
				row(2, "年检", "提醒桂园老年协会补交年检材料 1 项", "其余 21 项已由系统预填", "周四", ""),
				row(4, "会议", "11 月三方联席会议：确认议题", "居民来件自动归纳出 4 个议题", "周五", ""),
				row(1, "党建", "7 名双报到党员认领「微心愿」待确认", "县水务局党支部", "周五", "")}},
			{Title: "以后", Rows: []InboxRow{
				row(3, "活动", "河小青巡河志愿服务：发布招募", "沿用上次 24 人名单", "12月1日", ""),
				row(2, "阵地", "12 月活动室排期：3 家组织申请待排", "系统已给出不冲突的排法", "12月3日", ""),
				row(4, "报表", "四季度满意度回访抽样 20 户", "名单已按网格均衡抽取", "12月10日", "")}},
		},
	}
}

func recordFixture() Record {
	match := func(name, note, does, times, fee string, best bool) Row {
		return Row{Name: name, Href: "/resources/" + name, Best: best, Cells: []g.Node{Cell(name, note), g.Text(does), g.Text(times), g.Text(fee)},
			Actions: []Action{{Label: "对接", Post: "/match"}}}
	}
	photo := g.El("svg", g.Attr("viewBox", "0 0 92 70"), h.Role("img"), h.Aria("label", "居民上传的照片：客厅一角"), g.Raw(`<rect width="92" height="70" fill="#E9E2D4"/><rect y="50" width="92" height="20" fill="#CDBFA5"/><rect x="8" y="12" width="30" height="24" fill="#F7F3EA" stroke="#B8AA8E"/><path d="M23 12v24M8 24h30" stroke="#B8AA8E"/><rect x="48" y="42" width="36" height="14" rx="5" fill="#A06B52"/><circle cx="66" cy="30" r="7" fill="#D9D4CC"/>`))
	return Record{
		Back:   Link{Label: "返回待办", Href: "/inbox"},
		Crumbs: []Link{{Label: "需求清单", Href: "/needs"}, {Label: "XQ-2026-0117"}, {Label: "滨江社区"}},
		Title:  "独居老人希望上门理发、修指甲",
		Tag:    Tag{Text: "待受理，今天 17:30 前答复", Tone: Warn, Icon: "clock"},
		Steps:  Steps{List: []Step{{Label: "提出", Note: "11月21日", Done: true}, {Label: "受理", Note: "今天", Current: true}, {Label: "对接资源"}, {Label: "上门服务"}, {Label: "办结"}, {Label: "居民评价"}}},
		Body: g.Group{
			Card{Title: "居民怎么说", Note: "女儿代填，免注册", Link: Link{Label: "修改要点", Href: "/edit"}, Bare: true, Body: g.Group{
				Quote{Text: "我妈 82 岁，一个人住滨江苑，腿脚不方便，三个月没理发了。想请人上门理发，顺便修一下指甲。周末上午我在家。", Source: "手机扫码提交 · 2026年11月21日 09:12", Photos: []g.Node{photo}},
				SummaryList{Items: []SummaryItem{
					{Label: "服务对象", Value: g.Text("老年人，80 岁以上独居")}, {Label: "需求类型", Value: g.Text("生活服务 · 助老")},
					{Label: "联系人", Value: g.Text("陈*女士 138****2046"), Reveal: Action{Post: "/reveal", Hidden: []Pair{{"field", "phone"}}}}, {Label: "住址", Value: g.Text("滨江苑 3 栋 *单元"), Note: "第 4 网格"}}},
			}},
			Card{Title: "可对接的资源", Note: "按能力与时间匹配", Link: Link{Label: "资源清单", Href: "/resources"}, Bare: true, Body: g.Group{Table{
				Caption: "可对接的资源", Columns: []Column{{Label: "组织与队伍"}, {Label: "能做什么"}, {Label: "近 3 月", Unit: "次", Number: true}, {Label: "费用"}},
				Rows: []Row{match("利城半岛老年公寓志愿队", "周末可上门", "理发、修指甲", "8", "公益", true), match("银龄助老服务中心", "民办非企业 · 3A", "助浴、理发、保洁", "23", "购买服务，余 36 人次", false), match("滨江志愿帮扶服务队", "本社区 · 41 人", "代办、陪诊", "5", "公益", false)},
			}}},
			Card{Title: "同小区相似的 2 条", Note: "合并后上门一次，三户都能评价", Bare: true, Body: g.Group{Table{
				Caption: "相似的需求", Plain: true, Select: "merge", Form: "merge-form", Columns: []Column{{Label: "需求"}, {Label: "提出"}},
				Rows: []Row{{Key: "1", Name: "想请人上门理发", Href: "/n/1", Cells: []g.Node{Cell("想请人上门理发", "滨江苑 3 栋 · 76 岁独居"), Date("11月19日")}}, {Key: "2", Name: "帮老人修剪脚指甲", Href: "/n/2", Cells: []g.Node{Cell("帮老人修剪脚指甲", "滨江苑 5 栋 · 高龄夫妻"), Date("11月18日")}}},
			}}},
			Card{Screen: true, Body: g.Group{Field{Widget: Prose, Name: "note", Label: "内部备注", Hint: "只有本社区同事能看到", Lines: 2}}},
		},
		Side: g.Group{
			Card{Title: "计入哪些数字", Body: g.Group{Effects{List: []Effect{{"居民需求", "/f/need", "已计入", h.B(g.Text("117"))}, {"社区服务", "/f/service", "办结后", g.Group{g.Text("586 → "), h.B(g.Text("587"))}}, {"为老服务", "/f/elder", "办结后", g.Text("+1 次")}}}}},
			Card{Title: "办理经过", Body: g.Group{Timeline{Entries: []TimelineEntry{{Who: "陈*女士", What: "扫码提交", When: "11月21日 09:12"}, {What: "系统带出社区、网格，短信发查询码", When: "11月21日 09:12", System: true}, {Who: "网格员李敏", What: "电话核实：周末上午方便", When: "11月21日 10:05"}}}}},
		},
		Bar: ActionBar{
			Actions: []Action{{Label: "受理并对接「利城半岛」", Post: "/accept", Style: Primary, Key: "A"}, {Label: "只受理", Post: "/accept-only"}, {Label: "与同小区 2 条合并", Post: "/merge"}, {Label: "转交…", Href: "/hand", Style: Quiet}},
			More:    []Action{{Label: "不予受理…", Href: "/decline"}}, Note: "第 2 件，共 12 件"},
	}
}

func workbench() g.Node {
	s := shell("待办", Split{List: inboxFixture(true), Detail: recordFixture(), Open: true, Label: "需求详情"})
	s.Wide = true
	return s
}

func inboxOnly() g.Node {
	s := shell("待办", Split{List: inboxFixture(false), Detail: EmptyState{Title: "选一件来办", Why: "用 J 和 K 上下移动，Enter 打开"}})
	s.Wide, s.Demo = true, "演示数据，人名、电话与机构均为虚构"
	return s
}

func boardFixture(panel bool) Board {
	f := func(name, value, unit, note string) Figure {
		return Figure{Name: name, Value: value, Unit: unit, Note: note, Href: "/figures/" + name, Key: name}
	}
	before := func(words string, x Figure) Figure { x.Before = words; return x }
	words := func(name, value, note string) Figure {
		return Figure{Name: name, Value: value, Note: note, Href: "/figures/" + name, Words: true}
	}
	lead := f("党组织覆盖率", "94.87", "%", "78 家中 74 家已覆盖")
	lead.Current = panel
	points := []Part{}
	for i, n := range []int64{38, 31, 52, 55, 61, 58, 60, 49, 66, 75, 41} {
		points = append(points, Part{Label: Comma(int64(i+1)) + "月", Count: n})
	}
	b := Board{
		Cards: []ChapterCard{
			{Chapter: 1, Title: "党建引领", More: Link{Label: "23 个指标", Href: "/c/1"}, Lead: lead,
				Chart:   Waffle{Chapter: 1, What: "纳入基数的社会组织", Unit: "家", Parts: []Part{{Label: "单独建立", Count: 63}, {Label: "联合覆盖", Count: 9}, {Label: "视同覆盖", Count: 2}}, Rest: Part{Label: "未覆盖", Count: 4}},
				Figures: []Figure{f("单独建立党支部", "63", "个", "78 家中占 80.77%"), f("联合党支部", "3", "个", "覆盖 9 家，视同覆盖 2 家"), f("选派党建指导员", "47", "名", ""), f("双报到在职党员", "4,400", "名", "83 个党组织"), f("县委常委联系社区", "11", "名", "兼任第一书记"), f("星级党组织", "5", "个", "市级阵地 2 个，在建点 1 个")}},
			{Chapter: 2, Title: "孵化培育", More: Link{Label: "14 个指标", Href: "/c/2"}, Lead: f("登记社会组织", "242", "家", "注册地均在本县"),
				Chart:   SplitBar{Chapter: 2, Unit: "家", Parts: []Part{{Label: "民办非企业", Count: 140}, {Label: "社会团体", Count: 102}}},
				Figures: []Figure{f("党群服务中心亲民化改造", "5", "个", ""), f("入驻党群服务中心", "4", "家", ""), f("考前培训", "150", "名", "社会工作者职业资格"), f("持证社工", "32", "名", ""), f("眉山专业培训", "7", "名", "7月27日"), words("县级孵化中心", "推进中", "辐射带动综合服务站点")}},
			{Chapter: 3, Title: "优化服务", More: Link{Label: "19 个指标", Href: "/c/3"}, Lead: f("社区服务", "586", "次", "11 月已开展 41 次"),
				Chart:   Columns{Chapter: 3, What: "每月服务次数", Unit: "次", Points: points},
				Figures: []Figure{f("居民需求", "117", "个", "11 个社区均建三张清单"), f("注册志愿者", "8,184", "人", ""), before("近", f("困境儿童关爱", "1", "万名", "投入近 100 万元")), f("老年公寓义剪", "100", "余人次", "8 场，修指甲 80 余人次"), f("结对帮扶", "43", "家", "社会组织靶向帮扶"), before("逾", f("疫情期间捐款", "35", "万元", "志愿服务 400 余次"))}},
			{Chapter: 4, Title: "体制机制", More: Link{Label: "11 个指标", Href: "/c/4"}, Lead: f("工作任务清单", "14", "项举措", "责任单位已全部明确"),
				Chart:   Squares{Chapter: 4, What: "举措", Unit: "项", Done: Part{Label: "落实", Count: 11}, Doing: Part{Label: "推进中", Count: 3}},
				Figures: []Figure{f("年度检查", "242", "家", ""), f("社区准入清单", "2", "张", "依法自治、依法协助"), f("社区工作者职级", "18", "级", "4 类岗位"), f("新建党组织补助", "0.5", "万元/个", "一次性"), f("党建工作经费", "0.3", "万元/个", "每年"), words("三方联席会议", "定期召开", "社区党组织、社会组织、居民")}},
		},
		Area: areaFixture(),
		Note: "演示说明：四项机制的指标数值取自公开的县级工作材料；分社区拆分、月度走势、任务进度与组织名称为演示数据，合计与公开数值一致。带「近、逾、余」的为原文概数，点开可见取数方式。",
	}
	if panel {
		b.Panel = panelFixture("/board")
	}
	return b
}

func panelFixture(close string) FigurePanel {
	return FigurePanel{
		Chapter: 1, Figure: Figure{Name: "党组织覆盖率", Value: "94.87", Unit: "%"}, AsOf: "截至 2026年11月23日 08:00", Close: close,
		Above: []Part{{"单独建", 63, "/l/1"}, {"联合", 9, "/l/2"}, {"视同", 2, "/l/3"}}, Below: []Part{{"纳入基数", 78, "/l/4"}},
		Rule: "已建立或被覆盖党组织的社会组织，除以纳入基数的社会组织。一家只计一次。", Version: Link{Label: "第 3 版，看变更", Href: "/v"},
		All: Link{Label: "全部 78 家", Href: "/l/4"}, ListNote: "以上为尚未覆盖的 4 家",
		List:    []PanelRow{{"荔江棋类运动协会", "/o/1", "已派党建指导员"}, {"文桥社区合唱团", "/o/2", "已派党建指导员"}, {"竹艺传习中心", "/o/3", "已派党建指导员"}, {"晚晴书画社", "/o/4", "本周对接"}},
		Sources: []Source{{Text: "组织名册：县民政局登记台账，今日同步"}, {Text: "党组织：县委组织部 10 月导入，刘涛核对"}, {Text: "分项之和等于 74，与三季度报告一致"}, {Text: "基数 78 由 63 ÷ 80.77% 反推，待确认", Open: true}},
		Actions: []Action{{Label: "插入报告", Post: "/insert"}, {Label: "导出名单", Href: "/export"}},
	}
}

func areaFixture() AreaCard {
	names := []string{"城北", "学府", "文昌", "荔西", "荔东", "凤仪", "竹苑", "桂园", "滨江", "渡口", "城南"}
	needs := []int64{8, 10, 13, 12, 12, 10, 11, 11, 15, 6, 9}
	done := []int64{7, 9, 12, 11, 10, 9, 9, 10, 13, 5, 8}
	served := []int64{41, 49, 64, 58, 61, 50, 53, 55, 72, 37, 46}
	a := AreaCard{Title: "城市社区", Note: "大字为服务次数，颜色越深次数越多。按区划顺序列出", Link: Link{Label: "按需求办结率看", Href: "?by=done"},
		Map: TileMap{What: "服务次数", Unit: "次"},
		Table: Table{Caption: "城市社区的需求与服务", Plain: true, Tight: true, Columns: []Column{{Label: "社区"}, {Label: "需求", Unit: "个", Number: true}, {Label: "已办结", Number: true}, {Label: "服务", Unit: "次", Number: true, Lead: true}, {Label: "服务次数条形图", Bar: true}},
			Foot: []g.Node{g.Text("合计"), Num(117), Num(103), Num(586), nil}}}
	fig := func(name string, n int64) g.Node {
		return Figure{Name: name, Value: Comma(n), Href: "/figures/" + name}
	}
	for i, n := range names {
		a.Map.Tiles = append(a.Map.Tiles, Tile{Label: n, Name: n + "社区", Value: served[i], Note: "需求 " + Comma(needs[i]) + " 个", Href: "/area/" + n})
		a.Table.Rows = append(a.Table.Rows, Row{Href: "/area/" + n, Cells: []g.Node{g.Text(n + "社区"), fig(n+"社区需求", needs[i]), Num(done[i]), fig(n+"社区服务", served[i]), Bar(float64(served[i]) / 72)}})
	}
	return a
}

func dashboard(panel bool) g.Node {
	s := shell("看板",
		Head{Title: "三社联动总览", Note: g.Group{Date("2026年1月1日"), g.Text("至"), Date("11月23日"), g.Text("，全县　"), h.Span(h.Class("okdot"), h.Aria("hidden", "true")), g.Text("11 个城市社区已全部更新，数据截至今天 08:00")},
			Actions: []Action{{Label: "2026年 至今", Href: "?period"}, {Label: "大屏", Href: "?view=screen", Icon: "full"}, {Label: "生成工作报告", Href: "/report", Icon: "doc", Style: Primary}}},
		boardFixture(panel))
	s.Actions = nil
	return s
}
