package web

import (
	"strings"

	"sanshe/internal/record"
)

// completed gives the pasted text of a form. A page that takes a list of a kind
// it knows says what the columns are (heads), and what every row has in common
// (with.FIELD): both are written into the table, which is then read as any other.
func completed(v *visit, reg *record.Register) string {
	form := v.r.PostForm
	if form.Get("heads") == "" {
		return form.Get("text")
	}
	heads := strings.Split(form.Get("heads"), "\t")
	usual := len(heads)
	var common []string
	for _, f := range reg.Fields {
		if value := or(form.Get("with."+f.Name+".text"), form.Get("with."+f.Name)); value != "" {
			heads, common = append(heads, f.Label), append(common, value)
		}
	}
	out := []string{strings.Join(heads, "\t")}
	for _, line := range strings.Split(form.Get("text"), "\n") {
		cells := strings.FieldsFunc(strings.TrimSpace(line), func(r rune) bool { return strings.ContainsRune("\t 　,，、;；", r) })
		if len(cells) == 0 || cells[0] == heads[0] {
			continue
		}
		row := append(make([]string, 0, len(heads)), cells[:min(len(cells), usual)]...)
		for len(row) < usual {
			row = append(row, "")
		}
		out = append(out, strings.Join(append(row, common...), "\t"))
	}
	if len(out) == 1 {
		return ""
	}
	return strings.Join(out, "\n")
}
