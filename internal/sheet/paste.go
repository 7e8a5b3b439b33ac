package sheet

import (
	"bufio"
	"bytes"
	"io"
	"strings"
)

// ParsePaste cuts what a spreadsheet puts on the clipboard into rows of cells:
// tabs between cells, quotes around cells with line breaks. Blanks around a cell
// go, full-width ones too, as do empty rows at the end.
func ParsePaste(text string) [][]string {
	rows, err := paste(text, false)
	if err != nil { // a quote without end was only a quote
		rows, _ = paste(text, true)
	}
	for len(rows) > 0 && blank(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	return rows
}

func paste(text string, plain bool) (rows [][]string, err error) {
	s := &splitter{in: bufio.NewReader(strings.NewReader(text)), delim: '\t', plain: plain, bytes: len(text)}
	for {
		row, err := s.next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i]) // U+3000 and U+00A0 are space
		}
		rows = append(rows, row)
	}
}

func blank(row []string) bool {
	for _, s := range row {
		if strings.TrimSpace(s) != "" {
			return false
		}
	}
	return true
}

// PasteText gives the table in a file as a spreadsheet would put it on the
// clipboard, whatever its headings are.
func PasteText(data []byte, name string, l Limits) (string, error) {
	r, err := Open(bytes.NewReader(data), int64(len(data)), name, Options{Limits: l})
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for row := r.Headers(); ; {
		out.WriteString(pasteLine(row))
		cells, _, err := r.Next()
		if err == io.EOF {
			return out.String(), nil
		}
		if cells == nil && err != nil {
			return "", err
		}
		row = cells
	}
}

// pasteLine writes a row so that [ParsePaste] reads it again.
func pasteLine(row []string) string {
	cells := make([]string, len(row))
	for i, s := range row {
		if cells[i] = s; strings.ContainsAny(s, "\t\r\n\"") {
			cells[i] = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
	}
	return strings.Join(cells, "\t") + "\n"
}
