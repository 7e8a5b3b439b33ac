package api

import (
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Flatten reads a JSON object into what somebody might have typed into reg.
func Flatten(reg *record.Register, body []byte) (record.Input, []fault.Problem, error) {
	v, err := parse(body)
	if err != nil {
		return nil, nil, err
	}
	in, problems := flatten(reg.Field, v.obj)
	return in, problems, nil
}

// Fields writes the fields of rec.
func Fields(reg *record.Register, rec record.Record) string {
	b := []byte("{")
	for i, f := range reg.Fields {
		b = appendField(append(appendString(comma(b, i), f.Name), ':'), f, rec)
	}
	return string(append(b, '}'))
}

// AppendString writes a text as JSON.
var AppendString = appendString
