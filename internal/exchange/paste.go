package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// Pasted is a table from the clipboard, and what its columns mean.
type Pasted struct {
	Rows [][]string
	Guess
	Fill []bool // columns in which a blank means what stands above, as merged cells are pasted
}

// Paste reads what a spreadsheet put on the clipboard, and guesses what its
// columns mean.
func Paste(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register, text string) (*Pasted, error) {
	cols, err := columns(ctx, s, a, reg)
	if err != nil {
		return nil, err
	}
	rows := sheet.ParsePaste(text)
	rows = rows[min(len(rows), leadingBlanks(rows)):]
	if len(rows) == 0 {
		return nil, fault.Fields(fault.Problem{Field: "text", Label: "表格内容", Text: "还没有内容；在 Excel 里选中要登记的行，复制，再粘贴到这里"})
	}
	l := sheet.BrowserLimits()
	if len(rows) > l.Rows+1 {
		return nil, fault.Fields(fault.Problem{Field: "text", Label: "表格内容", Text: fmt.Sprintf("有 %d 行，一次最多粘贴 %d 行；请分几次，或用文件导入", len(rows), l.Rows)})
	}
	for i, r := range rows {
		if len(r) > l.Columns {
			return nil, fault.Fields(fault.Problem{Field: "text", Label: "表格内容", Text: fmt.Sprintf("第 %d 行有 %d 列，最多 %d 列；请只选要登记的列", i+1, len(r), l.Columns)})
		}
	}
	known, err := s.Columns(ctx, a, reg, signature(rows, true))
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(known, func(label string) bool { return label != "" && !has(cols, label) }) {
		known = nil // the register has changed since
	}
	p := &Pasted{Rows: rows, Guess: guess(reg.New(), cols, rows, known)}
	p.Fill = make([]bool, len(p.Columns))
	return p, nil
}

func leadingBlanks(rows [][]string) int {
	n := 0
	for n < len(rows) && filled(rows[n]) == 0 {
		n++
	}
	return n
}

func has(cols []column, label string) bool {
	return slices.ContainsFunc(cols, func(c column) bool { return c.Label == label })
}

// Stage stages the rows, and remembers what the columns meant.
func (p *Pasted) Stage(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register, name string) (*store.Batch, error) {
	cols, err := columns(ctx, s, a, reg)
	if err != nil {
		return nil, err
	}
	in := &incoming{}
	for i, label := range p.Columns {
		at := slices.IndexFunc(cols, func(c column) bool { return c.Label == label })
		switch {
		case label == "" || label == columnProblem:
			in.cols = append(in.cols, nil)
		case at < 0:
			return nil, fault.New(fault.Invalid, "%s没有“%s”这一列；请重新选", reg.Label, label)
		case slices.Contains(in.cols, &cols[at]):
			return nil, fault.Fields(fault.Problem{Field: fmt.Sprint("map.", i), Label: label, Text: "“" + label + "”选了两次；请给其中一列改选，或选“不读这一列”"})
		default:
			in.cols = append(in.cols, &cols[at])
		}
	}
	if !slices.ContainsFunc(in.cols, func(c *column) bool { return c != nil }) {
		return nil, fault.Fields(fault.Problem{Field: "map.0", Label: "列", Text: "还没有说哪一列是什么；请至少给一列选上"})
	}
	if heads := signature(p.Rows, p.Head); heads != "" {
		if err := s.KeepColumns(ctx, a, reg, heads, p.Columns); err != nil {
			return nil, err
		}
	}
	sum := sha256.New()
	for _, r := range p.Rows {
		fmt.Fprintf(sum, "%q\n", r)
	}
	return s.Stage(ctx, a, reg, name, hex.EncodeToString(sum.Sum(nil)), p.aside(), p.rows(in))
}

// aside says which columns nobody reads.
func (p *Pasted) aside() string {
	var list []string
	for i, c := range p.Columns {
		if c == "" && !blankColumn(p.Rows, i) && headOf(p.Rows, p.Head, i) != columnProblem {
			list = append(list, "“"+or(headOf(p.Rows, p.Head, i), fmt.Sprintf("第 %d 列", i+1))+"”")
		}
	}
	if len(list) == 0 {
		return ""
	}
	return "这几列没有读：" + strings.Join(list, "、")
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// rows gives what the table says; a row's number is that in the table.
func (p *Pasted) rows(in *incoming) iter.Seq2[store.ImportRow, error] {
	return func(yield func(store.ImportRow, error) bool) {
		above := make([]string, len(p.Columns))
		for i, r := range p.Rows {
			if i == 0 && p.Head || filled(r) == 0 || strings.HasPrefix(r[0], sheet.Example) {
				continue
			}
			row := make([]string, len(p.Columns))
			for j := range row {
				if j < len(r) {
					row[j] = r[j]
				}
				if row[j] == "" && p.Fill[j] {
					row[j] = above[j]
				}
			}
			above = row
			if !yield(in.row(row, i+1, nil), nil) {
				return
			}
		}
	}
}
