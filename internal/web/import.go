package web

import (
	"fmt"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

func batchID(v *visit) (int64, error) {
	id, err := strconv.ParseInt(v.r.PathValue("batch"), 10, 64)
	if err != nil {
		return 0, errNowhere()
	}
	return id, nil
}

func (w *Web) importForm(v *visit) (g.Node, error) {
	reg, err := w.importable(v)
	if err != nil {
		return nil, err
	}
	return w.importFormWith(v, reg, nil)
}

// importFormWith asks for a file, with the limits said first, and lists the
// imports there were.
func (w *Web) importFormWith(v *visit, reg *record.Register, wrong error) (g.Node, error) {
	list, byField, err := problems(wrong)
	if err != nil && wrong != nil {
		return nil, err
	}
	before, err := w.Store.Batches(v.ctx(), v.actor, reg)
	if err != nil {
		return nil, err
	}
	l := sheet.BrowserLimits()
	at := "/r/" + reg.Name
	return w.shellPage(v, ui.Page{Title: "导入" + reg.Label, Problem: wrong != nil}, false,
		ui.Head{Title: "从 Excel 导入" + reg.Label, Crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL(at)}},
			Note:    g.Text("先核对，再导入：上传以后告诉您哪些是新的、哪些有变化、哪些要改，这时什么都还没有写。"),
			Actions: []ui.Action{{Label: "下载模板", Href: w.UI.URL(at + "/template.xlsx"), Icon: "doc"}, {Label: "从 Excel 粘贴", Href: w.UI.URL(at + "/paste")}}},
		h.Section(h.Class("card"), ui.Form{Action: w.UI.URL(at + "/import"), Files: true, NoDraft: true, Problems: list, Body: g.Group{
			ui.Field{Widget: ui.File, Name: "file", Label: "文件", Required: true, Accept: ".xlsx,.csv", Error: byField["file"],
				Hint: fmt.Sprintf("Excel 工作簿（.xlsx）或 csv，最大 %d MB、%s 行；更多的请分批，或请管理员用命令行 sanshe import 导入", l.Bytes>>20, ui.Comma(int64(l.Rows)))},
		}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "上传并核对", Style: ui.Primary}, {Label: "返回", Href: w.UI.URL(at)}}}}),
		h.Ul(h.Class("mute"),
			h.Li(g.Text("导出的表可以改好再传回来：有编号的行改那一条，没改的行不动。")),
			h.Li(g.Text("打码的姓名、号码留着不动，就是不改。")),
			h.Li(g.Text("表头和模板不一样也行：会问您各列是什么。")),
			h.Li(g.Text("导入不办步骤：状态只能是模板里列出的几种。"))),
		w.batchList(before)), nil
}

func (w *Web) batchList(list []*store.Batch) g.Node {
	if len(list) == 0 {
		return nil
	}
	return ui.Card{Title: "最近的导入", Link: ui.Link{Label: "全部导入", Href: w.UI.URL("/imports")}, Bare: true, Body: g.Group{w.batchTable(list, false)}}
}

func (w *Web) batchTable(list []*store.Batch, several bool) ui.Table {
	t := ui.Table{Caption: "导入", Columns: []ui.Column{{Label: "文件"}, {Label: "谁"}, {Label: "时间"}, {Label: "新增", Number: true}, {Label: "更新", Number: true}, {Label: "有问题", Number: true}, {Label: "情况"}}}
	for _, b := range list {
		file := g.Group{g.Text(b.File), h.Small(g.Text("校验码 " + b.Hash[:min(len(b.Hash), 12)]))}
		if several {
			file = g.Group{g.Text(b.Register.Label + "：" + b.File), file[1]}
		}
		t.Rows = append(t.Rows, ui.Row{Href: w.UI.URL(fmt.Sprintf("/imports/%d", b.ID)), Cells: []g.Node{file, g.Text(strings.TrimSpace(b.Name + " " + b.Unit)), g.Text(b.At.String()),
			ui.Num(int64(b.New)), ui.Num(int64(b.Update)), ui.Num(int64(b.Bad)), batchTag(b)}})
	}
	return t
}

// imports lists the imports of every register that the visitor may import.
func (w *Web) imports(v *visit) (g.Node, error) {
	before, _ := strconv.ParseInt(v.r.URL.Query().Get("before"), 10, 64)
	list, err := w.Store.AllBatches(v.ctx(), v.actor, before, shownRows+1)
	if err != nil {
		return nil, err
	}
	pager := ui.Pager{Total: "新的在前"}
	if len(list) > shownRows {
		list = list[:shownRows]
		pager.Next = w.UI.URL(fmt.Sprintf("/imports?before=%d", list[shownRows-1].ID))
	}
	t := w.batchTable(list, true)
	t.Empty = ui.EmptyState{Title: "还没有导入过", Why: "从一份台账的列表里点“从 Excel 粘贴”或“从 Excel 导入”开始。"}
	return w.shell(v, "导入记录", false, ui.Head{Title: "导入记录", Note: g.Text("谁在什么时候导入了什么；导入后 7 天内，没有人接着办的可以整批撤销。")}, h.Section(h.Class("card"), t, pager)), nil
}

func batchTag(b *store.Batch) g.Node {
	return map[string]ui.Tag{
		store.Staging: {Text: "正在核对", Tone: ui.Warn}, store.Staged: {Text: "待导入", Tone: ui.Warn}, store.Applying: {Text: "正在导入", Tone: ui.Warn}, store.Stopped: {Text: "停下了", Tone: ui.Bad},
		store.Applied: {Text: "已导入", Tone: ui.OK}, store.Undoing: {Text: "撤销到一半", Tone: ui.Bad}, store.Undone: {Text: "已撤销"},
	}[b.State]
}

func (w *Web) importPage(v *visit) (g.Node, error) {
	id, err := batchID(v)
	if err != nil {
		return nil, err
	}
	return w.importPageWith(v, id, nil)
}

// importPageWith shows what a batch would do or did, and what can be done with it.
func (w *Web) importPageWith(v *visit, id int64, refused *fault.Error) (g.Node, error) {
	b, err := w.Store.Batch(v.ctx(), v.actor, id)
	if err != nil {
		return nil, err
	}
	running := b.State == store.Applying
	body := g.Group{ui.Head{Title: "导入“" + b.File + "”", Tag: batchTag(b), Note: g.Text(fmt.Sprintf("%s %s 上传 · 校验码 %s", b.Name, b.At, b.Hash[:min(len(b.Hash), 12)])),
		Crumbs: []ui.Link{{Label: b.Register.Label, Href: w.UI.URL("/r/" + b.Register.Name)}, {Label: "导入", Href: w.UI.URL("/r/" + b.Register.Name + "/import")}}}}
	body = append(body, importNotices(b, refused), importProgress(b), importTally(b))
	if b.Account == v.actor.Account && !running { // what rows say is for whoever uploaded them
		rows, err := w.importRows(v, b)
		if err != nil {
			return nil, err
		}
		body = append(body, rows)
	}
	body = append(body, w.importBar(v, b))
	page := ui.Page{Title: "导入" + b.Register.Label, Problem: refused != nil}
	if running {
		page.Head = g.Group{h.NoScript(h.Meta(g.Attr("http-equiv", "refresh"), h.Content("2")))}
	}
	return w.shellPage(v, page, false, h.Div(h.ID("import"), h.Class("stack"), g.If(running, h.Div(h.Data("poll", "#import"))), body)), nil
}

// importProgress shows how far the rows are written.
func importProgress(b *store.Batch) g.Node {
	if b.State != store.Applying && b.State != store.Stopped {
		return nil
	}
	total := strconv.Itoa(b.New + b.Update)
	words := fmt.Sprintf("已写入 %s 行，共 %s 行", ui.Comma(int64(b.Done)), ui.Comma(int64(b.New+b.Update)))
	return h.Section(h.Class("card run"), h.P(h.Role("status"), g.Text(words)), g.El("progress", g.Attr("max", total), h.Value(strconv.Itoa(b.Done)), h.Aria("label", words)))
}

func importNotices(b *store.Batch, refused *fault.Error) g.Node {
	var out g.Group
	if refused != nil {
		words := []g.Node{h.P(g.Text(refused.Message))}
		list := h.Ul(g.Map(refused.Problems, func(p fault.Problem) g.Node { return h.Li(g.Text(p.String())) }))
		out = append(out, ui.Notice(ui.Bad, append(words, list)...))
	}
	if b.Again != 0 && b.State == store.Staged {
		out = append(out, ui.Notice(ui.Warn, g.Text("内容一模一样的文件在 "+b.Again.String()+" 已经导入过；再导入，没有编号也没有唯一代码的行会重复登记。")))
	}
	if b.Note != "" {
		out = append(out, ui.Notice(ui.Info, g.Text(b.Note)))
	}
	switch b.State {
	case store.Applying:
		out = append(out, ui.Notice(ui.Info, g.Text("正在导入。可以离开这一页，不影响；断电或重启以后会自己接着来，写过的不会重写。")))
	case store.Stopped:
		out = append(out, ui.Notice(ui.Warn, g.Text("停下了：写入的已经算数。可以接着导入，也可以整批撤销。")))
	case store.Undone:
		words := fmt.Sprintf("已整批撤销 %d 行：新增的作废，更新的改回原样。", b.Undone)
		if b.Kept > 0 {
			words += fmt.Sprintf("撤销时有 %d 行正被别人改动，保留没动。", b.Kept)
		}
		out = append(out, ui.Notice(ui.Info, g.Text(words)))
	}
	return out
}

func importTally(b *store.Batch) g.Node {
	done := b.State == store.Applied
	meaning := func(before, after string) g.Node {
		if done {
			return g.Text(after)
		}
		return g.Text(before)
	}
	t := ui.Table{Caption: "核对结果", Plain: true, Columns: []ui.Column{{Label: "核对结果"}, {Label: "行数", Number: true}, {Label: "导入时"}}}
	for _, x := range []struct {
		name string
		n    int
		does g.Node
	}{
		{"新增", b.New, meaning("登记为新的"+b.Register.Label, "已登记")},
		{"更新", b.Update, meaning("只改表里有的、与现在不同的栏目", "已更新")},
		{"不变", b.Same, g.Text("与现在一样，不动")},
		{"有问题", b.Bad, meaning("不导入；在下面改好就导入", "没有导入；改好后另传")},
		{"疑似重复", b.Twin, meaning("不导入，等您在下面选", "没有导入")},
		{"跳过", b.Skip, meaning("不导入", "没有导入")},
	} {
		if x.n == 0 && (x.name == "跳过" || x.name == "疑似重复") {
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(x.name), ui.Num(int64(x.n)), x.does}})
	}
	return h.Section(h.Class("card"), t)
}

// importBar is what can be done with a batch.
func (w *Web) importBar(v *visit, b *store.Batch) g.Node {
	at := func(what string) string { return w.UI.URL(fmt.Sprintf("/imports/%d/%s", b.ID, what)) }
	mine := b.Account == v.actor.Account
	var bar ui.ActionBar
	if mine && b.Left() > 0 && b.State == store.Staged {
		bar.Actions = append(bar.Actions, ui.Action{Label: fmt.Sprintf("导入这 %s 行", ui.Comma(int64(b.Left()))), Post: at("apply"), Style: ui.Primary})
		if left := b.Bad + b.Twin + b.Skip; left > 0 {
			bar.Note = fmt.Sprintf("有问题的、疑似重复的和跳过的 %s 行不导入", ui.Comma(int64(left)))
		}
	}
	if mine && b.State == store.Applying {
		bar.Actions = append(bar.Actions, ui.Action{Label: "停下", Post: at("stop")})
	}
	if mine && b.State == store.Stopped {
		bar.Actions = append(bar.Actions, ui.Action{Label: "接着导入", Post: at("apply"), Style: ui.Primary})
	}
	if mine && b.Bad > 0 {
		bar.Actions = append(bar.Actions, ui.Action{Label: "下载有问题的行", Href: at("bad.xlsx")})
	}
	if mine && b.State == store.Staged {
		bar.Actions = append(bar.Actions, ui.Action{Label: "取消这次导入", Post: at("cancel")})
	}
	if (b.State == store.Applied || b.State == store.Stopped || b.State == store.Undoing) && b.Done > 0 {
		bar.Actions = append(bar.Actions, ui.Action{Label: "撤销整批", Post: at("undo")})
		bar.Note = "7 天内，还没有人接着办时，可以整批撤销"
	}
	if b.State != store.Staged {
		bar.Actions = append(bar.Actions, ui.Action{Label: "看" + b.Register.Label, Href: w.UI.URL("/r/" + b.Register.Name)})
	}
	return bar
}

func (w *Web) changeTable(reg *record.Register, rows []store.StagedRow) g.Node {
	t := ui.Table{Caption: "更新", Columns: []ui.Column{{Label: "行"}, {Label: reg.Label}, {Label: "栏目"}, {Label: "现在"}, {Label: "改成"}}}
	for _, r := range rows {
		for _, c := range r.Changes {
			t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(strconv.FormatInt(r.Line, 10)), h.A(ui.Href(w.at(reg, r.Record)), g.Text(r.Title)), g.Text(c.Label), g.Text(c.Was), g.Text(c.Is)}})
		}
	}
	return t
}
