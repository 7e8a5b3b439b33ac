package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	g "maragu.dev/gomponents"

	"sanshe/internal/clock"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// exchangeRoutes are the ways of files in and out of registers.
func (w *Web) exchangeRoutes(in func(pattern string, h func(*visit) (g.Node, error))) {
	in("GET /r/{register}/export.xlsx", func(v *visit) (g.Node, error) { return w.export(v, exchange.XLSX) })
	in("GET /r/{register}/export.csv", func(v *visit) (g.Node, error) { return w.export(v, exchange.CSV) })
	in("GET /r/{register}/export", w.exportForm)
	in("GET /exports", w.exports)
	in("GET /r/{register}/blank", w.blankPaper)
	in("GET /r/{register}/{id}/paper", w.filledPaper)
	in("GET /r/{register}/template.xlsx", w.template)
	in("GET /r/{register}/import", w.importForm)
	in("POST /r/{register}/import", w.importFile)
	in("GET /r/{register}/paste", w.pasteForm)
	in("POST /r/{register}/paste", w.paste)
	in("GET /imports", w.imports)
	in("GET /imports/{batch}", w.importPage)
	in("POST /imports/{batch}/mend", w.importMend)
	in("POST /imports/{batch}/stop", w.importStop)
	in("GET /imports/{batch}/bad.xlsx", w.importBad)
	in("POST /imports/{batch}/apply", w.importApply)
	in("POST /imports/{batch}/undo", w.importUndo)
	in("POST /imports/{batch}/cancel", w.importCancel)
}

// transferTime is how long a file may take on a slow line.
const transferTime = 15 * time.Minute

// download sends a file. The headers go with its first byte, so that what is
// refused before is still a page.
type download struct {
	v          *visit
	name, kind string
	begun      bool
}

// Write implements [io.Writer].
func (d *download) Write(p []byte) (int, error) {
	if !d.begun {
		d.begun = true
		head := d.v.w.Header()
		head.Set("Content-Type", d.kind)
		head.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(d.name))
		head.Set("Cache-Control", "no-store")
		// A server that cannot wait longer keeps its own limit.
		_ = http.NewResponseController(d.v.w).SetWriteDeadline(clock.System().Now().Add(transferTime))
	}
	return d.v.w.Write(p)
}

// send lets a function write a file. A file that breaks off in the middle
// breaks the connection, lest it pass for whole.
func (w *Web) send(v *visit, name string, f exchange.Format, write func(io.Writer) error) (g.Node, error) {
	d := &download{v: v, name: name + "." + string(f), kind: f.Type()}
	return nil, d.whole(write(d))
}

// whole passes on what went wrong before anything was sent.
func (d *download) whole(err error) error {
	if err != nil && d.begun {
		slog.Error("file broke off", "route", d.v.r.Pattern, "err", err)
		panic(http.ErrAbortHandler)
	}
	return err
}

func (w *Web) template(v *visit) (g.Node, error) {
	reg, err := w.importable(v)
	if err != nil {
		return nil, err
	}
	return w.send(v, reg.Label+"导入模板", exchange.XLSX, func(out io.Writer) error {
		return exchange.Template(v.ctx(), w.Store, v.actor, reg, out)
	})
}

// importable gives the register of the address, if the visitor may import it.
func (w *Web) importable(v *visit) (*record.Register, error) {
	reg, err := w.register(v)
	if err == nil {
		err = w.Store.MayImport(v.actor, reg)
	}
	return reg, err
}

// importFile reads an uploaded file and shows what would become of it.
func (w *Web) importFile(v *visit) (g.Node, error) {
	reg, err := w.importable(v)
	if err != nil {
		return nil, err
	}
	_ = http.NewResponseController(v.w).SetReadDeadline(clock.System().Now().Add(transferTime))
	name, data, err := uploaded(v.r, sheet.BrowserLimits().Bytes)
	var b *store.Batch
	if err == nil {
		b, err = exchange.Import(v.ctx(), w.Store, v.actor, reg, bytes.NewReader(data), int64(len(data)), name, sheet.BrowserLimits())
	}
	if fault.Is(err, fault.Invalid) {
		if page, failed := w.askColumns(v, reg, name, data, err); page != nil || failed != nil {
			return page, failed
		}
		v.status = statusOf(err)
		return w.importFormWith(v, reg, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/imports/%d", b.ID))
}

// uploaded gives the one file of a form, reading no more than it may hold.
func uploaded(r *http.Request, limit int64) (name string, data []byte, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, errNoFile()
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return "", nil, errNoFile()
		}
		if err != nil {
			return "", nil, errUpload(err, limit)
		}
		if part.FormName() != "file" {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(part, limit+1))
		switch {
		case err != nil:
			return "", nil, errUpload(err, limit)
		case int64(len(data)) > limit:
			return "", nil, errUpload(&http.MaxBytesError{Limit: limit}, limit)
		case part.FileName() == "":
			return "", nil, errNoFile()
		}
		return part.FileName(), data, nil
	}
}

func errNoFile() error {
	return fault.Fields(fault.Problem{Field: "file", Label: "文件", Text: "没有选文件；请选一个 .xlsx 或 csv 文件再上传"})
}

func errUpload(err error, limit int64) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		e := fault.Coded(fault.Invalid, fault.CodeTooBig, "文件超过 %d MB 的上限；请分批导入，或请管理员用命令行 sanshe import 导入", limit>>20)
		e.Cause = err
		return e
	}
	return fault.Wrap(err, fault.Invalid, "文件没有传完，请再传一次")
}

// importApply has what was staged written. A few rows are soon there; of many,
// the page shows how far they are.
func (w *Web) importApply(v *visit) (g.Node, error) {
	id, err := batchID(v)
	if err == nil {
		err = w.Store.Begin(v.ctx(), v.actor, id)
	}
	if err != nil {
		return nil, err
	}
	for range 20 {
		if b, err := w.Store.Batch(v.ctx(), v.actor, id); err != nil || b.State != store.Applying {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return w.go303(v, fmt.Sprintf("/imports/%d", id))
}

func (w *Web) importStop(v *visit) (g.Node, error) {
	id, err := batchID(v)
	if err == nil {
		err = w.Store.Stop(v.ctx(), v.actor, id)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/imports/%d", id))
}

func (w *Web) importUndo(v *visit) (g.Node, error) {
	id, err := batchID(v)
	if err != nil {
		return nil, err
	}
	_, err = w.Store.Undo(context.WithoutCancel(v.ctx()), v.actor, id)
	if e := fault.As(err); e != nil && e.Kind == fault.Conflict && len(e.Problems) > 0 {
		v.status = http.StatusConflict
		return w.importPageWith(v, id, e)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/imports/%d", id))
}

func (w *Web) importCancel(v *visit) (g.Node, error) {
	id, err := batchID(v)
	if err != nil {
		return nil, err
	}
	b, err := w.Store.Batch(v.ctx(), v.actor, id)
	if err == nil {
		err = w.Store.Discard(v.ctx(), v.actor, id)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/r/"+b.Register.Name+"/import")
}

func (w *Web) importBad(v *visit) (g.Node, error) {
	id, err := batchID(v)
	if err != nil {
		return nil, err
	}
	b, err := w.Store.Batch(v.ctx(), v.actor, id)
	if err != nil {
		return nil, err
	}
	return w.send(v, b.Register.Label+"有问题的行", exchange.XLSX, func(out io.Writer) error {
		return exchange.BadRows(v.ctx(), w.Store, v.actor, b, out)
	})
}
