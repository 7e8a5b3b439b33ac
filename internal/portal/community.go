package portal

import (
	"cmp"
	"net/http"
	"regexp"

	"sanshe/internal/fault"
	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

const cookieName = "community"

var divisionCode = regexp.MustCompile(`^[0-9]{6,21}$`)

// at gives the community with a code.
func (v *visit) at(code string) (place, error) {
	if !divisionCode.MatchString(code) {
		return place{}, fault.New(fault.NotFound, "没有这个社区")
	}
	name, tel, err := v.Community(v.r.Context(), code)
	return place{code, name, tel}, err
}

// known sets the page's place to the community that the address names (c=), or
// else the one this telephone was at before. The error says what is wrong with
// the one in the address, if one is there.
func (v *visit) known() error {
	q := v.r.URL.Query()
	if code := q.Get("c"); code != "" {
		p, err := v.at(code)
		if err != nil {
			return err
		}
		v.place = p
		v.remember(code)
		return nil
	}
	cookie, err := v.r.Cookie(cookieName)
	if err != nil || q.Has("c") { // ?c= asks to choose again
		return nil
	}
	if p, err := v.at(cookie.Value); err == nil {
		v.place = p
	}
	return nil
}

func (v *visit) remember(code string) {
	http.SetCookie(v.w, &http.Cookie{Name: cookieName, Value: code, Path: v.UI.URL("/p/"), MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: v.r.URL.Scheme == "https", SameSite: http.SameSiteLaxMode})
}

// notHere says what is wrong with the community of an address.
func (v *visit) notHere(err error) string {
	if fault.Is(err, fault.NotFound) {
		return "没有找到二维码里的社区，可能已经合并或改名；选一个离您最近的"
	}
	return v.said(err)
}

// chooser asks for the community.
func (v *visit) chooser(value, wrong string) (g.Node, error) {
	list, err := v.Communities(v.r.Context())
	if err != nil {
		return nil, err
	}
	f := ui.Field{Widget: ui.Select, Name: "c", Label: "您在哪个社区", Value: value, Error: wrong, Required: true, Empty: "点这里选"}
	for _, o := range list {
		f.Options = append(f.Options, ui.Option{Value: o.Value, Label: o.Label})
	}
	return f, nil
}

// home is the first page.
func (v *visit) home() error {
	wrong := v.known()
	code, lead := http.StatusOK, []string{"不用注册，", "不用下载，", "填三样就行"}
	if wrong != nil {
		code = status(wrong)
	}
	var choose g.Node
	if v.place.code == "" {
		said := ""
		if wrong != nil {
			said = v.notHere(wrong)
		}
		field, err := v.chooser("", said)
		if err != nil {
			return err
		}
		choose = ui.Form{Action: v.UI.URL("/p/"), Get: true, NoDraft: true, Body: g.Group{field, ui.BigButton{Label: "就是这里", Quiet: true}}}
	}
	v.write(code, ui.PhonePage{Title: "有什么需要，告诉社区", Problem: wrong != nil, Body: g.Group{
		ui.PhoneHead{Title: "有什么需要，告诉社区", Lead: lead},
		choose,
		h.Nav(h.Class("doors"), h.Aria("label", "办事"),
			ui.Door{Label: "提需求", Note: "照顾老人、孩子托管……", Href: v.UI.URL("/p/need"), Icon: "talk", Chapter: 3},
			ui.Door{Label: "看进度", Note: "用 10 位查询码", Href: v.UI.URL("/p/progress"), Icon: "clock", Chapter: 2}),
		h.Ul(h.Class("ways"),
			g.If(v.Lists != nil, way(v.UI.URL("/p/lists"), "看三张清单")),
			way(cmp.Or(v.Feedback, v.UI.URL("/p/feedback")), "建议和投诉"),
			way(v.UI.URL("/p/privacy"), "怎么保护您的信息"),
			g.Map(v.Sheets, func(s Sheet) g.Node { return way(v.UI.URL("/p/shown/"+s.Name), s.Title) }),
			g.If(v.place.code != "", way(v.UI.URL("/p/")+"?c=", "换一个社区"))),
	}})
	return nil
}

func way(href, label string) g.Node { return h.Li(h.A(ui.Href(href), g.Text(label))) }
