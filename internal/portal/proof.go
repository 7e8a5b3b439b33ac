package portal

import (
	"net/http"

	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// askProof asks for the code of a proof, or checks the one that the paper's QR
// code leads to.
func (v *visit) askProof() error {
	_ = v.known()
	if code := v.r.PathValue("code"); code != "" {
		return v.checkProof(code)
	}
	return v.proofPage(http.StatusOK, "", nil)
}

func (v *visit) sendProof() error {
	_ = v.known()
	if err := v.form(); err != nil {
		return v.proofPage(status(err), v.said(err), nil)
	}
	return v.checkProof(v.sent("code"))
}

// checkProof says whether a code is a proof's, and of that no more than what
// stands on the paper anyway.
func (v *visit) checkProof(typed string) error {
	code := plainCode(typed)
	if code == "" {
		return v.proofPage(http.StatusUnprocessableEntity, "写下证明上的 12 位查验码", nil)
	}
	if err := v.limit("code/"+v.address(), "code"); err != nil {
		return v.proofPage(status(err), v.said(err), nil)
	}
	says, err := v.Proof(v.r.Context(), code)
	if err != nil {
		return err
	}
	if says == nil {
		return v.proofPage(http.StatusOK, "", h.Section(h.Class("next"), h.H2(g.Text("没有这份证明")), h.P(g.Text("查验码 "+shown(code)+" 没有对上任何一份有效的证明：可能抄错了几个字，也可能已经撤回。对照纸上再看一遍；还不对，问出具单位。"))))
	}
	rows := g.Map(says, func(s [2]string) g.Node { return h.P(h.B(g.Text(s[0]+"：")), g.Text(s[1])) })
	return v.proofPage(http.StatusOK, "", h.Section(h.Class("next"), h.H2(g.Text("有这份证明")), h.P(g.Text("请和纸上的对一对：")), rows))
}

func (v *visit) proofPage(code int, wrong string, found g.Node) error {
	var problems []ui.Problem
	if wrong != "" {
		problems = []ui.Problem{{Field: "code", Text: wrong}}
	}
	typed := shown(v.sent("code"))
	v.write(code, ui.PhonePage{Title: "查验服务证明", Problem: wrong != "", Body: g.Group{
		ui.PhoneHead{Title: "查验服务证明", Lead: []string{"志愿服务证明上有 ", "12 位查验码"}},
		found,
		ui.Form{ID: "proof", Action: v.UI.URL("/p/proof"), NoDraft: true, Problems: problems, Body: g.Group{
			ui.Field{Widget: ui.Code, Name: "code", Label: "查验码", Hint: "大写小写、有没有空格都行", Value: typed, Error: wrong, Required: true},
			ui.BigButton{Label: "查验"}}},
	}})
	return nil
}
