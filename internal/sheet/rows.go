package sheet

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// cell is what a file holds in one place.
type cell struct {
	text string
	kind cellKind
}

type cellKind byte

const (
	isText cellKind = iota
	isNumber
	isDate    // a number shown as a date
	isPercent // a number shown as a percentage
	isError
	isUncomputed // a formula without result
)

// next gives the cells of the next row up to the last that is not empty, and
// its number; io.EOF after the last row. Example rows are passed over.
func (b *book) next() (cells []cell, line int, err error) {
	for {
		if err := b.rows.next(); err != nil {
			return nil, 0, damaged(noEOF(err))
		}
		switch name := string(b.rows.name); {
		case b.rows.kind == isStart && name == "row":
			b.row++
			if r := b.rows.attr("r"); r != "" {
				b.row, err = strconv.Atoi(r)
			}
			if err != nil || b.row < 1 || b.row > maxRow {
				return nil, 0, damaged(fmt.Errorf("row number %d", b.row))
			}
			if cells, err = b.cells(); err == nil && b.example(cells) {
				continue
			}
			return cells, b.row, err
		case b.rows.kind == isEnd && name == "sheetData":
			return nil, 0, io.EOF
		}
	}
}

// example tells whether a row only shows how to fill in the template. Our
// exports have none, so there the mark is the text of a record.
func (b *book) example(cells []cell) bool {
	export := b.meta.Register != "" && !b.meta.Template
	return !export && len(cells) > 0 && strings.HasPrefix(cells[0].text, Example)
}

// cells reads to the end of a row.
func (b *book) cells() (cells []cell, err error) {
	column := -1
	for {
		if err := b.rows.next(); err != nil {
			return nil, damaged(noEOF(err))
		}
		switch name := string(b.rows.name); {
		case b.rows.kind == isEnd && name == "row":
			return cells, nil
		case b.rows.kind != isStart || name != "c":
			continue
		}
		if b.seen++; b.seen > 2*b.limits.Rows*b.limits.Columns {
			return nil, tooBig("工作表里的单元格太多，多半是带格式的空白格；请只把要导入的行复制到新的工作簿，另存为 .xlsx 再上传")
		}
		column++
		if ref := b.rows.attr("r"); ref != "" {
			column = columnOf(ref)
		}
		c, err := b.cell(b.rows.attr("t"), b.rows.attr("s"))
		if err != nil {
			return nil, damaged(noEOF(err))
		}
		if c == (cell{}) {
			continue
		}
		if column < 0 {
			return nil, damaged(errors.New("cell reference without column"))
		}
		if column >= b.limits.Columns {
			return nil, tooWide(b.row, b.limits.Columns)
		}
		for len(cells) <= column {
			cells = append(cells, cell{})
		}
		cells[column] = c
	}
}

func tooWide(line, limit int) error {
	return tooBig("第 %d 行的内容超过 %d 列的上限；请删去右侧多余的列再上传", line, limit)
}

// cell reads to the end of a cell.
func (b *book) cell(kind, style string) (c cell, err error) {
	var v []byte
	inValue, formula, inline := false, false, ""
	for {
		if err := b.rows.next(); err != nil {
			return c, err
		}
		start := b.rows.kind == isStart
		switch name := string(b.rows.name); {
		case b.rows.kind == isChars:
			if inValue && len(v) <= 4*b.limits.CellRunes {
				v = append(v, b.rows.text...)
			}
		case name == "v":
			inValue = start
		case name == "f":
			formula = true
		case name == "is" && start:
			if inline, err = richText(b.rows, "is", b.limits.CellRunes); err != nil {
				return c, err
			}
		case name == "c" && !start:
			if kind == "inlineStr" {
				return cell{text: inline}, nil
			}
			return b.value(kind, style, string(v), formula)
		}
	}
}

// value makes sense of a cell with its type and style.
func (b *book) value(kind, style, v string, formula bool) (cell, error) {
	switch kind {
	case "s":
		n, err := strconv.Atoi(v)
		if v != "" && (err != nil || n < 0 || n >= len(b.texts)) {
			return cell{}, errors.New("no shared string " + v)
		}
		if v == "" {
			return cell{}, nil
		}
		return cell{text: b.texts[n]}, nil
	case "str":
		return cell{text: unescape(v)}, nil
	case "b":
		if v == "1" {
			return cell{text: "TRUE"}, nil
		}
		return cell{text: "FALSE"}, nil
	case "d":
		return cell{text: strings.Replace(strings.TrimSuffix(v, "T00:00:00"), "T", " ", 1)}, nil
	case "e":
		return cell{v, isError}, nil
	}
	if v == "" {
		if formula {
			return cell{kind: isUncomputed}, nil
		}
		return cell{}, nil
	}
	if n, err := strconv.Atoi(style); err == nil && n >= 0 && n < len(b.formats) {
		return cell{v, b.formats[n]}, nil
	}
	return cell{v, isNumber}, nil
}

// columnOf is the index of the column in a reference such as AA12.
func columnOf(ref string) int {
	n := 0
	for i := 0; i < len(ref) && n < maxColumn; i++ {
		c := ref[i] &^ 0x20 // upper case
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}
