package web

import (
	"errors"
	"io"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// parse reads a form that may carry files.
func (v *visit) parse() error {
	if !strings.HasPrefix(v.r.Header.Get("Content-Type"), "multipart/") {
		return nil
	}
	if err := v.r.ParseMultipartForm(maxForm); err != nil {
		return errForm(err)
	}
	return nil
}

// attached gives what a file field means: a new upload, what was there, or
// nothing if its box was ticked away.
func (w *Web) attached(v *visit, f *record.Field) (string, error) {
	file, _, err := v.r.FormFile(f.Name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		if v.r.PostForm.Get(f.Name+".remove") != "" {
			return "", nil
		}
		return v.r.PostForm.Get(f.Name + ".kept"), nil
	}
	if err != nil {
		return "", errForm(err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, store.MaxFile+1))
	if err != nil {
		return "", errForm(err)
	}
	name, err := w.Store.Keep(v.ctx(), v.actor, data)
	if fault.Is(err, fault.Invalid) {
		return "", fault.Fields(fault.Problem{Field: f.Name, Label: f.Label, Text: message(err)})
	}
	if err == nil { // if the form has to be sent again, the file need not
		v.r.PostForm.Set(f.Name+".kept", name)
	}
	return name, err
}

// fileField draws a file field: what is kept, and a place for another.
func (w *Web) fileField(out *ui.Field, reg *record.Register, rec record.Record, kept string) {
	out.Widget, out.Accept = ui.File, "image/jpeg,image/png,application/pdf"
	if kept == "" {
		return
	}
	href := ""
	if id := record.BaseOf(rec).ID; id != 0 {
		href = w.at(reg, id, "/file/"+out.Name)
	}
	out.Kept = []ui.KeptFile{{Name: "已上传的附件", Href: href, Remove: "1"}}
}

// file sends an attachment of a record the visitor may read.
func (w *Web) file(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	name, data, err := w.reader(v).File(v.ctx(), reg, id, v.r.PathValue("field"))
	if err != nil {
		return nil, err
	}
	head := v.w.Header()
	kind := map[string]string{"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}[name[strings.LastIndex(name, ".")+1:]]
	head.Set("Content-Type", kind)
	head.Set("Cache-Control", "private, max-age=3600")
	if kind == "application/pdf" {
		head.Set("Content-Disposition", `attachment; filename="`+record.Code(id)+`.pdf"`)
	}
	_, err = v.w.Write(data)
	if err != nil {
		return nil, nil // the browser has gone; there is nobody to tell
	}
	return nil, nil
}
