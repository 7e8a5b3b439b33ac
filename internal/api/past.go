package api

import (
	"net/http"
	"strconv"

	"sanshe/internal/record"
	"sanshe/internal/store"
)

// passages answers how a record came to its state, oldest first (办理经过).
func (c *call) passages() error {
	rec, err := c.load() // whoever may read the record may read them
	if err != nil {
		return err
	}
	list, err := c.reader().Passages(c.r.Context(), c.plan.reg, record.BaseOf(rec).ID)
	if err != nil {
		return err
	}
	b := []byte(`{"items":[`)
	for i, p := range list {
		b = append(comma(b, i), '{')
		b = appendTexts(b, "step", p.Step, "label", p.Label, "from", p.From, "to", p.To, "on", string(p.On), "name", p.Name, "unit", p.Unit, "note", p.Note)
		b = append(appendMoment(append(b, `,"at":`...), p.At), '}')
	}
	return c.send(http.StatusOK, append(b, "]}"...))
}

// history answers with the images of a record, newest first, each with what it
// changed and, from the audit, who did it.
func (c *call) history() error {
	id, err := c.id()
	if err != nil {
		return err
	}
	versions, err := c.reader().Versions(c.r.Context(), c.plan.reg, id)
	if err != nil {
		return err
	}
	entries, err := c.reader().Entries(c.r.Context(), c.plan.reg, id, 1000)
	if err != nil {
		return err
	}
	by := map[int64]store.Entry{} // by the change: its first entry, which is the cause of the others
	for _, e := range entries {   // newest first
		if e.Action != "reveal" && e.Action != "open" {
			by[e.Seq] = e
		}
	}
	b := []byte(`{"items":[`)
	for i, v := range versions {
		base := record.BaseOf(v.Record)
		e := by[base.Since]
		b = strconv.AppendInt(append(comma(b, i), `{"version":`...), base.Version, 10)
		b = append(appendMoment(append(b, `,"changed":`...), base.Changed), ',')
		b = appendTexts(b, "action", e.Action, "name", e.Name, "unit", e.Unit, "reason", e.Reason)
		b = append(b, `,"changes":[`...)
		for j, ch := range v.Changes {
			b = append(appendTexts(append(comma(b, j), '{'), "field", ch.Field, "label", ch.Label, "was", ch.Was, "is", ch.Is), '}')
		}
		b = c.plan.appendRecord(append(b, `],"record":`...), c, v.Record, false)
		b = append(b, '}')
	}
	return c.send(http.StatusOK, append(b, "]}"...))
}

// appendTexts writes members, name after text.
func appendTexts(b []byte, pairs ...string) []byte {
	for i := 0; i < len(pairs); i += 2 {
		b = append(appendString(comma(b, i), pairs[i]), ':')
		b = appendString(b, pairs[i+1])
	}
	return b
}
