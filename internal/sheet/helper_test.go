package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"sanshe/internal/fault"
)

// roster is a layout with a column of each kind.
func roster() Layout {
	return Layout{Title: "社会组织名册", Register: "org", Version: "3", Note: "陈静 · 2026-11-23 09:30 · 全部", Columns: []Column{
		{Name: "name", Label: "名称", Required: true, Hint: "与登记证书一致，\n例如：滨江社区合唱队"},
		{Name: "members", Label: "会员数", Kind: Number},
		{Name: "fund", Label: "资金（元）", Kind: Money},
		{Name: "founded", Label: "成立日期", Kind: Date},
		{Name: "stage", Label: "状态", Kind: Choice, Options: []string{"筹备", "成立", "=注销", "a<b>&\"c\""}},
		{Name: "phone", Label: "联系电话", Kind: Code, Hint: "11 位手机号"},
		{Name: "remark", Label: "备注", Width: 40},
	}}
}

func labels(l Layout) (list []string, kinds map[string]Kind) {
	kinds = map[string]Kind{}
	for _, c := range l.Columns {
		list = append(list, c.Label)
		kinds[c.Label] = c.Kind
	}
	return list, kinds
}

func options() Options {
	o := Options{Limits: BrowserLimits()}
	o.Expect, o.Kinds = labels(roster())
	return o
}

// formats are the two writers under test.
var formats = map[string]func(io.Writer, Layout) (Writer, error){"x.xlsx": NewXLSX, "x.csv": NewCSV}

func write(t testing.TB, name string, l Layout, rows [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := formats[name](&b, l)
	check(t, err)
	for _, row := range rows {
		check(t, w.Write(row))
	}
	check(t, w.Close())
	return b.Bytes()
}

func open(data []byte, o Options) (*Reader, error) {
	return Open(bytes.NewReader(data), int64(len(data)), "表.xlsx", o)
}

// read gives all rows; problems of single rows fail the test.
func read(t testing.TB, data []byte, o Options) (r *Reader, rows [][]string, lines []int) {
	t.Helper()
	r, err := open(data, o)
	check(t, err)
	for {
		row, line, err := r.Next()
		if err == io.EOF {
			return r, rows, lines
		}
		check(t, err)
		rows, lines = append(rows, row), append(lines, line)
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t testing.TB, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// refused wants a fault for the user that says each of the words.
func refused(t testing.TB, err error, words ...string) {
	t.Helper()
	e := fault.As(err)
	if e == nil || e.Kind != fault.Invalid {
		t.Fatalf("not refused: %v", err)
	}
	for _, w := range words {
		if !strings.Contains(e.Error(), w) {
			t.Errorf("%q does not say %q", e.Error(), w)
		}
	}
}

// final reads until the error that ends the file.
func final(r *Reader) error {
	for {
		if row, _, err := r.Next(); row == nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// bookOf makes a workbook of a worksheet's rows as XML; more are parts that
// replace or join the usual ones.
func bookOf(t testing.TB, rows string, more ...part) []byte {
	t.Helper()
	parts := []part{
		{"_rels/.rels", `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`},
	}
	for _, m := range more {
		found := false
		for i := range parts {
			if parts[i].name == m.name {
				parts[i], found = m, true
			}
		}
		if !found {
			parts = append(parts, m)
		}
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		check(t, err)
		_, err = io.WriteString(w, p.body)
		check(t, err)
	}
	check(t, z.Close())
	return b.Bytes()
}

// inline is a worksheet row of texts.
func inline(cells ...string) string {
	s := "<row>"
	for _, c := range cells {
		s += `<c t="inlineStr"><is><t>` + c + `</t></is></c>`
	}
	return s + "</row>"
}
