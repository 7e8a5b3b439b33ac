package sheet

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/text/width"

	"sanshe/internal/fault"
)

// Options say what to read and how much of it.
type Options struct {
	Limits Limits
	Expect []string        // labels; the headings are the first of ten rows with half of them
	Kinds  map[string]Kind // by label; any other column is Text
}

// Reader reads the table in a file, row by row.
type Reader struct {
	source interface {
		next() (cells []cell, line int, err error)
	}
	options  Options
	format   string
	where    string // the worksheet, for messages
	meta     Meta
	date1904 bool
	headers  []string
	kinds    []Kind // of the headings
	rows     int    // given so far
	end      error
}

// searched is how many rows the headings are looked for in.
const searched = 10

// Open reads a workbook (.xlsx) or csv up to its headings. What the file is
// shows from its content; the name serves messages only. The file must stay
// open while it is read; there is nothing to close.
//
// Errors are *fault.Error of kind Invalid, with CodeTooBig beyond a limit.
func Open(r io.ReaderAt, size int64, name string, o Options) (*Reader, error) {
	t := &Reader{options: o}
	if err := t.open(r, size); err != nil {
		if e := fault.As(err); e != nil && name != "" {
			e.Message = "“" + short(path.Base(name), 60) + "”：" + e.Message
		}
		return nil, err
	}
	return t, nil
}

func (t *Reader) open(r io.ReaderAt, size int64) error {
	if size == 0 {
		return fault.New(fault.Invalid, "文件是空的；请确认选对了文件、已经保存")
	}
	if err := t.options.Limits.checkSize(size); err != nil {
		return err
	}
	head := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return err
	}
	var err error
	if strings.HasPrefix(string(head), "PK\x03\x04") {
		err = t.openBook(r, size)
	} else {
		err = t.openText(head, r, size)
	}
	if err != nil {
		return err
	}
	return t.findHeaders()
}

func (t *Reader) openBook(r io.ReaderAt, size int64) error {
	parts, err := t.options.Limits.openZip(r, size)
	if err != nil {
		return err
	}
	b, err := openBook(parts, t.options.Limits)
	if err != nil {
		return err
	}
	t.source, t.meta, t.date1904 = b, b.meta, b.date1904
	t.where, t.format = "工作表“"+b.sheet+"”", "Excel 工作簿"
	return nil
}

func (t *Reader) openText(head []byte, r io.ReaderAt, size int64) error {
	text, encoding, err := decode(head, r, size)
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(text, 1<<16)
	d := delimiter(in)
	t.source = &lines{&splitter{in: in, delim: d, bytes: 4 * t.options.Limits.CellRunes}, t.options.Limits.Columns}
	t.where, t.format = "文件", fmt.Sprintf("csv（%s，%s分隔）", encoding, map[byte]string{',': "逗号", '\t': "制表符", ';': "分号"}[d])
	return nil
}

// Meta is what the file says of itself, if it is one of ours.
func (t *Reader) Meta() Meta { return t.meta }

// Format names what the file turned out to be, such as csv（GB18030，逗号分隔）.
func (t *Reader) Format() string { return t.format }

// Headers are those of the columns, without 必填. A heading that differs from
// an expected label only in width or blanks is given as that label.
func (t *Reader) Headers() []string { return t.headers }

// findHeaders reads up to the headings.
func (t *Reader) findHeaders() error {
	labels := map[string]string{}
	for _, s := range t.options.Expect {
		labels[loose(s)] = s
	}
	enough := 2 // a title may be worded as one of the labels
	if t.meta.Register != "" || len(labels) == 1 {
		enough = 1
	}
	for {
		cells, line, err := t.source.next()
		if err == io.EOF || line > searched {
			return t.noHeaders()
		}
		if err != nil {
			return err
		}
		var row []string
		filled, known := 0, 0
		for _, c := range cells {
			s := strings.TrimSuffix(strings.TrimSpace(c.text), required)
			label, ok := labels[loose(s)]
			if ok {
				s = label
				known++
			}
			if s != "" {
				filled++
			}
			row = append(row, s)
		}
		if len(labels) == 0 && filled > 0 && (filled > 1 || line > 1) ||
			known >= enough && 2*known >= min(len(labels), filled) {
			t.setHeaders(row)
			return nil
		}
	}
}

func (t *Reader) setHeaders(row []string) {
	t.headers = row
	for _, s := range row {
		t.kinds = append(t.kinds, t.options.Kinds[s])
	}
}

// CodeNoHeadings marks the refusal of a table whose headings are not those
// expected: it may be one all the same.
const CodeNoHeadings = "no_headings"

func (t *Reader) noHeaders() error {
	expected := strings.Join(t.options.Expect[:min(len(t.options.Expect), 8)], "、")
	if len(t.options.Expect) > 8 {
		expected += "等"
	}
	return fault.Coded(fault.Invalid, CodeNoHeadings, "%s的前 %d 行里没有找到表头；表头应有：%s。请下载模板，把数据粘贴进去再上传", t.where, searched, expected)
}

// loose is a heading without what people change in passing: blanks, width,
// case, the mark of required columns.
func loose(s string) string {
	s = strings.ToLower(width.Fold.String(strings.Join(strings.Fields(s), "")))
	return strings.Trim(strings.TrimSuffix(s, width.Fold.String(required)), "*")
}
