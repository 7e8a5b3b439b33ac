package web

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"sanshe/internal/record"
)

// inputOf gathers what a form sent for the given fields: pickers by number or
// by text, grids row by row, boxes as yes or no.
func (w *Web) inputOf(v *visit, fields []*record.Field) (record.Input, error) {
	if err := v.parse(); err != nil {
		return nil, err
	}
	in := record.Input{}
	for _, f := range fields {
		form := v.r.PostForm
		_, sent := form[f.Name]
		switch f.Kind.Name() {
		case "bool":
			in[f.Name] = "否"
			if form.Get(f.Name) != "" {
				in[f.Name] = "是"
			}
			continue
		case "codes":
			in[f.Name] = strings.Join(form[f.Name], "、")
			continue
		case "rows":
			rows, err := json.Marshal(gridInput(f, form))
			if err != nil {
				return nil, err
			}
			in[f.Name] = string(rows)
			continue
		case "file":
			name, err := w.attached(v, f)
			if err != nil {
				return nil, err
			}
			in[f.Name] = name
			continue
		case "ref":
			if _, typed := form[f.Name+".text"]; !sent && !typed {
				continue
			}
			text, err := w.picked(v, f, form.Get(f.Name), form.Get(f.Name+".text"))
			if err != nil {
				return nil, err
			}
			in[f.Name] = text
			continue
		}
		if sent {
			in[f.Name] = form.Get(f.Name)
		}
	}
	return in, nil
}

// picked gives what a picker means: the number, unless the words beside it are
// no longer that record's.
func (w *Web) picked(v *visit, f *record.Field, id, text string) (string, error) {
	text = strings.TrimSpace(text)
	number, err := strconv.ParseInt(id, 10, 64)
	if _, sent := v.r.PostForm[f.Name+".text"]; err != nil || !sent {
		return or(text, id), nil
	}
	target := w.Store.Book().Target(f)
	titles, err := w.reader(v).Titles(v.ctx(), target, []int64{number})
	if err != nil {
		return "", err
	}
	if known := titles[number]; known == "" || known == text || text == target.Label+" "+record.Code(number) {
		return id, nil
	}
	return text, nil
}

func gridInput(f *record.Field, form url.Values) []map[string]string {
	grid := f.Kind.(record.Grid)
	rows := map[int]map[string]string{}
	top := -1
	for name, list := range form {
		rest, ok := strings.CutPrefix(name, f.Name+".")
		at, column, ok2 := strings.Cut(rest, ".")
		i, err := strconv.Atoi(at)
		if !ok || !ok2 || err != nil || i < 0 || i > 1000 {
			continue
		}
		for _, c := range grid.Fields {
			if c.Name == column {
				if rows[i] == nil {
					rows[i] = map[string]string{}
				}
				rows[i][column] = list[0]
				top = max(top, i)
			}
		}
	}
	out := []map[string]string{}
	for i := 0; i <= top; i++ {
		if rows[i] != nil {
			out = append(out, rows[i])
		}
	}
	return out
}
