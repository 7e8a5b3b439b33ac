package sheet

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// xlsxWriter streams a workbook: every small part first, the rows last.
type xlsxWriter struct {
	layout Layout
	file   *zip.Writer
	out    *bufio.Writer // the worksheet
	notes  bool          // headings have notes
	row    int           // last row written
	buf    []byte
}

// NewXLSX writes a table as an Excel workbook: the title line, frozen headings,
// then the rows. Codes are text, dates and amounts are what Excel takes them
// for, choices offer their options. The same rows give the same bytes.
func NewXLSX(w io.Writer, l Layout) (Writer, error) { return newXLSX(w, l, false) }

// Template writes a workbook for filling in: as NewXLSX, with a note on each
// heading that has a hint, and an example row (one cell per column, or nil)
// that readers skip.
func Template(w io.Writer, l Layout, example []string) error {
	if l.Note == "" {
		l.Note = "表头请勿改动；标有" + Example + "的行不导入"
	}
	x, err := newXLSX(w, l, true)
	if err != nil {
		return err
	}
	if example != nil {
		if err := l.check(example); err != nil {
			return err
		}
		x.begin()
		for i, s := range example {
			if i == 0 {
				s = Example + s
			}
			x.text(i, styleExample, s)
		}
		if err := x.end(); err != nil {
			return err
		}
	}
	return x.Close()
}

func newXLSX(w io.Writer, l Layout, template bool) (*xlsxWriter, error) {
	x := &xlsxWriter{layout: l, file: zip.NewWriter(w)}
	x.file.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	for _, c := range l.Columns {
		x.notes = x.notes || template && c.Hint != ""
	}
	for _, p := range x.parts(template) {
		f, err := x.file.Create(p.name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, xmlHead+p.body); err != nil {
			return nil, err
		}
	}
	f, err := x.file.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	x.out = bufio.NewWriterSize(f, 1<<16)
	x.out.WriteString(xmlHead + x.sheetHead())
	x.begin()
	x.text(0, styleTitle, l.headline())
	x.end()
	x.begin()
	for i, c := range l.Columns {
		x.text(i, styleHead, c.heading())
	}
	return x, x.end()
}

func (x *xlsxWriter) Write(row []string) error {
	if err := x.layout.check(row); err != nil {
		return err
	}
	if x.row == maxRow {
		return tooBig("一张 Excel 工作表最多 %s 行；请缩小范围，或导出 csv", count(maxRow))
	}
	for i, s := range row {
		if utf8.RuneCountInString(s) > maxText/2 && len(utf16.Encode([]rune(s))) > maxText {
			return tooBig("第 %d 行“%s”超过 %s 字，Excel 的一格放不下；请导出 csv",
				x.row+1, x.layout.Columns[i].Label, count(maxText))
		}
	}
	x.begin()
	for i, s := range row {
		x.cell(i, x.layout.Columns[i].Kind, s)
	}
	return x.end()
}

// cell writes one value, as a number where that loses nothing.
func (x *xlsxWriter) cell(i int, kind Kind, s string) {
	switch {
	case s == "":
	case kind == Number && plain(s):
		x.number(i, stylePlain, s)
	case kind == Money && plain(s):
		x.number(i, styleMoney, s)
	case kind == Date:
		if v, ok := serial(s); ok && strings.Contains(s, ":") {
			x.number(i, styleMoment, v)
		} else if ok {
			x.number(i, styleDate, v)
		} else {
			x.text(i, styleQuoted, s)
		}
	case dangerous(s):
		x.text(i, styleQuoted, s)
	case kind == Code:
		x.text(i, styleCode, s)
	case strings.Contains(s, "\n"):
		x.text(i, styleLines, s)
	default:
		x.text(i, stylePlain, s)
	}
}

func (x *xlsxWriter) begin() {
	x.row++
	x.buf = append(x.buf[:0], `<row r="`...)
	x.buf = strconv.AppendInt(x.buf, int64(x.row), 10)
	x.buf = append(x.buf, `">`...)
}

func (x *xlsxWriter) end() error {
	_, err := x.out.Write(append(x.buf, "</row>"...))
	return err
}

// open begins a cell; what follows is the rest of its tag.
func (x *xlsxWriter) open(i, style int) {
	x.buf = append(x.buf, `<c r="`...)
	x.buf = append(x.buf, columnName(i)...)
	x.buf = strconv.AppendInt(x.buf, int64(x.row), 10)
	if style != stylePlain {
		x.buf = append(x.buf, `" s="`...)
		x.buf = strconv.AppendInt(x.buf, int64(style), 10)
	}
	x.buf = append(x.buf, '"')
}

func (x *xlsxWriter) number(i, style int, v string) {
	x.open(i, style)
	x.buf = append(x.buf, "><v>"...)
	x.buf = append(x.buf, v...)
	x.buf = append(x.buf, "</v></c>"...)
}

// text writes a cell that is text and cannot be a formula, whatever it says.
func (x *xlsxWriter) text(i, style int, s string) {
	x.open(i, style)
	x.buf = append(x.buf, ` t="inlineStr"><is><t xml:space="preserve">`...)
	x.buf = appendText(x.buf, s)
	x.buf = append(x.buf, "</t></is></c>"...)
}

func (x *xlsxWriter) Close() error {
	x.out.WriteString(x.sheetTail())
	if err := x.out.Flush(); err != nil {
		return err
	}
	return x.file.Close()
}

// columnName is A for 0, Z for 25, AA for 26.
func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnName(i/26-1) + columnName(i%26)
}

// appendText adds s as XML, with the escapes of Excel for what XML cannot hold:
// _x000D_ is a carriage return, _x005F_ the underscore of a literal _x000D. The
// latter is escaped whatever follows: that may become an underscore itself.
func appendText(b []byte, s string) []byte {
	for i, r := range s {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '"':
			b = append(b, "&quot;"...)
		case r == '_' && escape(s[i:]) >= 0:
			b = append(b, "_x005F_"...)
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			b = fmt.Appendf(b, "_x%04X_", r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// escape reads the _xHHHH that s begins with, or gives -1.
func escape(s string) rune {
	if len(s) < 6 || s[1] != 'x' {
		return -1
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}

// unescape undoes the escapes of Excel in s.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if r := escape(s[i:]); s[i] == '_' && r >= 0 && i+6 < len(s) && s[i+6] == '_' {
			b.WriteRune(r)
			i += 6
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func xmlText(s string) string { return string(appendText(nil, s)) }
