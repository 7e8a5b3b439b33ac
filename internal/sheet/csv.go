package sheet

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"sanshe/internal/fault"
)

type csvWriter struct {
	out    *bufio.Writer
	layout Layout
}

// NewCSV writes a table as csv the way Excel likes it: UTF-8 with BOM, CRLF
// after each row. Text that could run as a formula gets an apostrophe in front.
// Prefer .xlsx for people: Excel shortens long codes in csv files.
func NewCSV(w io.Writer, l Layout) (Writer, error) {
	c := &csvWriter{bufio.NewWriter(w), l}
	c.out.WriteString("\ufeff")
	if l.Note != "" {
		c.record([]string{l.headline()}, nil)
	}
	var heads []string
	for _, col := range l.Columns {
		heads = append(heads, col.heading())
	}
	return c, c.record(heads, nil)
}

func (c *csvWriter) Write(row []string) error {
	if err := c.layout.check(row); err != nil {
		return err
	}
	return c.record(row, c.layout.Columns)
}

func (c *csvWriter) Close() error { return c.out.Flush() }

// record writes one row; the error is that of the buffer, which keeps the first.
func (c *csvWriter) record(row []string, cols []Column) error {
	for i, s := range row {
		if i > 0 {
			c.out.WriteByte(',')
		}
		number := cols != nil && (cols[i].Kind == Number || cols[i].Kind == Money) && plain(s)
		if !number {
			s = disarm(strings.ReplaceAll(s, "\x00", "\ufffd"))
		}
		if strings.ContainsAny(s, "\",;\t\r\n") || strings.TrimSpace(s) != s {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		c.out.WriteString(s)
	}
	_, err := c.out.WriteString("\r\n")
	return err
}

// splitter cuts delimited text into rows as Excel does: quotes count at the
// start of a cell only, hold line breaks, and are doubled to stand for
// themselves; blank lines are rows.
type splitter struct {
	in    *bufio.Reader
	delim byte
	plain bool // quotes mean nothing
	bytes int  // most in a cell
	rows  int  // read so far
}

// What stops a splitter besides its reader.
var (
	errQuote = errors.New("quote without end")
	errCell  = errors.New("cell too long")
	errWide  = errors.New("too many columns")
)

// next gives the next row, and io.EOF after the last.
func (s *splitter) next() ([]string, error) {
	if _, err := s.in.Peek(1); err != nil {
		return nil, err
	}
	s.rows++
	var row []string
	var cell []byte
	started, quoted := false, false // inside a cell; inside quotes
	for {
		b, err := s.in.ReadByte()
		switch {
		case err == io.EOF && quoted:
			return nil, errQuote
		case err == io.EOF:
			return append(row, string(cell)), nil
		case err != nil:
			return nil, err
		case quoted && b == '"':
			if next, _ := s.in.Peek(1); len(next) == 1 && next[0] == '"' {
				s.in.Discard(1)
				cell = append(cell, '"')
			} else {
				quoted = false
			}
			continue
		case quoted:
		case b == '"' && !started && !s.plain:
			started, quoted = true, true
			continue
		case b == s.delim:
			if row = append(row, string(cell)); len(row) > maxColumn {
				return nil, errWide
			}
			cell, started = cell[:0], false
			continue
		case b == '\r' || b == '\n':
			if next, _ := s.in.Peek(1); b == '\r' && len(next) == 1 && next[0] == '\n' {
				s.in.Discard(1)
			}
			return append(row, string(cell)), nil
		}
		if started = true; len(cell) >= s.bytes {
			return nil, errCell
		}
		cell = append(cell, b)
	}
}

// lines is a csv file as cells.
type lines struct {
	split   *splitter
	columns int
}

// next gives the next row that is no example; an apostrophe before the mark of
// one says that it is text, see disarm.
func (l *lines) next() (cells []cell, line int, err error) {
	row, err := l.split.next()
	for err == nil && strings.HasPrefix(row[0], Example) {
		row, err = l.split.next()
	}
	line = l.split.rows
	switch {
	case errors.Is(err, errQuote):
		return nil, 0, fault.New(fault.Invalid, "第 %d 行有一个英文引号没有配对；请补上或删去，或另存为 .xlsx 再上传", line)
	case errors.Is(err, errCell):
		return nil, 0, tooBig("第 %d 行有一格的内容过长，可能是英文引号没有配对；请补上或删去引号再上传", line)
	case errors.Is(err, errWide):
		return nil, 0, tooWide(line, l.columns)
	case err != nil:
		return nil, 0, err
	}
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	if len(row) > l.columns {
		return nil, 0, tooWide(line, l.columns)
	}
	for _, s := range row {
		cells = append(cells, cell{text: rearm(s)})
	}
	return cells, line, nil
}
