package store

import (
	"fmt"
	"strings"

	"sanshe/internal/record"
)

// DDL drafts the tables and indexes of a register: what a migration must come
// to, and a test holds it to. Every list has an index for its scope and order.
func DDL(r *record.Register) string {
	var b strings.Builder
	columns := Columns(r)
	for _, table := range []string{r.Name, r.Name + "_history"} {
		fmt.Fprintf(&b, "CREATE TABLE %s (\n", table)
		for i, c := range columns {
			def := c[1] + " NOT NULL"
			if i == 0 && table == r.Name {
				def = "BIGINT PRIMARY KEY"
			}
			fmt.Fprintf(&b, "\t%s %s", c[0], def)
			if i < len(columns)-1 {
				b.WriteString(",\n")
			}
		}
		if table != r.Name {
			b.WriteString(",\n\tuntil BIGINT NOT NULL")
		}
		b.WriteString("\n);\n")
	}
	fmt.Fprintf(&b, "CREATE INDEX %[1]s_history_id ON %[1]s_history (id, since);\n", r.Name)
	const live = "WHERE " + live // what lists show; written as they write it, or it is not used
	fmt.Fprintf(&b, "CREATE INDEX %[1]s_area ON %[1]s (area, id) %[2]s;\n", r.Name, live)
	if r.State != nil {
		fmt.Fprintf(&b, "CREATE INDEX %[1]s_state ON %[1]s (%[2]s, area, id) %[3]s;\n", r.Name, r.State.Name, live)
		fmt.Fprintf(&b, "CREATE INDEX %[1]s_recent ON %[1]s (%[2]s, id) %[3]s;\n", r.Name, r.State.Name, live)
	}
	if r.State != nil && r.Start != nil { // all that figures ask of most records: counting reads none
		asked := []string{r.State.Name, r.Start.Name, "area"}
		for _, f := range r.Fields {
			if _, ok := f.Kind.(record.Chosen); ok && f.IsSystem && f.CanFilter {
				asked = append(asked, f.Name)
			}
		}
		fmt.Fprintf(&b, "CREATE INDEX %[1]s_begun ON %[1]s (%[2]s) %[3]s;\n", r.Name, strings.Join(asked, ", "), live)
	}
	for _, f := range r.Fields {
		if _, ok := f.Kind.(record.Ref); ok {
			fmt.Fprintf(&b, "CREATE INDEX %[1]s_%[2]s ON %[1]s (%[2]s, id);\n", r.Name, f.Name)
		}
		for _, c := range blindColumns(f) {
			fmt.Fprintf(&b, "CREATE INDEX %[1]s_%[2]s ON %[1]s (%[2]s) WHERE %[2]s <> '';\n", r.Name, c)
		}
	}
	for i, k := range r.Keys {
		conds := []string{"voided = ''", "merged = 0"}
		for _, f := range append(k.Fields, k.While...) {
			op, empty := "<>", "''"
			if f.Kind.Column() == "BIGINT" {
				empty = "0"
			}
			column := f.Name
			if f.IsSealed {
				column += "_eq"
			}
			for _, w := range k.While {
				if w == f {
					op = "="
				}
			}
			conds = append(conds, fmt.Sprintf("%s %s %s", column, op, empty))
		}
		fmt.Fprintf(&b, "CREATE UNIQUE INDEX %s ON %s (%s) WHERE %s;\n", keyName(r, i), r.Name, strings.Join(keyColumns(k), ", "), strings.Join(conds, " AND "))
	}
	return b.String()
}

// Columns gives the name and type of every column of a register's table.
func Columns(r *record.Register) [][2]string {
	out := [][2]string{{"id", "BIGINT"}, {"area", "TEXT"}, {"version", "BIGINT"}, {"since", "BIGINT"},
		{"created", "BIGINT"}, {"changed", "BIGINT"}, {"voided", "TEXT"}, {"merged", "BIGINT"}}
	for _, f := range r.Fields {
		out = append(out, [2]string{f.Name, f.Kind.Column()})
	}
	for _, f := range r.Fields {
		for _, c := range blindColumns(f) {
			out = append(out, [2]string{c, "TEXT"})
		}
	}
	return out
}

func keyName(r *record.Register, i int) string { return fmt.Sprintf("%s_key%d", r.Name, i+1) }

func keyColumns(k *record.Key) []string {
	out := make([]string, len(k.Fields))
	for i, f := range k.Fields {
		out[i] = f.Name
		if f.IsSealed {
			out[i] += "_eq"
		}
	}
	return out
}
