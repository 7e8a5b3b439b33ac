package ui

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

func phoneForm(problem bool, prefs Prefs) PhonePage {
	p := PhonePage{Title: "说说您需要什么", Problem: problem, Prefs: prefs, Place: "滨江社区", Tel: "0830-5262345", Large: "/p/need"}
	form := Form{Action: "/p/need", Files: true, Key: "k1", Draft: "p/need"}
	telError := ""
	if problem {
		telError = "写下手机号，或者勾选不留电话"
		form.Problems = []Problem{{"phone", telError}}
	}
	tile := func(v, label, icon string, ch int) ChoiceTile {
		return ChoiceTile{Value: v, Label: label, Icon: icon, Chapter: ch}
	}
	form.Body = g.Group{
		ChoiceTiles{Name: "kind", Legend: "是哪方面的事", Value: "old", Tiles: []ChoiceTile{tile("old", "照顾老人", "old", 1), tile("kid", "孩子托管", "kid", 4), tile("care", "助残看病", "care", 3), tile("leaf", "环境卫生", "leaf", 2), tile("talk", "邻里矛盾", "talk", 4), tile("art", "文体活动", "art", 3), {Value: "other", Label: "说不准，直接写", Quiet: true}}},
		Field{Widget: Prose, Name: "text", Label: "具体说说", Hint: "什么人、什么事、什么时候方便", Required: true, MaxLen: 500, Value: "我妈 82 岁，一个人住滨江苑，腿脚不方便。想请人上门理发，顺便修一下指甲。"},
		PhotoField{Name: "photos", Max: 3, Hint: "打字不方便，可以用键盘上的话筒说话"},
		PhoneField{Name: "phone", Label: "您的手机号", Hint: "只有办理的社区工作人员能看到", Error: telError, None: Field{Name: "nophone", Label: "不留电话，凭查询码看进度"}, Others: []Field{{Name: "proxy", Label: "我是帮家人或邻居填的"}}},
		Privacy("您填的内容只用来办这件事。", "怎么保护您的信息", "/privacy"),
		BigButton{Label: "提交"},
	}
	p.Body = g.Group{PhoneHead{Title: "有什么需要，告诉社区", Lead: []string{"不用注册，", "1 个工作日内", "有人联系您"}}, form}
	return p
}

func phoneDone(prefs Prefs) PhonePage {
	return PhonePage{Title: "已收到", Prefs: prefs, Place: "滨江社区", Tel: "0830-5262345", Large: "/p/done", Body: g.Group{
		PhoneHead{Title: "滨江社区已收到", Done: true, Lead: []string{"11月23日（周一）下班前，", "社区工作者王雪梅", "会给您打电话"}},
		ReceiptCard{Code: "4278156039", Hint: "拍下来，或抄在纸上"},
		StepsVertical{Title: "接下来", List: []Step{{Label: "已提交", Note: "11月21日 09:12，照顾老人", Done: true}, {Label: "社区联系您", Note: "11月23日 17:30 前", Current: true}, {Label: "安排服务", Note: "找合适的社会组织或志愿者"}, {Label: "上门服务"}, {Label: "请您评价", Note: "不满意会有人回访"}}},
		h.Div(h.Class("pair"), BigButton{Label: "看进度", Href: "/p/x"}, BigButton{Label: "再提一件", Href: "/p/need", Quiet: true}),
	}}
}

func phoneRate(prefs Prefs) PhonePage {
	return PhonePage{Title: "评价", Prefs: prefs, Place: "滨江社区", Large: "/p/rate", Body: g.Group{
		PhoneHead{Title: "这次服务怎么样", Lead: []string{"11月28日上门理发，", "利城半岛老年公寓志愿队"}},
		Form{Action: "/p/rate", Body: g.Group{
			RatingTiles{Name: "rate", Legend: "您满意吗"},
			Field{Widget: Prose, Name: "words", Label: "想说的话"},
			BigButton{Label: "提交"}}},
	}}
}

func phoneHome(prefs Prefs) PhonePage {
	return PhonePage{Title: "有事找社区", Prefs: prefs, Place: "滨江社区", Tel: "0830-5262345", Large: "/p", Form: "home-form", Static: true, Demo: "演示数据", Body: g.Group{
		PhoneHead{Title: "有事找社区"},
		Door{Label: "提需求", Note: "照顾老人、孩子托管、环境卫生", Href: "/p/need", Icon: "talk", Chapter: 3},
		Door{Label: "查进度", Note: "用查询码", Href: "/p/track", Icon: "home", Chapter: 2},
		Form{ID: "home-form", Action: "/p/track", Body: g.Group{
			Field{Widget: Code, Name: "code", Label: "查询码", Required: true},
			Reveal{Name: "proxy", Label: "我是帮家人或邻居查的", Body: g.Group{Field{Name: "who", Label: "您是他的什么人"}}},
			BigButton{Label: "查"}}},
		Fold{Label: "不办了…", Body: g.Group{Form{Action: "/p/stop", Body: g.Group{Field{Name: "why", Label: "为什么"}, BigButton{Label: "不办了"}}}}},
	}}
}

// portalList is a page of the public column [专栏].
func portalList() PhonePage {
	return PhonePage{Title: "社会组织公开", Place: "三社联动专栏", Home: "/p", Large: "/p/orgs", Wide: true,
		Nav: []Link{{Label: "找服务", Href: "/p/find"}, {Label: "提需求", Href: "/p/need"}, {Label: "看公开", Href: "/p/open", Current: true}, {Label: "查进度", Href: "/p/track"}},
		Body: g.Group{h.H1(g.Text("社会组织公开")), h.Div(h.Class("card"), Table{Caption: "公开的社会组织", Columns: []Column{{Label: "名称"}, {Label: "类型"}, {Label: "年检"}},
			Rows: []Row{{Href: "/p/o/1", Cells: []g.Node{g.Text("银龄助老服务中心"), g.Text("民办非企业"), g.Text("2026 年已检")}}, {Href: "/p/o/2", Cells: []g.Node{g.Text("荔江棋类运动协会"), g.Text("社会团体"), g.Text("2026 年已检")}}}},
			Pager{Next: "?after=2", Total: "共 242 家"})},
		Demo: "演示数据",
		Foot: g.Group{g.Text("主办：县委社会工作部　"), h.A(Href("/a11y"), g.Text("无障碍说明"))}}
}

// everyField is a form with each widget, some with problems.
func everyField(trouble bool) g.Node {
	opts := func(words ...string) (out []Option) {
		for _, w := range words {
			out = append(out, Option{Value: w, Label: w})
		}
		return out
	}
	many := opts("城北", "学府", "文昌", "荔西", "荔东", "凤仪", "竹苑", "桂园", "滨江", "渡口", "城南", "白沙", "九支", "车辋", "福宝", "尧坝")
	var found []Problem
	if trouble {
		found = []Problem{{"held", "活动日期 2026-13-05 的月份不对，应为 1 到 12"}, {"", "这条记录和 11月21日 的一条很像"}}
	}
	return shell("服务活动",
		Head{Title: "记一次活动", Crumbs: []Link{{Label: "服务活动", Href: "/activities"}, {Label: "登记"}}},
		Form{ID: "act", Action: "/activities", Key: "k2", Version: "3", Draft: "u12/activity", Files: true,
			Problems: found,
			Body: g.Group{
				FormSection{Title: "活动", Note: "4 项必填", Pairs: true, Body: g.Group{
					Field{Name: "title", Label: "活动名称", Required: true, Value: "荔城小课堂"},
					Field{Widget: DateInput, Name: "held", Label: "活动日期", Required: true, Value: "2026-13-05", Error: "活动日期 2026-13-05 的月份不对，应为 1 到 12"},
					Field{Widget: Window, Name: "window", Label: "时间", Values: []string{"09:00", "11:30"}},
					Field{Widget: Number, Name: "heads", Label: "参加人数", Unit: "人", Value: "30", From: "来自 9 月"},
					Field{Widget: Money, Name: "spent", Label: "支出", Value: "1234.50", Echo: "1,234.50 元，壹仟贰佰叁拾肆元伍角"},
					Field{Widget: DateTime, Name: "due", Label: "截止时间", Value: "2026-11-23 17:30", Echo: "2026年11月23日 周一 17:30"},
					Field{Widget: Month, Name: "period", Label: "计入月份", Value: "2026-11"},
					Field{Widget: Phone, Name: "tel", Label: "联系电话", Sealed: true},
					Field{Widget: Picker, Name: "org", Label: "承办组织", Hint: "写名称或拼音首字母", Source: "/search/orgs", Value: "17", Text: "银龄助老服务中心", Options: opts("银龄助老服务中心")},
					Field{Widget: Select, Name: "community", Label: "社区", Options: many, Value: "滨江", Required: true},
					Field{Widget: Choice, Name: "kind", Label: "类型", Required: true, Value: "为老", Options: []Option{{"为老", "为老服务", "60 岁以上"}, {"为小", "儿童服务", ""}, {"助残", "助残服务", ""}}},
					Field{Widget: Checks, Name: "with", Label: "参与方", Values: []string{"志愿者"}, Options: opts("志愿者", "社会组织", "双报到党员")},
					Field{Widget: Prose, Name: "text", Label: "一句话", Hint: "做了什么，有什么要跟进"},
					Field{Widget: File, Name: "photos", Label: "照片", Accept: "image/*", Multiple: true, Kept: []KeptFile{{Name: "现场1.jpg", Href: "/f/1", Note: "1.2 MB", Remove: "1"}}},
					Field{Widget: Check, Name: "public", Label: "可以公开", Hint: "不含居民姓名", Value: "1"},
					Field{Name: "code", Widget: Code, Label: "统一社会信用代码", ReadOnly: true, Value: "52510522MJQ0000001"},
				}},
				FormSection{Title: "参加的志愿者", Body: g.Group{
					Field{Widget: Grid, Name: "people", Label: "志愿者", Required: true, Grid: &GridRows{
						Columns: []Field{{Name: "person", Label: "姓名", Widget: Picker, Source: "/search/people"}, {Name: "minutes", Label: "时长", Unit: "分钟", Widget: Number}, {Name: "role", Label: "分工", Widget: Choice, Options: opts("带队", "服务")}, {Name: "on", Label: "日期", Widget: DateInput}},
						Rows:    []GridRow{{Values: map[string]string{"person": "3", "minutes": "150", "role": "带队"}, Texts: map[string]string{"person": "李敏"}}, {Values: map[string]string{"minutes": "九十"}, Texts: map[string]string{"person": "阿依古丽·买买提"}, Errors: map[string]string{"minutes": "时长应为数字，现在是“九十”"}}},
					}}}},
			},
			Bar: ActionBar{Actions: []Action{{Label: "保存", Style: Primary}, {Label: "保存并再记一次", Name: "_again", Value: "1"}, {Label: "取消", Href: "/activities", Style: Quiet}}, Saved: "已保存 14:32"}},
	)
}

func listPage() g.Node {
	row := func(key, name, kind, party, check string) Row {
		return Row{Key: key, Name: name, Href: "/orgs/" + key, Cells: []g.Node{g.Text(name), g.Text(kind), g.Text(party), Tag{Text: check, Tone: map[string]Tone{"已检": OK, "待补": Warn}[check]}, Num(int64(len(name)) * 1000)},
			Actions: []Action{{Label: "年检", Href: "/orgs/" + key + "/inspect"}}, More: []Action{{Label: "转交…", Href: "/hand"}, {Label: "作废…", Href: "/void"}}}
	}
	bar := FilterBar{Action: "/orgs", Clear: "/orgs", Tabs: []Link{{Label: "全部", Count: "242", Href: "?", Current: true}, {Label: "待年检", Count: "18", Href: "?s=1"}, {Label: "未覆盖党组织", Count: "4", Href: "?s=2"}}}
	for _, n := range []string{"名称", "类型", "社区", "年检", "等级", "登记日期"} {
		bar.Fields = append(bar.Fields, Field{Name: "by-" + n, Label: n})
	}
	return shell("社会组织",
		Head{Title: "社会组织", Note: g.Text("注册地均在本县"), Actions: []Action{{Label: "导出", Href: "/orgs.xlsx"}, {Label: "从 Excel 粘贴", Href: "/orgs/paste"}, {Label: "登记社会组织", Href: "/orgs/new", Style: Primary}}},
		UndoBar{Text: "已办结 12 条", Undo: Action{Post: "/undo"}},
		List{Filter: bar, Table: Table{
			Caption: "社会组织", Select: "id",
			Columns: []Column{{Label: "名称", Sort: "?sort=name", Sorted: "asc"}, {Label: "类型"}, {Label: "党组织"}, {Label: "年检"}, {Label: "活动经费", Unit: "元", Number: true, Sort: "?sort=fund"}},
			Rows:    []Row{row("1", "桂园老年协会", "社会团体", "单独建立", "待补"), row("2", "银龄助老服务中心", "民办非企业", "联合覆盖", "已检"), row("3", "荔江棋类运动协会", "社会团体", "未覆盖", "已检")},
		}, Pager: Pager{Next: "?after=3", Total: "共 242 家"},
			Batch: BatchBar{Action: "/orgs/batch", Hidden: []Pair{{"_key", "k"}}, Actions: []Action{{Label: "办结", To: "/orgs/batch/close"}, {Label: "转交…", To: "/orgs/batch/hand"}, {Label: "导出", To: "/orgs/export"}}}},
	)
}

func oddsAndEnds() g.Node {
	return shell("",
		ErrorPage{Code: 409, Title: "这条记录已被改过", Text: "王雪梅 11月23日 14:32 改过。选要留下的，再保存。", Ref: "7f3a",
			Body:    g.Group{ConflictTable{Who: "两份内容不同的有 2 项", Rows: []ConflictRow{{"名称", "荔城小课堂", "荔城小课堂", "title"}, {"人数", "30", "28", "heads"}, {"备注", "", "家长反映好", "note"}}}},
			Actions: []Action{{Label: "保存", Style: Primary}, {Label: "放弃这次的修改", Href: "/x"}}},
		Notice(OK, g.Text("已保存 14:32")), Notice(Warn, g.Text("11月29日 停电检修")), Notice(Bad, g.Text("没有发出去，稍后会再试")), Notice(Info, g.Text("截至今天 08:00")),
		EmptyState{Title: "没有找到“理发”", Why: "换个说法，或登记为新需求", Action: []Action{{Label: "登记需求", Href: "/n"}}},
		Bars{Chapter: 3, What: "需求到办结", Unit: "个", Parts: []Part{{"提出", 117, "/l"}, {"受理", 115, ""}, {"办结", 103, ""}}},
		Waffle{Chapter: 2, What: "抽查的组织", Unit: "家", Data: true, Parts: []Part{{"合格", 20, "/ok"}, {"整改", 3, "/fix"}}},
		Squares{Chapter: 4, What: "任务", Unit: "项", Done: Part{"落实", 20, ""}, Doing: Part{"推进中", 10, ""}, Todo: Part{"未开始", 5, ""}},
		Columns{Chapter: 3, What: "没有数的月份", Unit: "次", Points: []Part{{"1月", 0, ""}}, Data: true},
	)
}

func figurePage() g.Node {
	return shell("看板", h.Div(h.Class("figurepage"), panelFixture("")))
}

func login() g.Node {
	return Plain{Subtitle: unit, Demo: "演示系统", Body: g.Group{h.H1(g.Text("登录")),
		Form{Action: "/login", NoDraft: true, Body: g.Group{Field{Name: "phone", Widget: Phone, Label: "手机号", Required: true}, Field{Name: "pass", Widget: Password, Label: "密码", Required: true, Auto: "current-password"}}, Bar: ActionBar{Actions: []Action{{Label: "登录", Style: Primary}}}}}}
}

// screens is every page the tests look at.
func screens(u *UI) map[string]g.Node {
	paper := Print{Unit: "县委社会工作部", AsOf: "截至 2026年11月23日 08:00", URL: "https://example.gov.cn/sanshe/board", Code: "KB-1123"}
	page := func(title string, body g.Node) Page { return Page{Title: title, Print: paper, Body: g.Group{body}} }
	dark := page("三社联动总览", dashboard(true))
	dark.Prefs = Prefs{Theme: "dark"}
	more := page("三社联动总览", dashboard(true))
	more.Prefs = Prefs{Contrast: "more"}
	wall := page("三社联动总览", dashboard(false))
	wall.Screen = true
	big := page("待办", workbench())
	big.Prefs = Prefs{Size: "large"}
	form := page("记一次活动", everyField(true))
	form.Problem = true
	formDark := form
	formDark.Prefs = Prefs{Theme: "dark"}
	return map[string]g.Node{
		"a":          u.Page(page("待办（12）· 独居老人希望上门理发、修指甲", workbench())),
		"a-large":    u.Page(big),
		"a-inbox":    u.Page(page("待办", inboxOnly())),
		"b":          u.Page(page("三社联动总览", dashboard(true))),
		"b-closed":   u.Page(page("三社联动总览", dashboard(false))),
		"b-dark":     u.Page(dark),
		"b-contrast": u.Page(more),
		"b-screen":   u.Page(wall),
		"c":          u.PhonePage(phoneForm(false, Prefs{})),
		"c-error":    u.PhonePage(phoneForm(true, Prefs{})),
		"c-large":    u.PhonePage(phoneForm(true, Prefs{Size: "large"})),
		"c-dark":     u.PhonePage(phoneForm(true, Prefs{Theme: "dark"})),
		"c-done":     u.PhonePage(phoneDone(Prefs{})),
		"c-rate":     u.PhonePage(phoneRate(Prefs{})),
		"c-list":     u.PhonePage(portalList()),
		"c-home":     u.PhonePage(phoneHome(Prefs{})),
		"form":       u.Page(form),
		"form-dark":  u.Page(formDark),
		"form-ok":    u.Page(page("记一次活动", everyField(false))),
		"list":       u.Page(page("社会组织", listPage())),
		"odds":       u.Page(page("已被改过", oddsAndEnds())),
		"figure":     u.Page(page("数字来历：党组织覆盖率", figurePage())),
		"login":      u.Page(page("登录", login())),
	}
}
