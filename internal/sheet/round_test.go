package sheet

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// tricky are texts that files tend to change.
func tricky() []string {
	return []string{
		"滨江社区", "=cmd|' /C calc'!A0", "+86 138", "-5", "-", "@SUM(1)", "\t制表", "\r回车", "\n换行", "＝1＋1", "＋1", "－1", "＠某人",
		"'带撇号", "'=1", "''=1", "'", "''", "' =1", " =1", "　＝1", " 两边空格 ", "　全角空格　", "一行\n两行", "一行\r\n两行", "一\r二", `"引号"`, `a"b`, `""`, "a,b;c\td",
		"😀👨‍👩‍👧", "㼆𬭚", "买买提·阿卜杜拉·伊布拉音·吐尔逊·库尔班江·艾", "_x000D_", "_x005F_x000D_", "_x0041_x0042_", "\x01\x0b\x1f", "\ufeffBOM", "\ufffd",
		"0012", "1.38E+9", "1E5", "007", "1e3", "TRUE", "#N/A", "2026-11-23", "46349", "<b>&amp;</b>", "]]>", Example + "真的", "'" + Example, "1/2", "3-1", "50%", "",
	}
}

func TestRoundTrip(t *testing.T) {
	var rows [][]string
	for _, s := range tricky() {
		rows = append(rows, []string{s, "1", "0.10", "2026-11-23", "成立", "13800138000", s}, []string{"名", s, s, s, s, "1", s}, []string{s, "", "", "", "", s, "末"})
	}
	rows = rows[:len(rows)-2] // codes may not look cut off, nor rows empty
	for i := range rows {
		rows[i][5] = strings.ReplaceAll(rows[i][5], "E+", "E")
	}
	for _, v := range []string{"0.1", "0.10", "123456789012.34", "-123456789012.34", "1234567890123456.78", "-0.01", "0", "-0", "100000", "999999999999999", "9999999999999999",
		"1,234.50", "0.30000000000000004", "1e3", "+5", ".5", "5.", "00.5", "12.3456"} {
		rows = append(rows, []string{"数", v, v, "", "", "510123199001011234", ""})
	}
	for _, v := range []string{"2026-11-23", "1900-02-28", "1900-03-01", "1899-12-31", "0001-01-01", "9999-12-31", "2026-11-23 09:30", "2026-11-23 09:30:00", "2026-11-23 23:59:59",
		"2026-11-23 00:00", "2026.11.23", "20261123", "2026-02-30", "2026年11月23日", "9999-12-31 23:59:59"} {
		rows = append(rows, []string{"日", "", "", v, "", "", ""})
	}
	for name := range formats {
		data := write(t, name, roster(), rows)
		r, got, _ := read(t, data, options())
		if len(got) != len(rows) {
			t.Fatalf("%s: %d rows, want %d", name, len(got), len(rows))
		}
		for i := range rows {
			equal(t, got[i], rows[i])
		}
		equal(t, r.Headers(), options().Expect)
		equal(t, data, write(t, name, roster(), rows)) // the same bytes again
		if name == "x.xlsx" {
			equal(t, r.Meta(), Meta{Register: "org", Version: "3"})
		}
	}
}

// TestRoundTripRandom mixes the characters that matter.
func TestRoundTripRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"'", "=", "-", "＝", " ", "　", "\t", "\r", "\n", `"`, ",", ";", "_x", "000D", "_", "0", "1", ".", "E", "😀", "㼆", "字", Example, "\x02", "&", "<"}
	l := roster()
	var rows [][]string
	for range 2000 {
		row := []string{"名"}
		for range l.Columns[1:] {
			s := ""
			for range random.IntN(6) {
				s += pieces[random.IntN(len(pieces))]
			}
			row = append(row, s)
		}
		random.Shuffle(len(row), func(i, j int) { row[i], row[j] = row[j], row[i] })
		rows = append(rows, row)
	}
	for name := range formats {
		_, got, _ := read(t, write(t, name, l, rows), options())
		equal(t, len(got), len(rows))
		for i := range got {
			equal(t, got[i], rows[i])
		}
	}
}

// TestExcelizeAgrees has another program read what we write.
func TestExcelizeAgrees(t *testing.T) {
	var rows [][]string
	for _, s := range tricky() {
		if s != "" && !strings.ContainsAny(s, "\x01") {
			rows = append(rows, []string{s, "-12.5", "123456789012.34", "2026-11-23", "=注销", "510123199001011234", "末"})
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(write(t, "x.xlsx", roster(), rows)))
	check(t, err)
	defer f.Close()
	equal(t, f.GetSheetList(), []string{"社会组织名册", "字典"})
	got, err := f.GetRows("社会组织名册", excelize.Options{RawCellValue: true})
	check(t, err)
	equal(t, got[0], []string{"社会组织名册（版本 3）　陈静 · 2026-11-23 09:30 · 全部"})
	equal(t, got[1], []string{"名称（必填）", "会员数", "资金（元）", "成立日期", "状态", "联系电话", "备注"})
	for i, row := range rows {
		row[3] = "46349"
		equal(t, got[i+2], row)
		at := fmt.Sprintf("A%d", i+3)
		formula, err := f.GetCellFormula("社会组织名册", at)
		check(t, err)
		equal(t, formula, "")
	}
	shown, err := f.GetRows("社会组织名册")
	check(t, err)
	equal(t, shown[2][1:4], []string{"-12.5", "123,456,789,012.34", "2026-11-23"})
	if dv, err := f.GetDataValidations("社会组织名册"); err != nil || len(dv) != 1 || dv[0].Formula1 != "字典!$E$2:$E$5" || dv[0].Sqref != "E3:E1048576" {
		t.Error(dv, err)
	}
	if visible, _ := f.GetSheetVisible("字典"); visible {
		t.Error("dictionary shown")
	}
	panes, err := f.GetPanes("社会组织名册")
	check(t, err)
	equal(t, panes.YSplit, 2)
}

// TestReadsExcelize reads what another program writes, with shared strings.
func TestReadsExcelize(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for at, v := range map[string]any{"A1": "某县社会组织", "A2": "名称", "B2": "会员数", "C2": "资金 (元)", "D2": "成立日期", "F2": "联系电话",
		"A4": "=不是公式", "B4": 12.5, "C4": 1.1, "D4": 46349.75, "F4": 13800138000, "A6": "末", "B6": true} {
		check(t, f.SetCellValue("Sheet1", at, v))
	}
	check(t, f.MergeCell("Sheet1", "A6", "A8"))
	var b bytes.Buffer
	check(t, f.Write(&b))
	r, rows, lines := read(t, b.Bytes(), options())
	equal(t, r.Headers(), []string{"名称", "会员数", "资金（元）", "成立日期", "", "联系电话"})
	equal(t, rows, [][]string{{"=不是公式", "12.5", "1.1", "2026-11-23 18:00", "", "13800138000"}, {"末", "TRUE", "", "", "", ""}})
	equal(t, lines, []int{4, 6})
	equal(t, r.Meta(), Meta{})
}

func TestTemplate(t *testing.T) {
	var b bytes.Buffer
	l := roster()
	l.Note = ""
	check(t, Template(&b, l, []string{"合唱队", "30", "0.00", "2026-11-23", "成立", "13800138000", ""}))
	r, rows, _ := read(t, b.Bytes(), options())
	equal(t, len(rows), 0)
	equal(t, r.Meta(), Meta{"org", "3", true})

	f, err := excelize.OpenReader(&b)
	check(t, err)
	defer f.Close()
	tab := l.Title
	comments, err := f.GetComments(tab)
	check(t, err)
	equal(t, len(comments), 2)
	equal(t, comments[0].Cell, "A2")
	equal(t, comments[0].Text, l.Columns[0].Hint)
	style, err := f.GetColStyle(tab, "F")
	check(t, err)
	equal(t, style, styleCode)

	// Typed over, the example row counts; below it, so do others.
	check(t, f.SetCellValue(tab, "A3", "自己填的"))
	check(t, f.SetCellValue(tab, "A4", "第二个"))
	var again bytes.Buffer
	check(t, f.Write(&again))
	r, rows, lines := read(t, again.Bytes(), options())
	equal(t, []string{rows[0][0], rows[1][0]}, []string{"自己填的", "第二个"})
	equal(t, lines, []int{3, 4})
	equal(t, r.Meta().Register, "org")
}

func TestWriteRefuses(t *testing.T) {
	for name, make := range formats {
		w, err := make(&bytes.Buffer{}, roster())
		check(t, err)
		if w.Write([]string{"少了"}) == nil {
			t.Error(name, "took a short row")
		}
	}
	w, err := NewXLSX(&bytes.Buffer{}, roster())
	check(t, err)
	refused(t, w.Write([]string{strings.Repeat("😀", 16384), "", "", "", "", "", ""}), "第 3 行“名称”超过 32,767 字", "csv")
	check(t, w.Write([]string{strings.Repeat("字", 32767), "", "", "", "", "", ""}))
}
