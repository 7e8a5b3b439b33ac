package main

import (
	"context"
	"database/sql"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"sanshe/internal/app"
	"sanshe/internal/clock"
	"sanshe/internal/exchange"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
)

var importHead = []string{"区划代码", "要点", "哪方面的事", "具体说说", "服务对象", "来源", "提出日期", "涉及人数", "提出人", "手机号", "住址"}

func (r *row) cells() []string {
	return []string{r.Place, r.Title, r.AboutLabel, r.Detail, "老年人、社区居民", r.SourceText, string(clock.DateOf(r.At)), "1", r.Raiser, r.Phone, "符阳街道 1 号"}
}

// writeSheets writes the generator's needs as somebody would import them.
func writeSheets(dir string, g *generator, names ...string) (err error) {
	l := sheet.Layout{Title: "需求"}
	for _, h := range importHead {
		l.Columns = append(l.Columns, sheet.Column{Label: h})
	}
	for _, name := range names {
		open := sheet.NewCSV
		if filepath.Ext(name) == ".xlsx" {
			open = sheet.NewXLSX
		}
		if err = writeSheet(filepath.Join(dir, name), g, l, open); err != nil {
			return err
		}
	}
	return nil
}

func writeSheet(path string, g *generator, l sheet.Layout, open func(io.Writer, sheet.Layout) (sheet.Writer, error)) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := open(f, l)
	for k := 0; err == nil && k < g.n; k++ {
		r := g.row(k)
		err = w.Write(r.cells())
	}
	if err != nil {
		return err
	}
	return w.Close()
}

// imported is what an import took.
type imported struct {
	Wall, CPU time.Duration
	Memory    int64 // at most, bytes
}

// timeImport runs an import on a new county or file.
func timeImport(ctx context.Context, kind, dir, file string) (out imported, err error) {
	if err := os.RemoveAll(dir); err != nil {
		return out, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return out, err
	}
	if kind == "import" {
		err = emptyCounty(ctx, dir)
	} else {
		err = seedLimit(ctx, dir, newGenerator(0))
	}
	if err != nil {
		return out, err
	}
	if out, err = runImport(ctx, kind, dir, file); err != nil {
		return out, err
	}
	return out, os.RemoveAll(dir)
}

// runImport runs an import in a process of its own.
func runImport(ctx context.Context, kind, dir, file string) (imported, error) {
	cmd, err := again(ctx, "-child", kind, "-data", dir, "-file", file)
	if err != nil {
		return imported{}, err
	}
	began := clock.System().Now()
	if err := cmd.Run(); err != nil {
		return imported{}, err
	}
	p := cmd.ProcessState
	return imported{clock.System().Now().Sub(began), p.UserTime() + p.SystemTime(), mostMemory(p)}, nil
}

func emptyCounty(ctx context.Context, dir string) error {
	a, err := app.Open(ctx, app.Config{Data: dir, Create: true})
	if err != nil {
		return err
	}
	defer a.Close()
	return a.LoadDivisions(ctx)
}

// importOurs is the child that imports a file as `sanshe import need` does.
func importOurs(ctx context.Context, dir, file string) error {
	a, err := app.Open(ctx, app.Config{Data: dir})
	if err != nil {
		return err
	}
	defer a.Close()
	by := &record.Actor{Name: "试用", Unit: "县里", Area: "510522", Via: "cli", Roles: people.Roles()}
	return exchange.ImportFile(ctx, a.Store, by, need.Needs.Register, file, sheet.CommandLimits(), false, io.Discard)
}

// importLimit is the child that puts the csv into the limit's file: read, and
// written in transactions of a thousand, with audit, words and counters.
func importLimit(ctx context.Context, dir, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	d, err := sql.Open("sqlite", limitDSN(dir))
	if err != nil {
		return err
	}
	defer d.Close()
	w, err := newLimitWriter(ctx, d)
	if err != nil {
		return err
	}
	defer w.conn.Close()
	in := csv.NewReader(f)
	if _, err := in.Read(); err != nil { // the heading
		return err
	}
	var batch []*limitNeed
	for id := int64(1); ; id++ {
		c, err := in.Read()
		if err == io.EOF {
			return w.group(batch)
		}
		if err != nil {
			return err
		}
		batch = append(batch, &limitNeed{ID: id, Place: c[0], Title: c[1], Category: c[2], Detail: c[3], Source: c[5], State: states[0], Created: c[6], Changed: c[6], Phone: c[9]})
		if len(batch) == 1000 {
			if err := w.group(batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
}

// cpuOfSelf gives what this process has used.
func cpuOfSelf() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// mostMemory gives the most memory a process that has ended had resident.
func mostMemory(p *os.ProcessState) int64 {
	if u, ok := p.SysUsage().(*syscall.Rusage); ok {
		return u.Maxrss << 10
	}
	return 0
}
