package portal

import (
	"context"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/ui"
)

// Sheet is a page that anybody may read (公示), newest first. Draw gives what
// comes after an id, nil for nothing, and the id to go on from.
type Sheet struct {
	Name, Title, Says string
	Draw              func(ctx context.Context, after int64) (body g.Node, next int64, err error)
}

// sheet shows a page of what is published.
func (v *visit) sheet() error {
	_ = v.known()
	for _, s := range v.Sheets {
		if s.Name != v.r.PathValue("sheet") {
			continue
		}
		after, _ := strconv.ParseInt(v.r.URL.Query().Get("after"), 10, 64) // what is no number is the newest
		body, next, err := s.Draw(v.r.Context(), after)
		if err != nil {
			return err
		}
		v.write(200, ui.PhonePage{Title: s.Title, Body: g.Group{ui.PhoneHead{Title: s.Title, Lead: phrases(s.Says)}, body,
			g.If(body == nil, h.P(g.Text("还没有公示的。"))),
			g.If(next != 0, ui.BigButton{Label: "看更早的", Href: v.UI.URL("/p/shown/" + s.Name + "?after=" + strconv.FormatInt(next, 10)), Quiet: true})}})
		return nil
	}
	return fault.New(fault.NotFound, "没有这一页公示。从首页可以提需求、看进度")
}

// phrases cuts a sentence after its marks, where a narrow page may break it.
func phrases(s string) (out []string) {
	for _, sentence := range strings.SplitAfter(s, "。") {
		out = append(out, strings.SplitAfter(sentence, "，")...)
	}
	return out
}
