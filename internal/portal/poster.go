package portal

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"

	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// onPaper draws an A4 page for the community of the address, or asks for one.
func (v *visit) onPaper(title, path string, draw func() (g.Node, error)) error {
	wrong := v.known()
	if v.place.code == "" {
		said := ""
		if wrong != nil {
			said = v.notHere(wrong)
		}
		field, err := v.chooser("", said)
		if err != nil {
			return err
		}
		return v.column(http.StatusOK, title, g.Group{ui.PhoneHead{Title: title}, ui.Form{Action: v.UI.URL(path), Get: true, NoDraft: true, Body: g.Group{field, ui.BigButton{Label: "打开"}}}})
	}
	sheet, err := draw()
	if err != nil {
		return err
	}
	return v.column(http.StatusOK, title, g.Group{h.Div(h.Class("noprint"), ui.PhoneHead{Title: title, Lead: []string{"用浏览器的打印（Ctrl+P），", "A4 纸、竖放"}}), sheet})
}

// poster is a community's poster: scan, say what is needed, see what came of it.
func (v *visit) poster() error {
	return v.onPaper("二维码海报", "/p/poster", func() (g.Node, error) {
		at := v.public("/p/need?c=" + v.place.code)
		step := func(n, what, how string) g.Node {
			return h.Li(h.B(g.Text(n)), h.Span(h.Strong(g.Text(what)), h.Small(g.Text(how))))
		}
		tel := g.Node(nil)
		if v.place.phone != "" {
			tel = h.P(h.Class("tel"), g.Text("不会扫码，打电话也行："), h.B(g.Text(v.place.phone)))
		}
		return h.Article(h.Class("sheet poster"),
			h.P(h.Class("of"), g.Text(v.place.name)),
			h.H2(g.Text("有什么需要，"), h.Br(), g.Text("告诉社区")),
			h.P(h.Class("why"), g.Text("照顾老人、孩子托管、楼道卫生、邻里矛盾……")),
			h.Div(h.Class("qr"), ui.QR(at, "二维码：提需求")),
			h.P(h.Class("scan"), g.Text("用微信扫一扫")),
			h.Ol(step("1", "说什么事", "填三样，不用注册"), step("2", "等回音", v.Promise(v.r.Context(), v.place.code)+"有人联系您"), step("3", "打个分", "不满意会有人回访")),
			tel, h.P(h.Class("at"), g.Text(at))), nil
	})
}

// mostSheets is how many forms are printed at a time.
const mostSheets = 20

// paper is the form for people who write by hand. Each sheet has a number of its
// own; its code opens the page on which staff key it in, once.
func (v *visit) paper() error {
	n, _ := strconv.Atoi(v.r.URL.Query().Get("n"))
	return v.onPaper("需求登记纸表", "/p/paper", func() (g.Node, error) {
		tiles, err := v.tiles()
		if err != nil {
			return nil, err
		}
		var sheets g.Group
		for range min(max(n, 1), mostSheets) {
			sheets = append(sheets, v.blank(tiles))
		}
		return sheets, nil
	})
}

// number makes the number of a sheet, of characters that hands do not confuse.
func number() string {
	const letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b)
}

func (v *visit) blank(tiles []ui.ChoiceTile) g.Node {
	no := "ZB" + number()
	row := func(label, class string, body ...g.Node) g.Node {
		return h.Tr(h.Th(h.Scope("row"), g.Text(label)), h.Td(h.Class(class), g.Group(body)))
	}
	var about []string
	for _, t := range tiles {
		about = append(about, "□\u00A0"+t.Label)
	}
	return h.Article(h.Class("sheet paper1"),
		h.Header(h.Div(h.P(h.Class("of"), g.Text(v.place.name)), h.H2(g.Text("需求登记表")), h.P(g.Text("编号 "), h.B(h.Class("code"), g.Text(no)))),
			h.Div(h.Class("qr"), ui.QR(v.public("/desk?slip="+no+"&_area="+v.place.code), "二维码：工作人员录入"), h.Small(g.Text("工作人员扫码录入")))),
		h.Table(h.TBody(
			row("哪方面的事", "", g.Text(strings.Join(about, "　"))),
			row("具体说说", "tall", h.Small(g.Text("什么人、什么事、什么时候方便"))),
			row("怎么称呼您", ""), row("手机号", "", h.Small(g.Text("可以不留"))), row("替谁提的", "", h.Small(g.Text("给家人或邻居填的写称呼"))),
			row("填表日期", "", g.Text("　　　　年　　月　　日")))),
		h.P(h.Class("cut"), g.Text("✂ 沿线剪下，您自己留着")),
		h.Footer(h.P(g.Text("您提的事编号是 "), h.B(h.Class("code"), g.Text(no)), g.Text("，"+v.place.name+v.Promise(v.r.Context(), v.place.code)+"答复。")),
			g.If(v.place.phone != "", h.P(g.Text("想问办到哪一步：打 "+v.place.phone+"，报编号。")))))
}
