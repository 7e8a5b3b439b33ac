package report

import (
	_ "embed" // the layout
	"html/template"
	"io"
	"sync"
)

//go:embed report.html
var layout string

var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{
		"number":   func(r run) bool { return r.Kind == number },
		"missing":  func(r run) bool { return r.Kind == missing },
		"editable": func(r run) bool { return r.Kind == editable },
		"caption":  (*Figure).caption,
	}).Parse(layout))
})

// HTML writes the document and its annex as one <article>, for a page to hold:
// headings begin at h2, figures are a.figure, prose is span.prose.
func (f *Filled) HTML(w io.Writer) error {
	return page().Execute(w, map[string]any{
		"Title": f.paragraphs[0].Head, "Paragraphs": f.paragraphs[1:],
		"Signature": f.Signature, "Day": f.day(), "Date": f.Date,
		"Annex": f.figures != nil, "Rows": f.rows(), "Notes": f.notes(),
	})
}
