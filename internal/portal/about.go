package portal

import (
	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// privacy says what becomes of what residents write.
func (v *visit) privacy() error {
	_ = v.known()
	return v.text("怎么保护您的信息", [][2]string{
		{"只问办事要用的", "不用注册，不要身份证号，不定位。电话可以不留。"},
		{"谁能看到", "您写的事情，社区、镇（街道）和县里负责这项工作的人能看到。手机号加密保存，" + v.Need.Field(phone).Hint + "，看一次记一次。"},
		{"别人看不到", "进度页只显示办到哪一步和结果，没有您的姓名、电话，也没有您写的原话。对外公开的内容里也没有。"},
		{"这部手机上留了什么", "只记住您选的社区和字的大小，别的都不记。用查询码打开的进度页 2 小时后自动失效。"},
		{"想改、想撤回", "还没有安排人办的，可以在进度页撤回；写错了，给社区打电话改。"},
	}, ui.BigButton{Label: "提需求", Href: v.UI.URL("/p/need")})
}

// feedback says where suggestions and complaints go.
func (v *visit) feedback() error {
	_ = v.known()
	tel := "给社区打电话，或者到党群服务中心当面说。"
	if v.place.phone != "" {
		tel = v.place.name + "的电话是 " + v.place.phone + "，也可以到党群服务中心当面说。"
	}
	return v.text("建议和投诉", [][2]string{
		{"这件事没办好", "从“看进度”打开那一件，选“还没办好”，或者评价“不满意”，会有人回访。"},
		{"对社区有建议", "从“提需求”写，哪方面选“说不准，直接写”。"},
		{"想找人说", tel},
		{"社区解决不了", "打 12345 政务服务便民热线。"},
	}, h.Div(h.Class("pair"), ui.BigButton{Label: "看进度", Href: v.UI.URL("/p/progress")}, ui.BigButton{Label: "提需求", Href: v.UI.URL("/p/need"), Quiet: true}))
}

// text writes a page of headings with a paragraph each.
func (v *visit) text(title string, parts [][2]string, after g.Node) error {
	v.write(200, ui.PhonePage{Title: title, Body: g.Group{
		ui.PhoneHead{Title: title},
		g.Map(parts, func(p [2]string) g.Node {
			return h.Section(h.Class("next"), h.H2(g.Text(p[0])), h.P(g.Text(p[1])))
		}),
		after,
	}})
	return nil
}
