package web

import (
	"context"

	g "maragu.dev/gomponents"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Alike draws, while a record is being written down, those that are probably the
// same; nil for none. place is where it will lie.
type Alike func(ctx context.Context, r *store.Reader, place string, in record.Input, url func(string) string) (g.Node, error)

// alike answers a form that asks before it is sent, with the form again and what
// was found in it; the script takes that part alone. What was typed comes posted,
// for it may be personal.
func (w *Web) alike(v *visit) (g.Node, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, err
	}
	ask := w.Alike[reg.Name]
	if ask == nil {
		return nil, errNowhere()
	}
	if err := w.Store.MayCreate(v.actor, reg); err != nil {
		return nil, err
	}
	in, err := w.inputOf(v, asked(reg, true))
	if err != nil {
		return nil, err
	}
	place := or(v.r.PostForm.Get("_area"), v.actor.Area)
	found, err := ask(v.ctx(), w.reader(v), place, in, w.UI.URL)
	if err != nil {
		return nil, err
	}
	if found == nil && v.r.Header.Get("X-Fragment") == "" {
		found = ui.Notice(ui.OK, g.Text("没有找到类似的，可以保存。"))
	}
	if reg.State != nil {
		in[reg.State.Name] = v.r.PostForm.Get(reg.State.Name)
	}
	return w.newFormWith(v, reg, in, place, nil, found)
}
