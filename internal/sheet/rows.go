package sheet

import (
	"encoding/xml"
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
		t, err := b.rows.next()
		if err != nil {
			return nil, 0, damaged(noEOF(err))
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local != "row" {
				continue
			}
			if b.row++; attr(t, "r") != "" {
				b.row, err = strconv.Atoi(attr(t, "r"))
			}
			if err != nil || b.row < 1 || b.row > maxRow {
				return nil, 0, damaged(fmt.Errorf("row number %q", attr(t, "r")))
			}
			if cells, err = b.cells(); err == nil && b.example(cells) {
				continue
			}
			return cells, b.row, err
		case xml.EndElement:
			if t.Name.Local == "sheetData" {
				return nil, 0, io.EOF
			}
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
		t, err := b.rows.next()
		if err != nil {
			return nil, damaged(noEOF(err))
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			if column++; attr(t, "r") != "" {
				column = columnOf(attr(t, "r"))
			}
			c, err := b.cell(t)
			if err != nil {
				return nil, damaged(noEOF(err))
			}
			if c == (cell{}) {
				continue
			}
			if column < 0 {
				return nil, damaged(errors.New("cell reference " + attr(t, "r")))
			}
			if column >= b.limits.Columns {
				return nil, tooWide(b.row, b.limits.Columns)
			}
			for len(cells) <= column {
				cells = append(cells, cell{})
			}
			cells[column] = c
		case xml.EndElement:
			if t.Name.Local == "row" {
				return cells, nil
			}
		}
	}
}

func tooWide(line, limit int) error {
	return tooBig("第 %d 行的内容超过 %d 列的上限；请删去右侧多余的列再上传", line, limit)
}

// cell reads to the end of a cell.
func (b *book) cell(start xml.StartElement) (c cell, err error) {
	var v []byte
	inValue, formula, inline := false, false, ""
	for {
		t, err := b.rows.next()
		if err != nil {
			return c, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			inValue = t.Name.Local == "v"
			switch t.Name.Local {
			case "f":
				formula = true
			case "is":
				if inline, err = richText(b.rows, "is", b.limits.CellRunes); err != nil {
					return c, err
				}
			}
		case xml.CharData:
			if inValue && len(v) <= 4*b.limits.CellRunes {
				v = append(v, t...)
			}
		case xml.EndElement:
			inValue = false
			if t.Name.Local == "c" {
				return b.value(start, string(v), formula, inline)
			}
		}
	}
}

// value makes sense of a cell with its type and style.
func (b *book) value(start xml.StartElement, v string, formula bool, inline string) (cell, error) {
	switch attr(start, "t") {
	case "s":
		n, err := strconv.Atoi(v)
		if v != "" && (err != nil || n < 0 || n >= len(b.texts)) {
			return cell{}, errors.New("no shared string " + v)
		}
		if v == "" {
			return cell{}, nil
		}
		return cell{text: b.texts[n]}, nil
	case "inlineStr":
		return cell{text: inline}, nil
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
	kind := isNumber
	if style, err := strconv.Atoi(attr(start, "s")); err == nil && style >= 0 && style < len(b.formats) {
		kind = b.formats[style]
	}
	return cell{v, kind}, nil
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
