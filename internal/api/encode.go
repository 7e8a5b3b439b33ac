package api

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"sanshe/internal/record"
)

// plan writes the records of one register, its keys made once.
type plan struct {
	reg  *record.Register
	keys []string // of each field
}

func newPlan(reg *record.Register) *plan {
	p := &plan{reg: reg}
	for _, f := range reg.Fields {
		p.keys = append(p.keys, `,"`+f.Name+`":`)
	}
	return p
}

// appendRecord writes rec as c's actor may see it: personal fields as their
// masks. steps says whether to name the steps the actor may take now; an image
// of the past has none.
func (p *plan) appendRecord(b []byte, c *call, rec record.Record, steps bool) []byte {
	base := record.BaseOf(rec)
	b = strconv.AppendInt(append(b, `{"id":`...), base.ID, 10)
	b = appendString(append(b, `,"area":`...), base.Area)
	b = strconv.AppendInt(append(b, `,"version":`...), base.Version, 10)
	b = appendMoment(append(b, `,"created":`...), base.Created)
	b = appendMoment(append(b, `,"changed":`...), base.Changed)
	b = append(b, `,"voided":`...)
	if base.Voided == "" {
		b = append(b, "null"...)
	} else {
		b = appendString(b, base.Voided)
	}
	b = append(b, `,"merged":`...)
	if base.Merged == 0 {
		b = append(b, "null"...)
	} else {
		b = strconv.AppendInt(b, base.Merged, 10)
	}
	for i, f := range p.reg.Fields {
		b = appendField(append(b, p.keys[i]...), f, rec)
	}
	b = append(b, `,"steps":[`...)
	if steps {
		for i, st := range c.Store.Available(c.actor, p.reg, rec) {
			b = appendString(comma(b, i), st.Name)
		}
	}
	return append(b, "]}"...)
}

// appendField writes a field of a record or of a row.
func appendField(b []byte, f *record.Field, holder any) []byte {
	if f.IsPersonal {
		return appendString(b, f.Masked(holder))
	}
	if text, n, isText, isNumber := f.Plain(holder); isText {
		return appendString(b, text)
	} else if isNumber {
		return strconv.AppendInt(b, n, 10)
	}
	if grid, ok := f.Kind.(record.Grid); ok {
		return appendGrid(b, grid, f.Value(holder))
	}
	switch v := f.Kind.JSON(f.Value(holder)).(type) {
	case string:
		return appendString(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case []int64:
		b = append(b, '[')
		for i, n := range v {
			b = strconv.AppendInt(comma(b, i), n, 10)
		}
		return append(b, ']')
	case []string:
		return appendStrings(b, v)
	default:
		j, err := json.Marshal(v)
		if err != nil {
			panic(fmt.Sprintf("api: field %s: %v", f.Name, err)) // a kind gives only what JSON can hold
		}
		return append(b, j...)
	}
}

func appendGrid(b []byte, grid record.Grid, rows any) []byte {
	b = append(b, '[')
	for i, row := range grid.Each(rows) {
		b = append(comma(b, i), '{')
		for j, f := range grid.Fields {
			b = append(appendString(comma(b, j), f.Name), ':')
			b = appendField(b, f, row)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		b = appendString(comma(b, i), s)
	}
	return append(b, ']')
}

// comma goes before every element but the first.
func comma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

func appendMoment(b []byte, m record.Moment) []byte {
	b = m.Time().AppendFormat(append(b, '"'), time.RFC3339)
	return append(b, '"')
}

// appendString writes s as JSON. What is not UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	done := 0 // what stands as it is goes in stretches
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(append(b, s[done:i]...), "\uFFFD"...)
				done = i + 1
			}
			i += size
			continue
		}
		if i++; c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[done:i-1]...)
		done = i
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		default:
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
	}
	return append(append(b, s[done:]...), '"')
}
