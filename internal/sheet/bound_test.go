package sheet

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"sanshe/internal/fault"
)

// FuzzOpen holds reading to its bounds: no panic, no row without end, and
// nothing but faults that tell the user something.
func FuzzOpen(f *testing.F) {
	rows := [][]string{{"名", "1", "0.1", "2026-11-23", "成立", "1", "=x"}}
	f.Add(write(f, "x.xlsx", roster(), rows))
	f.Add(write(f, "x.csv", roster(), rows))
	f.Add(bookOf(f, inline("名称", "会员数")+`<row r="5"><c t="s" r="B5"><v>0</v></c><c s="1"><v>1e5</v></c></row>`,
		part{"xl/sharedStrings.xml", "<sst><si><t>x</t></si></sst>"}, part{"xl/styles.xml", fixedStyles}))
	f.Add([]byte(table))
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte("\xd0\xcf\x11\xe0"))
	f.Fuzz(func(t *testing.T, data []byte) {
		o := options()
		o.Limits.Unpacked, o.Limits.Rows = 4<<20, 1000
		r, err := open(data, o)
		for n := 0; err == nil; n++ {
			var row []string
			if row, _, err = r.Next(); row != nil {
				err = nil
			}
			if n > o.Limits.Rows {
				t.Fatal("too many rows")
			}
		}
		if err != io.EOF && fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
	})
}

// FuzzSheetXML does the same inside a workbook, where fuzzing a zip never gets.
func FuzzSheetXML(f *testing.F) {
	f.Add(inline("名称", "会员数")+`<row r="5"><c t="s" r="B5"><v>0</v></c><c s="1"><v>1e5</v></c></row>`, "<sst><si><t>x</t></si></sst>", fixedStyles)
	f.Fuzz(func(t *testing.T, rows, texts, styles string) {
		r, err := open(bookOf(t, inline("名称", "会员数")+rows, part{"xl/sharedStrings.xml", texts}, part{"xl/styles.xml", styles}), options())
		if err == nil {
			err = final(r)
		}
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
	})
}

// FuzzRoundTrip writes text and wants it back.
func FuzzRoundTrip(f *testing.F) {
	for _, s := range tricky() {
		f.Add(s, "1.5", "2026-11-23")
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		for _, s := range []string{a, b, c} {
			if strings.ToValidUTF8(s, "") != s || strings.Contains(s, "\x00") || len(s) > 30_000 {
				return
			}
		}
		row := []string{a, b, b, c, a, "", "末"}
		for name := range formats {
			_, got, _ := read(t, write(t, name, roster(), [][]string{row}), options())
			equal(t, got, [][]string{row})
		}
	})
}

// wide is a layout of 20 columns and a row for it.
func wide() (l Layout, row func(i int) []string) {
	kinds := []Kind{Text, Code, Money, Date, Number}
	l.Title, l.Register, l.Version = "大表", "wide", "1"
	for i := range 20 {
		l.Columns = append(l.Columns, Column{Label: fmt.Sprint("第", i, "列"), Kind: kinds[i%5]})
	}
	cells := make([]string, 20)
	return l, func(i int) []string {
		for c := range 20 {
			switch kinds[c%5] {
			case Text:
				cells[c] = fmt.Sprintf("滨江社区第%d网格第%d户", i%97, i*c)
			case Code:
				cells[c] = fmt.Sprintf("138%08d", i*7+c)
			case Money:
				cells[c] = fmt.Sprintf("%d.%02d", i*c, i%100)
			case Date:
				cells[c] = epoch().AddDate(0, 0, 40000+i%6000).Format(time.DateOnly)
			case Number:
				cells[c] = fmt.Sprint(i - c)
			}
		}
		return cells
	}
}

// TestStreams writes and reads 100,000 rows of 20 columns in little memory.
func TestStreams(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Setenv("TMPDIR", t.TempDir())
	target := t.TempDir()
	const rows = 100_000
	l, row := wide()
	o := Options{Limits: CommandLimits()}
	o.Expect, o.Kinds = labels(l)
	for name, make := range formats {
		file, err := os.Create(filepath.Join(target, name))
		check(t, err)
		start := time.Now()
		grown := peak(func() {
			w, err := make(file, l)
			check(t, err)
			for i := range rows {
				check(t, w.Write(row(i)))
			}
			check(t, w.Close())
		})
		stat, err := file.Stat()
		check(t, err)
		t.Logf("%s: written in %v, %d KB of memory, file of %s", name, time.Since(start).Round(time.Millisecond), grown>>10, megabytes(stat.Size()))
		if grown > 16<<20 {
			t.Error("memory grows with rows")
		}
		readBack(t, name, file, stat.Size(), o, rows, 16<<20)
		check(t, file.Close())
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Error("temporary files", left, err)
	}
}

func readBack(t *testing.T, name string, file io.ReaderAt, size int64, o Options, rows int, most uint64) {
	_, row := wide()
	start := time.Now()
	grown := peak(func() {
		r, err := Open(file, size, name, o)
		check(t, err)
		for i := range rows {
			got, line, err := r.Next()
			check(t, err)
			if i%1000 == 0 {
				equal(t, got, row(i))
				equal(t, line > i, true)
			}
		}
		_, _, err = r.Next()
		equal(t, err, io.EOF)
	})
	t.Logf("%s: read in %v, %d KB of memory", name, time.Since(start).Round(time.Millisecond), grown>>10)
	if grown > most {
		t.Error("memory grows with rows")
	}
}

// TestSharedStrings reads a large workbook as Excel saves it.
func TestSharedStrings(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	l, row := wide()
	f := excelize.NewFile()
	defer f.Close()
	const rows = 10_000
	for i := range rows + 1 {
		cells := row(i - 1)
		if i == 0 {
			cells, _ = labels(l)
		}
		for c, s := range cells {
			check(t, f.SetCellStr("Sheet1", fmt.Sprintf("%s%d", columnName(c), i+1), s))
		}
	}
	var b bytes.Buffer
	check(t, f.Write(&b))
	o := Options{Limits: BrowserLimits()}
	o.Expect, o.Kinds = labels(l)
	readBack(t, "shared strings", bytes.NewReader(b.Bytes()), int64(b.Len()), o, rows, 32<<20)
}
