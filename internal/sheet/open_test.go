package sheet

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"sanshe/internal/fault"
)

const table = "某县社会组织名册\n\n* 名 称,会员数(必填),资金(元),联系电话,,备注,\n㼆老师,12,0.1,13800138000,,\"两行\n文字\"\n\n末,-1,,010-1234,,\n,,,,\n"

func TestEncodings(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(table)
	check(t, err)
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(table, ",", "\t"))
	check(t, err)
	big, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(table)
	check(t, err)
	for want, data := range map[string]string{
		"csv（UTF-8，逗号分隔）":     table,
		"csv（UTF-8，分号分隔）":     "\ufeff" + strings.ReplaceAll(table, ",", ";"),
		"csv（GB18030，逗号分隔）":   gb,
		"csv（UTF-16，制表符分隔）":   little,
		"csv（UTF-16，逗号分隔）":    big,
		"csv（UTF-8，制表符分隔）":    strings.ReplaceAll(strings.ReplaceAll(table, ",", "\t"), "\n", "\r\n"),
		"csv（GB18030，逗号分隔）\r": strings.ReplaceAll(gb, "\n", "\r"),
	} {
		r, rows, lines := read(t, []byte(data), options())
		equal(t, r.Format(), strings.TrimSpace(want))
		equal(t, r.Headers(), []string{"名称", "会员数", "资金（元）", "联系电话", "", "备注"})
		equal(t, lines, []int{4, 6})
		remark := "两行\n文字"
		if _, rest, _ := strings.Cut(data, "两行"); strings.HasPrefix(rest, "\r\n") {
			remark = "两行\r\n文字"
		} else if strings.HasSuffix(want, "\r") {
			remark = "两行\r文字"
		}
		equal(t, rows, [][]string{{"㼆老师", "12", "0.1", "13800138000", "", remark}, {"末", "-1", "", "010-1234", "", ""}})
	}
}

// TestForeign names what is wrong and how to mend it.
func TestForeign(t *testing.T) {
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String("EncryptedPackage")
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 1<<17)
	whole := write(t, "x.xlsx", roster(), nil)
	locked := bytes.Clone(whole)
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	for data, words := range map[string][]string{
		"":                        {"“表.xlsx”", "空的"},
		ole:                       {".xls", "另存为", "*.xlsx"},
		ole + utf16:               {"密码", "清空"},
		string(locked):            {"密码"},
		string(whole[:900]):       {"损坏"},
		"PK\x03\x04":              {"损坏"},
		"%PDF-1.7":                {"PDF"},
		" <html><table><tr>":      {"网页", "另存为"},
		"<?xml version='1.0'?><W": {"XML", "另存为"},
		"\x89PNG\r\n\x1a\n\x00":   {"认不出这个文件"},
		"\xff\xfd\xfc,\x80\x80":   {"编码", "UTF-8"},
		"甲,乙\n1,2":                {"前 10 行里没有找到表头", "名称、会员数", "模板"},
		"名称\n1":                   {"没有找到表头"},
		strings.Repeat("x\n", 10) + "名称,会员数,资金（元）,备注":                                    {"没有找到表头"},
		string(packed(t, "word/document.xml", strings.NewReader("x"))):                   {"Word"},
		string(packed(t, "content.xml", strings.NewReader("x"))):                         {"另存为"},
		string(packed(t, "photo.jpg", strings.NewReader("x"))):                           {"压缩包"},
		string(bookOf(t, "", part{"xl/workbook.xml", "<workbook><sheets/></workbook>"})): {"没有可见的工作表"},
		string(bookOf(t, inline("甲", "乙"))):                                              {"工作表“一”的前 10 行"},
		"\ufeff名称,会员数,资金（元）,备注\n\"没完":                                                    {},
	} {
		r, err := open([]byte(data), options())
		if len(words) == 0 {
			check(t, err)
			err, words = final(r), []string{"第 2 行", "引号"}
		}
		refused(t, err, words...)
	}
}

func TestHeadersOnly(t *testing.T) {
	for name := range formats {
		r, rows, _ := read(t, write(t, name, roster(), nil), options())
		equal(t, len(rows), 0)
		equal(t, len(r.Headers()), 7)
	}
	// An export of one column is ours all the same; without expectations the first row of several cells is.
	l := roster()
	l.Columns = l.Columns[5:6]
	_, rows, lines := read(t, write(t, "x.xlsx", l, [][]string{{"1"}, {""}, {"2"}}), options())
	equal(t, rows, [][]string{{"1"}, {"2"}})
	equal(t, lines, []int{3, 5})
	r, _, _ := read(t, write(t, "x.csv", roster(), nil), Options{Limits: BrowserLimits()})
	equal(t, r.Headers()[0], "名称")
}

const fixedStyles = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="171" formatCode="[h]:mm"/>` +
	`<numFmt numFmtId="172" formatCode="[Red]0.0&quot;d&quot;\y"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
	`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="10"/></cellXfs></styleSheet>`

// TestCells reads cells of every type by the kind of their column.
func TestCells(t *testing.T) {
	header := inline("名称（必填）", "会员数", "资金（元）", "成立日期", "状态", "联系电话", "备注")
	column := map[Kind]int{Text: 6, Number: 1, Money: 2, Date: 3, Choice: 4, Code: 5}
	number := func(v string) string { return `<c><v>` + v + `</v></c>` }
	for _, c := range []struct {
		cell  string
		kind  Kind
		want  string
		wrong string
	}{
		{number("46349"), Date, "2026-11-23", ""},
		{number("46349.396"), Date, "2026-11-23 09:30:14", ""},
		{number("46349.99999999"), Date, "2026-11-24", ""},
		{number("0.5"), Date, "12:00:00", ""},
		{number("1"), Date, "1900-01-01", ""},
		{number("59"), Date, "1900-02-28", ""},
		{number("60"), Date, "60", ""},
		{number("61"), Date, "1900-03-01", ""},
		{number("2958465"), Date, "9999-12-31", ""},
		{number("2958465.9999999"), Date, "2958465.9999999", ""},
		{number("20261123"), Date, "20261123", ""},
		{number("-1"), Date, "-1", ""},
		{number("46349"), Text, "46349", ""},
		{`<c s="1"><v>46349</v></c>`, Text, "2026-11-23", ""},
		{`<c s="2"><v>46349</v></c>`, Number, "2026-11-23", ""},
		{`<c s="3"><v>1.5</v></c>`, Number, "1.5", ""},
		{`<c s="4"><v>1.5</v></c>`, Number, "1.5", ""},
		{`<c s="99"><v>1.5</v></c>`, Number, "1.5", ""},
		{`<c s="2"><v>46084</v></c>`, Code, "2026-03-03", "改成了日期"},
		{`<c s="5"><v>0.285</v></c>`, Number, "28.5%", ""},
		{`<c t="d"><v>2026-11-23T00:00:00</v></c>`, Date, "2026-11-23", ""},
		{number("1.1000000000000001"), Money, "1.1", ""},
		{number("0.30000000000000004"), Money, "0.3", ""},
		{number("123456789012.34"), Money, "123456789012.34", ""},
		{number("0.10"), Money, "0.10", ""},
		{number("1.5E-5"), Number, "0.000015", ""},
		{number("1E+300"), Number, "1E+300", ""},
		{number("NaN"), Number, "NaN", ""},
		{number("1.38E+10"), Code, "13800000000", ""},
		{number("13800138000"), Code, "13800138000", ""},
		{number("5.1012319900101101E+17"), Code, "510123199001011000", "超过 15 位"},
		{number("510123199001011234"), Code, "510123199001011000", "超过 15 位"},
		{inline("1.38E+10")[5:], Code, "1.38E+10", "缩写"},
		{inline("1.3800138E+07")[5:], Code, "13800138", ""},
		{inline("12E4")[5:], Code, "12E4", ""},
		{inline("510123199001011234")[5:], Code, "510123199001011234", ""},
		{`<c t="e"><f>A1/0</f><v>#DIV/0!</v></c>`, Number, "#DIV/0!", "错误值"},
		{`<c t="e"><v>#N/A</v></c>`, Text, "#N/A", "错误值"},
		{inline("#N/A")[5:], Text, "#N/A", ""},
		{`<c><f>SUM(B1:B9)</f></c>`, Number, "", "公式"},
		{`<c><f>SUM(B1:B9)</f><v>7</v></c>`, Number, "7", ""},
		{`<c t="str"><f>""</f><v></v></c>`, Text, "", ""},
		{`<c t="str"><f>"a"</f><v>a_x000D_b</v></c>`, Text, "a\rb", ""},
		{`<c t="b"><v>1</v></c>`, Choice, "TRUE", ""},
		{`<c t="s"><v>1</v></c>`, Text, "重庆市\n渝中区", ""},
		{`<c t="s"><v></v></c>`, Text, "", ""},
	} {
		cell := strings.TrimSuffix(c.cell, "</row>")
		blank := strings.Repeat("<c/>", column[c.kind])
		if column[c.kind] > 0 {
			blank = inline("名")[5:]
			blank = strings.TrimSuffix(blank, "</row>") + strings.Repeat("<c/>", column[c.kind]-1)
		}
		data := bookOf(t, header+"<row>"+blank+cell+"</row>", part{"xl/styles.xml", fixedStyles}, part{"xl/sharedStrings.xml",
			`<sst><si><t>无</t></si><si><r><t>重庆市` + "\r\n" + `</t></r><r><rPr/><t>渝中区</t></r><rPh sb="0" eb="1"><t>ちゅう</t></rPh></si></sst>`})
		r, err := open(data, options())
		check(t, err)
		row, line, err := r.Next()
		equal(t, line, 2)
		if len(row) != 7 || row[column[c.kind]] != c.want {
			t.Errorf("%s: %q, want %q", c.cell, row, c.want)
		}
		if c.wrong != "" {
			refused(t, err, "第 2 行", c.wrong, options().Expect[column[c.kind]])
		} else if err != nil {
			t.Errorf("%s: %v", c.cell, err)
		}
	}
	refused(t, final(must(open(bookOf(t, header+`<row><c t="s"><v>7</v></c></row>`), options()))), "损坏")
}

func must(r *Reader, err error) *Reader {
	if err != nil {
		panic(err)
	}
	return r
}

func Test1904(t *testing.T) {
	data := bookOf(t, inline("名称", "会员数", "成立日期", "资金（元）")+`<row><c/><c/><c><v>44887</v></c></row><row><c/><c/><c><v>0</v></c></row>`,
		part{"xl/workbook.xml", `<x:workbook xmlns:x="y"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="藏" state="hidden" r:id="r9"/><x:sheet name="一" r:id="r1"/></x:sheets></x:workbook>`})
	_, rows, _ := read(t, data, options())
	equal(t, rows, [][]string{{"", "", "2026-11-23", ""}, {"", "", "1904-01-01", ""}})
}

// TestLayouts finds rows and cells where people put them.
func TestLayouts(t *testing.T) {
	data := bookOf(t, `<row r="3"><c r="B3" t="inlineStr"><is><t>名称</t></is></c><c r="D3" t="inlineStr"><is><t>会员数</t></is></c></row>`+
		`<row r="4"/><row r="5"><c r="B5" t="inlineStr"><is><t>`+Example+`甲</t></is></c></row>`+
		`<row r="6"><c r="A6" t="inlineStr"><is><t>`+Example+`甲</t></is></c></row>`+
		`<row r="9"><c r="D9"><v>1</v></c><c r="B9" t="inlineStr"><is><t>乙</t></is></c><c r="F9"><v>8</v></c><c r="ZZ9" s="3"/></row>`)
	r, rows, lines := read(t, data, options())
	equal(t, r.Headers(), []string{"", "名称", "", "会员数"})
	equal(t, rows, [][]string{{"", Example + "甲", "", ""}, {"", "乙", "", "1", "", "8"}})
	equal(t, lines, []int{5, 9})
	_, _, err := r.Next()
	equal(t, err, io.EOF)
}

// broken fails after some bytes, as a disk or network may.
type broken struct{ *bytes.Reader }

var errDisk = errors.New("disk")

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off > 5000 {
		return 0, errDisk
	}
	return b.Reader.ReadAt(p, off)
}

func TestBrokenDisk(t *testing.T) {
	data := append([]byte(table), bytes.Repeat([]byte("甲,1\n"), 10_000)...)
	_, err := Open(broken{bytes.NewReader(data)}, int64(len(data)), "", options())
	if !errors.Is(err, errDisk) || fault.KindOf(err) != fault.Internal {
		t.Error(err)
	}
}

func TestParsePaste(t *testing.T) {
	for text, want := range map[string][][]string{
		"":                            nil,
		"\r\n\r\n":                    nil,
		"甲\t乙\r\n1\t2\r\n":            {{"甲", "乙"}, {"1", "2"}},
		"\"两\n行\"\t\"a\"\"b\"\n":      {{"两\n行", `a"b`}},
		"　甲　\t\u00a0 1 \t\n\t\t\n2\n": {{"甲", "1", ""}, {"", "", ""}, {"2"}},
		"5\" 管\t\"没完\n丙":              {{`5" 管`, `"没完`}, {"丙"}},
		"甲\t\t\n\t乙":                  {{"甲", "", ""}, {"", "乙"}},
		"=1\t'=2\t" + Example + "\r尾": {{"=1", "'=2", Example}, {"尾"}},
	} {
		if got := ParsePaste(text); len(got)+len(want) > 0 {
			equal(t, got, want)
		}
	}
}
