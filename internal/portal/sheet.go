package portal

import (
	"context"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/ui"
)

// Sheet is a page that anybody may read (公示), newest first. Draw gives what
// comes after an id.
type Sheet struct {
	Name, Title, Says string
	Draw              func(ctx context.Context, after int64) (entries []Entry, next int64, err error)
}

// Entry is one thing published.
type Entry struct {
	Title, Amount string
	Facts         [][2]string
	Lines         []string
}

// sheet shows a page of what is published.
func (v *visit) sheet() error {
	_ = v.known()
	for _, s := range v.Sheets {
		if s.Name != v.r.PathValue("sheet") {
			continue
		}
		after, _ := strconv.ParseInt(v.r.URL.Query().Get("after"), 10, 64) // what is no number is the newest
		entries, next, err := s.Draw(v.r.Context(), after)
		if err != nil {
			return err
		}
		body := g.Group{ui.PhoneHead{Title: s.Title, Lead: []string{s.Says}}}
		for _, e := range entries {
			body = append(body, h.Section(h.Class("next"), h.H2(g.Text(e.Title+" "), h.Span(g.Text(e.Amount))),
				g.Map(e.Facts, func(f [2]string) g.Node { return h.P(g.Text(f[0] + "：" + f[1])) }),
				g.If(len(e.Lines) > 0, h.Ul(g.Map(e.Lines, func(l string) g.Node { return h.Li(g.Text(l)) })))))
		}
		if len(entries) == 0 {
			body = append(body, h.P(g.Text("还没有公示的。")))
		}
		if next != 0 {
			body = append(body, ui.BigButton{Label: "看更早的", Href: v.UI.URL("/p/shown/" + s.Name + "?after=" + strconv.FormatInt(next, 10)), Quiet: true})
		}
		v.write(200, ui.PhonePage{Title: s.Title, Body: body})
		return nil
	}
	return fault.New(fault.NotFound, "没有这一页公示。从首页可以提需求、看进度")
}
