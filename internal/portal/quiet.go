package portal

import (
	"context"

	"sanshe/internal/record"
	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Messages is how short messages are refused. Silent reports whether whoever
// asked for a need gets none anyway.
type Messages struct {
	Silent func(ctx context.Context, need record.Record) (bool, error)
	Refuse func(ctx context.Context, a *record.Actor, need record.Record) error
}

// refuse enters that the resident wants no more short messages.
func (v *visit) refuse() error {
	c, err := v.open(v.r.PathValue("ref"))
	if err == nil {
		err = v.form()
	}
	if err == nil && v.Messages == nil {
		return v.lost()
	}
	if err == nil {
		err = v.limit("act/" + v.address())
	}
	if err == nil {
		err = v.Messages.Refuse(v.r.Context(), v.actor(c.base.Area), c.rec)
	}
	if err != nil {
		return err
	}
	return v.see("/p/r/" + c.ref)
}

// quiet offers to send no more short messages, to whom any are sent.
func (v *visit) quiet(c *course) (g.Node, error) {
	if v.Messages == nil || c.gone() {
		return nil, nil
	}
	silent, err := v.Messages.Silent(v.r.Context(), c.rec)
	if err != nil || silent {
		return nil, err
	}
	return ui.Fold{Label: "不想再收短信", Body: g.Group{ui.Form{Action: v.UI.URL("/p/r/" + c.ref + "/quiet"), Key: v.newKey(), NoDraft: true,
		Body: g.Group{h.P(g.Text("以后这个手机号不再收到短信，进度照样能用查询码看。")), ui.BigButton{Label: "不要再发短信", Quiet: true}}}}}, nil
}
