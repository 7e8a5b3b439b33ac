package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// Import reads a workbook or csv and stages its rows; nothing is written until
// the batch is applied. The file must stay open until it returns.
func Import(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register, file io.ReaderAt, size int64, name string, limits sheet.Limits) (*store.Batch, error) {
	if err := s.MayImport(a, reg); err != nil { // before anything is read
		return nil, err
	}
	in, err := open(ctx, s, a, reg, file, size, name, limits)
	if err != nil {
		return nil, err
	}
	hash, err := hashOf(file, size)
	if err != nil {
		return nil, err
	}
	return s.Stage(ctx, a, reg, path.Base(strings.ReplaceAll(name, `\`, "/")), hash, in.note, in.rows())
}

func hashOf(file io.ReaderAt, size int64) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file, 0, size)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// incoming is a file opened against a register's columns.
type incoming struct {
	sheet *sheet.Reader
	cols  []*column // by place in the file; nil where a column is left aside
	note  string
}

func open(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register, file io.ReaderAt, size int64, name string, limits sheet.Limits) (*incoming, error) {
	cols, err := columns(ctx, s, a, reg)
	if err != nil {
		return nil, err
	}
	o := sheet.Options{Limits: limits, Kinds: map[string]sheet.Kind{}}
	byLabel := map[string]*column{}
	for i, c := range cols {
		o.Expect, o.Kinds[c.Label], byLabel[c.Label] = append(o.Expect, c.Label), c.Kind, &cols[i]
	}
	r, err := sheet.Open(file, size, name, o)
	if err != nil { // perhaps because it is another register's
		if other, again := sheet.Open(file, size, name, sheet.Options{Limits: limits}); again == nil && other.Meta().Register != "" {
			r = other
		}
	}
	if r != nil && r.Meta().Register != "" && r.Meta().Register != reg.Name {
		other := r.Meta().Register
		if of := s.Book().Register(other); of != nil {
			other = of.Label
		}
		return nil, fault.New(fault.Invalid, "这是“%s”的表格，不是“%s”的；请到“%s”里导入", other, reg.Label, other)
	}
	if err != nil {
		return nil, err
	}
	in := &incoming{sheet: r}
	var aside []string
	for _, h := range r.Headers() {
		c := byLabel[h]
		if c == nil && h != "" && h != columnProblem {
			aside = append(aside, "“"+h+"”")
		}
		if c != nil && slices.Contains(in.cols, c) {
			return nil, fault.New(fault.Invalid, "表头“%s”出现了两次；请删去一列再上传", h)
		}
		in.cols = append(in.cols, c)
	}
	if len(aside) > 0 {
		in.note = "这几列不是" + reg.Label + "的内容，没有读：" + strings.Join(aside, "、")
	}
	return in, nil
}

// rows gives what the file says, row by row.
func (in *incoming) rows() iter.Seq2[store.ImportRow, error] {
	return func(yield func(store.ImportRow, error) bool) {
		for {
			cells, line, err := in.sheet.Next()
			if err == io.EOF {
				return
			}
			if cells == nil {
				yield(store.ImportRow{}, err)
				return
			}
			if !yield(in.row(cells, line, err), nil) {
				return
			}
		}
	}
}

func (in *incoming) row(cells []string, line int, unread error) store.ImportRow {
	row := store.ImportRow{Line: int64(line), In: record.Input{}}
	if e := fault.As(unread); e != nil {
		row.Problems = slices.Clone(e.Problems)
		for i, p := range row.Problems {
			if at := slices.IndexFunc(in.cols, func(c *column) bool { return c != nil && c.field != nil && c.Label == p.Label }); at >= 0 {
				row.Problems[i].Field = in.cols[at].field.Name
			}
		}
	}
	add := func(label, format string, args ...any) {
		row.Problems = append(row.Problems, fault.Problem{Label: label, Text: fmt.Sprintf(format, args...)})
	}
	code, name := "", ""
	for i, cell := range cells {
		switch {
		case i >= len(in.cols):
			if strings.TrimSpace(cell) != "" {
				add("", "表头以外第 %d 列有内容“%s”；请补上表头，或删去", i+1, cell)
			}
		case in.cols[i] == nil:
		case in.cols[i].field != nil:
			row.In[in.cols[i].field.Name] = cell
			if in.cols[i].Label == columnAreaCode {
				code = cell
			}
		case in.cols[i].Label == store.ColumnCode:
			row.Code = strings.TrimSpace(cell)
		case in.cols[i].Label == columnAreaCode:
			code = strings.TrimSpace(cell)
		default:
			name = strings.TrimSpace(cell)
		}
	}
	row.Area, row.AreaName = code, name
	if code == "" {
		row.Area, row.AreaName = name, ""
	}
	return row
}

// BadRows writes the rows of a batch that were left out as a workbook to mend
// and upload again, each with what is wrong. It holds what was typed, unmasked,
// and is for whoever typed it.
func BadRows(ctx context.Context, s *store.Store, a *record.Actor, b *store.Batch, w io.Writer) error {
	cols, err := columns(ctx, s, a, b.Register)
	if err != nil {
		return err
	}
	cols = append(cols, column{Column: sheet.Column{Label: columnProblem, Width: 60}})
	l := layout(b.Register, cols)
	l.Note = "有问题的行：改好后上传这个文件，“问题”一列不用删"
	var out sheet.Writer
	for after := int64(0); ; {
		rows, err := s.Rows(ctx, a, b.ID, store.RowBad, after, 500)
		if err != nil {
			return err
		}
		if out == nil { // after the first rows, which may be refused
			if out, err = sheet.NewXLSX(w, l); err != nil {
				return err
			}
		}
		for _, r := range rows {
			if err := out.Write(badRow(cols, r)); err != nil {
				return err
			}
			after = r.Line
		}
		if len(rows) == 0 {
			return out.Close()
		}
	}
}

func badRow(cols []column, r store.StagedRow) []string {
	typed := r.Typed()
	row := make([]string, len(cols))
	for i, c := range cols {
		switch {
		case c.field != nil:
			row[i] = typed[c.field.Name]
		case c.Label == store.ColumnCode:
			row[i] = r.Code
		case c.Label == columnAreaCode:
			row[i] = r.Area
		case c.Label == store.ColumnArea:
			row[i] = r.AreaName
		case c.Label == columnProblem:
			row[i] = ProblemText(r)
		}
	}
	return row
}

// ProblemText says in one line what is wrong with a row.
func ProblemText(r store.StagedRow) string {
	var words []string
	for _, p := range r.Problems {
		if p.Label == "" {
			words = append(words, p.Text)
		} else {
			words = append(words, p.Label+"："+p.Text)
		}
	}
	return fmt.Sprintf("第 %d 行 ", r.Line) + strings.Join(words, "；")
}
