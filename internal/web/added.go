package web

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Page is a whole page that a domain adds to the workbench.
type Page struct {
	Path    string       // below the site: /coverage
	Label   string       // in the menu
	For     record.Roles // who may see it
	Home    record.Roles // whose first page it is
	Inner   bool         // led to by other pages, not by the menu
	Queries int          // how many statements it runs at most; a test holds it to that
	Draw    func(ctx context.Context, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error)
}

// File is a file that a domain makes for whoever asks. Make calls begin once it
// knows that it may, and writes what begin gives.
type File struct {
	Path string // below the site: /service-proof.docx
	For  record.Roles
	Make func(ctx context.Context, r *store.Reader, q url.Values, begin func(name, kind string) io.Writer) error
}

// Panel is what a domain adds to the page of one of its records: Below derives
// it, Draw draws it, nil for nothing. url makes addresses of this site.
type Panel struct {
	Below   *Below
	Draw    func(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error)
	Queries int  // how many statements it runs at most; a test holds it to that
	Wide    bool // takes the whole width
}

// dueDays is how far ahead a record's page looks for what will be due.
const dueDays = 60

// added serves a page of a domain.
func (w *Web) added(p Page) func(*visit) (g.Node, error) {
	return func(v *visit) (g.Node, error) {
		if !v.actor.Holds(p.For) {
			return nil, fault.New(fault.Refused, "您的岗位不看“%s”；需要时联系县级经办", p.Label)
		}
		view, err := p.Draw(v.ctx(), w.reader(v), v.r.URL.Query(), w.UI.URL)
		if err != nil {
			return nil, err
		}
		print := w.print(v)
		print.AsOf = or(view.AsOf, print.AsOf)
		if view.Code != "" {
			view.Body = append(g.Group{h.Div(h.Class("code-back"), ui.QR(w.public(v, w.UI.URL(view.Code)), "二维码：查验"))}, view.Body...)
		}
		if view.Wide {
			return w.shellPage(v, ui.Page{Title: view.Head.Title, Print: print}, true, view.Body), nil
		}
		return w.shellPage(v, ui.Page{Title: view.Head.Title, Print: print}, false, view.Head, done(v.r.URL.Query().Get("done")), view.Body), nil
	}
}

// made serves a file of a domain.
func (w *Web) made(f File) func(*visit) (g.Node, error) {
	return func(v *visit) (g.Node, error) {
		if !v.actor.Holds(f.For) {
			return nil, fault.New(fault.Refused, "您的岗位不取这个文件；需要时联系县级经办")
		}
		d := &download{v: v}
		err := f.Make(v.ctx(), w.reader(v), v.r.URL.Query(), func(name, kind string) io.Writer {
			d.name, d.kind = name, kind
			return d
		})
		return nil, d.whole(err)
	}
}

// pages gives what domains added, in the order of the menu.
func (w *Web) pages() (out []Page) {
	for _, c := range w.Menu {
		out = append(out, c.Pages...)
	}
	return out
}

// panels draws what domains add to a record's page: what is due, soonest first,
// and the cards, small ones two abreast.
func (w *Web) panels(v *visit, reg *record.Register, rec record.Record) (due g.Node, cards g.Group, err error) {
	var items []ui.Item
	var small, begin g.Group
	for _, p := range w.Panels[reg.Name] {
		panel, err := w.drawPanel(v, p, rec)
		if err != nil {
			return nil, nil, err
		}
		if panel == nil {
			continue
		}
		items = append(items, panel.Due...)
		if panel.Add.Href != "" {
			begin = append(begin, h.A(ui.Href(panel.Add.Href), g.Text(panel.Add.Label)), g.Text(" "))
		}
		switch {
		case panel.Body == nil:
		case p.Wide:
			cards = append(cards, panel.Body)
		default:
			small = append(small, panel.Body)
		}
	}
	if len(small) > 0 {
		cards = append(cards, h.Div(h.Class("two-up"), small))
	}
	if len(begin) > 0 {
		cards = append(cards, h.P(h.Class("begin noprint"), g.Text("还没有、可以登记的："), begin))
	}
	return w.due(items), cards, nil
}

func (w *Web) drawPanel(v *visit, p Panel, rec record.Record) (*ui.Panel, error) {
	if p.Below != nil {
		return w.below(v, p.Below, rec)
	}
	return p.Draw(v.ctx(), w.reader(v), rec, w.UI.URL)
}

// Budget is how many statements a panel runs at most.
func (p Panel) Budget() int {
	if p.Below != nil {
		return belowQueries
	}
	return p.Queries
}

// due draws what is overdue or will be due soon, soonest first.
func (w *Web) due(items []ui.Item) g.Node {
	today := w.Store.Today()
	last := string(today.AddDays(dueDays))
	items = slices.DeleteFunc(items, func(it ui.Item) bool { return it.Day > last })
	if len(items) == 0 {
		return nil
	}
	slices.SortStableFunc(items, func(a, b ui.Item) int { return strings.Compare(or(a.Day, "9"), or(b.Day, "9")) })
	for i := range items {
		if items[i].Tag.Text == "" {
			items[i].Tag = ui.DueTag(items[i].Day, string(today))
		}
	}
	return ui.Card{Title: "到期和要办的", Note: fmt.Sprintf("%d 天以内的", dueDays), Bare: true, Body: g.Group{ui.Items{List: items}}}
}

// backTo is where a form that a page of a domain holds leads back to, with what
// was done: an address of this site, or nothing.
func backTo(v *visit, done string) string {
	to := v.r.PostForm.Get("_to")
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return ""
	}
	sep := "?"
	if strings.Contains(to, "?") {
		sep = "&"
	}
	return to + sep + "done=" + escape(done)
}
