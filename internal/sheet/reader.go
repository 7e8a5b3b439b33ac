package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"sanshe/internal/fault"
)

// Next gives the cells of the next row that is neither empty nor an example,
// and its number as Excel shows it; io.EOF after the last. A row has at least
// as many cells as there are headings, and more if cells beyond are filled.
//
// An error along with a row is about that row alone, with one problem per cell;
// reading can go on. An error without a row is final.
func (t *Reader) Next() (row []string, line int, err error) {
	if t.end != nil {
		return nil, 0, t.end
	}
	row, line, err = t.read()
	if row == nil {
		t.end = err
	}
	return row, line, err
}

func (t *Reader) read() (row []string, line int, err error) {
	for {
		cells, line, err := t.source.next()
		if err != nil {
			return nil, line, err
		}
		if empty(cells) {
			continue
		}
		if t.rows++; t.rows > t.options.Limits.Rows {
			return nil, line, tooBig("超过 %s 行的上限，%s", count(t.options.Limits.Rows), t.options.Limits.advice())
		}
		row, err = t.texts(cells, line)
		return row, line, err
	}
}

func empty(cells []cell) bool {
	for _, c := range cells {
		if c.kind != isText || strings.TrimSpace(c.text) != "" {
			return false
		}
	}
	return true
}

// texts gives a row as text and reports the cells that cannot be read.
func (t *Reader) texts(cells []cell, line int) ([]string, error) {
	row := make([]string, max(len(cells), len(t.headers)))
	var problems []fault.Problem
	for i, c := range cells {
		kind, label := Text, columnName(i)+" 列"
		if i < len(t.headers) {
			if kind = t.kinds[i]; t.headers[i] != "" {
				label = t.headers[i]
			}
		}
		text, wrong := t.text(c, kind)
		if row[i] = text; wrong != "" {
			problems = append(problems, fault.Problem{Label: label, Text: wrong})
		}
	}
	if problems == nil {
		return row, nil
	}
	e := fault.Fields(problems...)
	e.Message = fmt.Sprintf("第 %d 行", line)
	return row, e
}

// text reads a cell the way its column is meant; wrong says why it cannot.
func (t *Reader) text(c cell, kind Kind) (text, wrong string) {
	const asText = "请把这一列设为“文本”格式，再重新填写"
	switch c.kind {
	case isText:
		if utf8.RuneCountInString(c.text) > t.options.Limits.CellRunes {
			return "", fmt.Sprintf("内容超过 %s 字；请缩短", count(t.options.Limits.CellRunes))
		}
		if kind == Code {
			if s, ok := digits(c.text); ok {
				return s, ""
			}
			return c.text, "“" + c.text + "”是 Excel 缩写的数字，后面几位已经丢失；" + asText
		}
		return c.text, ""
	case isError:
		return c.text, "“" + c.text + "”是 Excel 的错误值；请改正公式，或直接填写结果"
	case isUncomputed:
		return "", "公式还没有算出结果；请用 Excel 或 WPS 打开并保存一次，或直接填写结果"
	}
	if f, _ := strconv.ParseFloat(c.text, 64); kind == Code && math.Abs(f) >= 1e15 {
		return decimal(c.text), "数字超过 15 位，Excel 已把后面几位变成 0；" + asText
	}
	if kind == Date || c.kind == isDate {
		if s, ok := moment(c.text, t.date1904); ok && kind != Code {
			return s, ""
		} else if ok {
			return s, "Excel 把填写的内容改成了日期；" + asText
		}
	}
	if c.kind == isPercent {
		return percent(c.text), ""
	}
	return decimal(c.text), ""
}
