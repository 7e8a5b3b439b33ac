// Package sheet reads and writes tables as files: Excel workbooks (.xlsx), csv,
// and what a spreadsheet puts on the clipboard. It knows columns and cells and
// nothing of records; whoever maps records onto rows does so above it.
//
// The promise is the round trip: a file written here and read back unchanged
// gives the same text in every cell. A value is written as a number or a date
// only if reading gives back the very same text; otherwise it goes out as text.
// (Once Excel has saved the file, a number may come back shorter: 0.10 as 0.1.)
//
// Only the standard library touches .xlsx files. Writing streams straight into
// the target, reading holds the shared strings and one row; neither makes
// temporary files.
package sheet

import (
	"sanshe/internal/fault"
)

// Kind says how the values of a column are written to and read from a cell.
type Kind int

const (
	Text   Kind = iota
	Number      // a plain decimal such as -12.5
	Money       // the same, shown with two decimals
	Date        // 2026-11-23, or with a time: 2026-11-23 09:30
	Choice      // one of Column.Options
	Code        // digits that are not a quantity: ids, phones, credit codes
)

// Column describes one column of a table.
type Column struct {
	Name     string // as in code; not shown
	Label    string // the heading
	Kind     Kind
	Required bool     // the heading then says 必填
	Hint     string   // what to fill in, shown as a note on the heading of a template
	Options  []string // of a Choice
	Width    int      // in half-width characters; 0: derived
}

// Layout describes a table to be written.
type Layout struct {
	Title    string // what people call the table
	Register string // where its records live, found again by Reader.Meta
	Version  string // of the columns
	Columns  []Column
	Note     string // who exported what when (导出人·时间·条件); csv has a first line only if set
}

// Writer takes the rows of a table; a row has one cell per column.
// Nothing is complete before Close.
type Writer interface {
	Write(row []string) error
	Close() error
}

// Meta is what one of our own workbooks says of itself; all empty in any other file.
type Meta struct {
	Register string
	Version  string
	Template bool // made for filling in
}

// Example begins the first cell of a row that shows how to fill in a template.
// A reader skips such rows. The mark is visible on purpose: whoever types over
// the row replaces it, and the row counts.
const Example = "【示例】"

// required follows the heading of a column that must be filled in.
const required = "（必填）"

// The bounds of an Excel worksheet.
const (
	maxRow    = 1 << 20
	maxColumn = 1 << 14
	maxText   = 32767 // UTF-16 units in a cell
)

func (c Column) heading() string {
	if c.Required {
		return c.Label + required
	}
	return c.Label
}

// headline is the line above the headings.
func (l Layout) headline() string {
	s := l.Title
	if l.Version != "" {
		s += "（版本 " + l.Version + "）"
	}
	if l.Note != "" {
		s += "　" + l.Note
	}
	return s
}

func (l Layout) check(row []string) error {
	if len(row) != len(l.Columns) {
		return fault.New(fault.Internal, "%s：一行有 %d 格，应为 %d 格", l.Title, len(row), len(l.Columns))
	}
	return nil
}
