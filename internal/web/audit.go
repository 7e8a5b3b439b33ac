package web

import (
	"maps"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// acts names what is in the audit besides steps.
func acts() map[string]string {
	return map[string]string{
		"create": "登记", "edit": "修改", "void": "作废", "reveal": "查看个人信息", "import": "导入", "merge": "合并", "unmerge": "撤销合并", "repoint": "随合并改指向",
		"receipt": "开回执", "export": "导出", "sign_in": "登录", "sign_in_failed": "登录没有成功", "sign_out": "退出", "session_revoke": "结束登录", "password_set": "设密码",
		"account_create": "开账号", "account_edit": "改账号", "account_disable": "停用账号", "account_enable": "恢复账号", "role_grant": "授岗", "role_end": "结束岗位",
		"calendar_create": "生成日历订阅地址", "token_create": "开接口令牌", "token_revoke": "撤销接口令牌", "code_password": "发设置码", "code_sign_in": "发登录链接",
		"delegate": "交给别人代理", "delegation_end": "结束代理", "act_for": "开始代别人办理", "own_name": "回到本人身份", "look_as": "开始以别人的身份看", "look": "以别人的身份看",
		"glimpse_ask": "申请紧急查看", "glimpse_consent": "同意紧急查看", "glimpse_refuse": "不同意紧急查看", "known": "知道了", "seek": "按号码查", "undo_import": "撤销导入", "feedback": "建议和投诉", "proof": "确认是本人",
		"sign_in_begun": "登录到二次验证", "factor_set": "设二次验证", "factor_clear": "取消二次验证", "recovery_codes": "换备用码", "recovery_code_used": "用了备用码", "identity_link": "绑定统一身份", "identity_unlink": "解绑统一身份", "settings": "改设置", "assign": "指派", "hand_over": "移交待办",
	}
}

// audit lists what was done in the auditor's division, newest first.
func (w *Web) audit(v *visit) (g.Node, error) {
	q := v.r.URL.Query()
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64) // what is no number is the newest
	entries, err := w.Store.Audit(v.ctx(), v.actor, q.Get("name"), q.Get("action"), before, 50)
	if err != nil {
		return nil, err
	}
	words := acts()
	t := ui.Table{Caption: "审计记录", Columns: []ui.Column{{Label: "时间"}, {Label: "谁"}, {Label: "做了什么"}, {Label: "哪一条"}, {Label: "说明"}}, Empty: ui.EmptyState{Title: "没有记录", Why: "换个姓名，或清除条件。"}}
	for _, e := range entries {
		t.Rows = append(t.Rows, ui.Row{Cells: w.auditCells(e, words)})
	}
	var more g.Node
	if len(entries) == 50 {
		q.Set("before", strconv.FormatInt(entries[49].ID, 10))
		more = h.P(h.A(ui.Href(w.UI.URL("/audit?"+q.Encode())), g.Text("看更早的")))
	}
	var options []ui.Option
	for _, action := range slices.Sorted(maps.Keys(words)) {
		options = append(options, ui.Option{Value: action, Label: words[action]})
	}
	clear := ""
	if q.Get("name")+q.Get("action") != "" {
		clear = w.UI.URL("/audit")
	}
	return w.shell(v, "审计记录", false, ui.Head{Title: "审计记录", Note: g.Text("辖区内每一次登记、修改、办理、查看、导出和账号变动，从新到旧，不能改动。")},
		ui.FilterBar{Action: w.UI.URL("/audit"), Clear: clear, Fields: []ui.Field{{Name: "name", Label: "姓名", Value: q.Get("name")},
			{Widget: ui.Select, Name: "action", Label: "做了什么", Value: q.Get("action"), Options: options}}},
		h.Div(h.Class("stack"), h.Section(h.Class("card"), t), more)), nil
}

func (w *Web) auditCells(e store.Entry, words map[string]string) []g.Node {
	reg := w.Store.Book().Register(e.Register)
	what, which := or(words[e.Action], e.Action), g.Node(g.Text("—"))
	if reg != nil {
		if st := reg.Step(e.Action); st != nil {
			what = st.Label
		}
		if which = g.Text(reg.Label); e.Record != 0 {
			which = h.A(ui.Href(w.at(reg, e.Record)), g.Text(reg.Label+" "+record.Code(e.Record)))
		}
	}
	said := g.Group{g.Text(e.Reason)}
	changes := e.Changes()
	for _, c := range changes {
		said = append(said, h.Span(h.Class("mute"), g.Text(" "+c.Label)))
	}
	if len(changes) == 0 {
		said = append(said, h.Span(h.Class("mute"), g.Text(" "+e.Detail)))
	}
	return []g.Node{g.Text(e.At.String()), ui.Cell(e.Name, e.Unit), g.Text(what), which, said}
}
