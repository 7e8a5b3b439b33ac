package exchange_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	. "sanshe/internal/apptest"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// Who may not import, is not where the row is, or did not upload the batch, is told so.
func TestWhoMayImport(t *testing.T) {
	w := OnSQLite(t)
	reg := need.Needs.Register
	_, err := upload(w, w.Civil(), reg, "表.csv", []byte(strings.Join(needs(1), "\r\n")))
	refused(t, err, fault.Refused, "您的岗位不能导入需求")
	b := csv(w, w.Worker(), reg, "区划代码,"+needHeads, Elsewhere+",外面,其他,说说,线下走访,2026-02-03,,")
	counts(t, b, 0, 0, 0, 1)
	contains(t, said(w, w.Worker(), b), "“"+Elsewhere+"”不在您的辖区")
	_, err = w.Store.Rows(w.Ctx(), w.TownOfficer(), b.ID, store.RowBad, 0, 1)
	refused(t, err, fault.Refused, "王雪梅上传的")
	_, err = w.Store.Batch(w.Ctx(), w.OtherWorker(), b.ID)
	refused(t, err, fault.NotFound, "没有这批导入")
	_, err = w.Store.Apply(w.Ctx(), w.Worker(), b.ID, nil)
	refused(t, err, fault.Invalid, "没有要导入的行")
	w.Do(w.Store.Discard(w.Ctx(), w.Worker(), b.ID))
	_, err = w.Store.Batch(w.Ctx(), w.Worker(), b.ID)
	refused(t, err, fault.NotFound)
}

// A mask is no value: on the record it masks it means unchanged, elsewhere it is refused.
func TestMasksAreNoValues(t *testing.T) {
	w := OnSQLite(t)
	a, reg := w.Officer(), people.Persons.Register
	id := w.Make(a, reg, Community, record.Input{"name": "陈小梅", "phone": "13800002046", "residence": "合江县符阳街道某路 1 号"})
	b := csv(w, a, reg, "编号,姓名,手机号,住址", record.Code(id)+",陈*,138****2046,合江县符阳街…", record.Code(id)+",王*,138****2046,", ",李*,138****0000,合江县临港街…")
	counts(t, b, 0, 0, 1, 2)
	contains(t, said(w, a, b), "第 3 行 姓名：“王*”是打码后的内容", "第 4 行 姓名：“李*”是打码后的内容", "手机号：“138****0000”是打码后的内容")
}

// Excel in China saves csv in GB 18030; both it and the template are read.
func TestFiles(t *testing.T) {
	w := OnSQLite(t)
	a, reg := w.Worker(), need.Needs.Register
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(strings.Join(needs(2), "\r\n"))
	w.Do(err)
	counts(t, stage(w, a, reg, "老表.csv", []byte(gb)), 2, 0, 0, 0)

	var b bytes.Buffer
	w.Do(exchange.Template(w.Ctx(), w.Store, a, reg, &b))
	heads, rows := cells(w, b.Bytes())
	if len(rows) != 0 || heads[0] != "编号" || heads[len(heads)-1] != "状态" {
		t.Errorf("%q %q", heads, rows)
	}
	_, err = upload(w, a, reg, "模板.xlsx", b.Bytes())
	refused(t, err, fault.Invalid, "表头下面没有数据")
	_, err = upload(w, w.TownOfficer(), people.Persons.Register, "模板.xlsx", b.Bytes())
	refused(t, err, fault.Invalid, "这是“需求”的表格，不是“人员”的")
	_, err = upload(w, a, reg, "表.csv", []byte("要点,具体说说,要点\r\n1,2,3"))
	refused(t, err, fault.Invalid, "表头“要点”出现了两次")
	batch := csv(w, a, reg, needHeads+",网格员", needs(1)[1]+",老王")
	counts(t, batch, 1, 0, 0, 0)
	contains(t, batch.Note, "“网格员”")
	counts(t, csv(w, a, reg, needHeads, needs(1)[1]+",老王"), 0, 0, 0, 1)

	again := csv(w, a, reg, needs(2)...)
	apply(w, a, again)
	if b := csv(w, a, reg, needs(2)...); b.Again != again.At {
		t.Errorf("the same file again: %+v", b)
	}
}

// The browser takes 10,000 rows and no bombs; nothing of a refused file is kept.
func TestLimits(t *testing.T) {
	w := OnSQLite(t)
	a, reg := w.Worker(), need.Needs.Register
	_, err := upload(w, a, reg, "表.csv", []byte(strings.Join(needs(10_001), "\r\n")))
	refused(t, err, fault.Invalid, "超过 10,000 行的上限", "sanshe import")
	if !fault.HasCode(err, fault.CodeTooBig) {
		t.Error(err)
	}
	list, err := w.Store.Batches(w.Ctx(), a, reg)
	w.Do(err)
	var rows int
	w.Do(w.DB.QueryRow(w.Ctx(), "SELECT count(*) FROM import_row").Scan(&rows))
	if len(list) != 0 || rows != 0 {
		t.Errorf("kept %d batches, %d rows", len(list), rows)
	}
	_, err = exchange.Import(w.Ctx(), w.Store, a, reg, bytes.NewReader(nil), 20<<20, "大.xlsx", sheet.BrowserLimits())
	refused(t, err, fault.Invalid, "文件 20 MB，超过 10 MB 的上限")
}

// What waits to be imported may hold what is sealed in records: it is sealed too,
// and goes as soon as it is applied.
func TestStagedRowsAreSealed(t *testing.T) {
	w := OnSQLite(t)
	a := w.Worker()
	b := csv(w, a, need.Needs.Register, needHeads, "理发,其他,说说,线下走访,2026-02-03,13800002046,", "理发,其他,说说,线下走访,2026-02-03,13900002046,乱写")
	content := func() (s string) {
		w.Do(w.DB.QueryRow(w.Ctx(), "SELECT min(content) || ' ' || max(content) FROM import_row WHERE batch = ?", b.ID).Scan(&s))
		return s
	}
	if s := content(); len(s) < 200 || strings.Contains(s, "00002046") || strings.Contains(s, "理发") {
		t.Error(s)
	}
	apply(w, a, b)
	if s := content(); !strings.HasPrefix(s, " ") {
		t.Error("applied row kept", s)
	}
	w.On("2026-03-10")
	csv(w, a, need.Needs.Register, needs(1)...)
	if s := content(); s != " " {
		t.Error("bad row kept", s)
	}
}
