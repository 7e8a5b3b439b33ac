package exchange_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// An export is exactly what the list shows, with masks, and never a formula.
func TestExport(t *testing.T) {
	Each(t, func(w *World) {
		reg := need.Needs.Register
		in := record.Input{"title": "=cmd()", "category": "elder", "detail": "想请人上门", "raiser": "陈小梅", "phone": "13800002046"}
		w.Make(w.Worker(), reg, Community, in)
		in["title"], in["category"] = "修灯", "other"
		w.Make(w.Worker(), reg, Community, in)
		w.Make(w.OtherWorker(), reg, Elsewhere, in)

		q := store.Query{Filters: map[string]string{"category": "elder"}, After: 1}
		data := export(w, w.Worker(), reg, q, exchange.CSV)
		text := string(data)
		if strings.Contains(text, "修灯") || strings.Contains(text, "陈小梅") || strings.Contains(text, "13800002046") || !strings.Contains(text, "'=cmd()") {
			t.Error(text)
		}
		contains(t, text, "\ufeff需求　王雪梅 · 2026-03-02 09:00 · 哪方面的事 照顾老人", "陈*", "138****2046", "照顾老人")
		if _, rows := cells(w, export(w, w.Officer(), reg, store.Query{}, exchange.XLSX)); len(rows) != 3 {
			t.Errorf("the county sees %d", len(rows))
		}
		for a, want := range map[*record.Actor]int{w.Worker(): 2, w.OtherWorker(): 1} {
			if _, rows := cells(w, export(w, a, reg, store.Query{}, exchange.XLSX)); len(rows) != want {
				t.Errorf("%s sees %d, want %d", a.Name, len(rows), want)
			}
		}
		refused(t, exchange.Export(w.Ctx(), w.Store, w.Store.Reader(w.Civil()), reg, exchange.Wanted{}, exchange.CSV, &bytes.Buffer{}), fault.Refused, "不能导出需求")
		var reason, detail string
		w.Do(w.DB.QueryRow(w.Ctx(), "SELECT reason, detail FROM audit WHERE action = 'export' ORDER BY id LIMIT 1").Scan(&reason, &detail))
		if reason != "csv；哪方面的事 照顾老人；用途：试" || detail != "1 条" {
			t.Errorf("audit says %q %q", reason, detail)
		}
	})
}

// The audit knows before the first byte leaves.
func TestAuditComesFirst(t *testing.T) {
	w := OnSQLite(t)
	out := writerFunc(func(p []byte) (int, error) {
		var n int
		w.Do(w.DB.QueryRow(w.Ctx(), "SELECT count(*) FROM audit WHERE action = 'export'").Scan(&n))
		if n != 1 {
			t.Fatal("a byte left before the audit knew")
		}
		return len(p), nil
	})
	w.Do(exchange.Export(w.Ctx(), w.Store, w.Store.Reader(w.Worker()), need.Needs.Register, exchange.Wanted{Why: "试", Who: "王雪梅"}, exchange.XLSX, out))
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// Names that would not be found again are written with their number or code.
func TestSpelling(t *testing.T) {
	Each(t, func(w *World) {
		a := staff()
		for code, name := range map[string]string{Community: "滨江社区", Community2: "滨江社区", Elsewhere: "临江社区"} {
			w.Make(a, place.Divisions.Register, code, record.Input{"code": code, "name": name, "level": "village"})
		}
		reg := need.Needs.Register
		in := record.Input{"title": "修灯", "category": "other", "detail": "说说"}
		one := w.Make(w.Worker(), reg, Community, in)
		two := w.Make(w.Worker(), reg, Community, in)
		in["title"] = "修灯、修路"
		three := w.Make(w.Worker(), reg, Community, in)
		in["title"] = "修水管"
		four := w.Make(w.Worker(), reg, Community, in)
		ids := record.Input{}
		project := w.Make(w.Worker(), need.Projects.Register, Community, record.Input{"title": "便民",
			"needs": strings.Join([]string{ids.ID(one), ids.ID(two), ids.ID(three), ids.ID(four)}, "、")})
		heads, rows := cells(w, export(w, w.Worker(), need.Projects.Register, store.Query{}, exchange.XLSX))
		for i, h := range heads {
			want := map[string]string{"区划": "滨江社区", "编号": record.Code(project),
				"回应的需求": "修灯〔" + record.Code(one) + "〕、修灯〔" + record.Code(two) + "〕、修灯 修路〔" + record.Code(three) + "〕、修水管"}[h]
			if want != "" && rows[0][i] != want {
				t.Errorf("%s: %q, want %q", h, rows[0][i], want)
			}
		}
		_, err := w.Store.Void(w.Ctx(), w.Worker(), reg, four, 1, "登记错了", "")
		w.Do(err)
		data := export(w, w.Worker(), need.Projects.Register, store.Query{}, exchange.XLSX)
		counts(t, stage(w, w.Worker(), need.Projects.Register, "项目.xlsx", data), 0, 0, 1, 0)

		b := csv(w, w.TownOfficer(), reg, "区划,区划代码,哪方面的事,具体说说,来源,提出日期", "滨江社区,,其他,说说,线上,2026-02-03", "临江社区,"+Community+",其他,说说,线上,2026-02-03",
			"滨江社区〔"+Community2+"〕,,其他,说说,线上,2026-02-03", ",510522001099,其他,说说,线上,2026-02-03")
		counts(t, b, 1, 0, 0, 3)
		contains(t, said(w, w.TownOfficer(), b), "第 2 行 区划：有不止一个地方叫“滨江社区”，请改填区划代码",
			"第 3 行 区划：区划代码 "+Community+" 是“滨江社区”，不是“临江社区”", "第 5 行 区划：区划表里没有“510522001099”")
	})
}

// The rows with problems come back as a workbook, are mended there, and go in.
func TestBadRows(t *testing.T) {
	w := OnSQLite(t)
	a, reg := w.Worker(), need.Needs.Register
	b := csv(w, a, reg, needHeads, needs(1)[1], "理发,照顾,说说,线下走访,2026-02-03,13800002046,")
	counts(t, b, 1, 0, 0, 1)
	var out bytes.Buffer
	w.Do(exchange.BadRows(w.Ctx(), w.Store, a, b, &out))
	heads, rows := cells(w, out.Bytes())
	if len(rows) != 1 || heads[len(heads)-1] != "问题" || !strings.HasPrefix(rows[0][len(heads)-1], "第 3 行 哪方面的事：“照顾”不在可选项中") {
		t.Fatalf("%q %q", heads, rows)
	}
	counts(t, stage(w, a, reg, "改.xlsx", out.Bytes()), 0, 0, 0, 1)
	var mended bytes.Buffer
	l := sheet.Layout{Title: "需求"}
	for i, h := range heads {
		l.Columns = append(l.Columns, sheet.Column{Label: h})
		if rows[0][i] == "照顾" {
			rows[0][i] = "照顾老人"
		}
	}
	x, err := sheet.NewXLSX(&mended, l)
	w.Do(err)
	w.Do(x.Write(rows[0]))
	w.Do(x.Close())
	b = stage(w, a, reg, "改.xlsx", mended.Bytes())
	counts(t, b, 1, 0, 0, 0)
	if b.Note != "" {
		t.Error(b.Note)
	}
}

// By command it is all or nothing, unless told to skip; a cut-off import goes on.
func TestCommand(t *testing.T) {
	w := OnSQLite(t)
	a, reg := w.Worker(), need.Needs.Register
	dir := t.TempDir()
	file := func(name string, rows ...string) string {
		path := filepath.Join(dir, name)
		w.Do(os.WriteFile(path, []byte(strings.Join(rows, "\n")), 0o600))
		return path
	}
	var said strings.Builder
	bad := file("bad.csv", append(needs(2), "理发,照顾,说说,线下走访,2026-02-03,,")...)
	err := exchange.ImportFile(w.Ctx(), w.Store, a, reg, bad, sheet.CommandLimits(), false, &said)
	refused(t, err, fault.Invalid, "有 1 行有问题，一行也没有导入")
	contains(t, said.String(), "新增 2，更新 0，不变 0，有问题 1", "第 4 行 哪方面的事：“照顾”不在可选项中")
	if n := total(w, a, reg); n != 0 {
		t.Errorf("%d records", n)
	}
	w.Do(exchange.ImportFile(w.Ctx(), w.Store, a, reg, bad, sheet.CommandLimits(), true, &said))
	if n := total(w, a, reg); n != 2 {
		t.Errorf("%d records", n)
	}
	out := filepath.Join(dir, "需求.xlsx")
	w.Do(exchange.ExportFile(w.Ctx(), w.Store, a, reg, out, "试"))
	refused(t, exchange.ExportFile(w.Ctx(), w.Store, a, reg, out, "试"), fault.Invalid, "已经存在")
	refused(t, exchange.ExportFile(w.Ctx(), w.Store, a, reg, filepath.Join(dir, "需求.xls"), "试"), fault.Invalid, ".xlsx 或 .csv")
	said.Reset()
	w.Do(exchange.ImportFile(w.Ctx(), w.Store, a, reg, out, sheet.CommandLimits(), false, &said))
	contains(t, said.String(), "新增 0，更新 0，不变 2，有问题 0", "没有要导入的行")
}
