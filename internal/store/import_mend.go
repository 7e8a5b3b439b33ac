package store

import (
	"context"
	"encoding/json"
	"strings"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Mending is what whoever uploaded a batch changes before it is written.
type Mending struct {
	Cells   map[int64]record.Input // by line and cell
	Replace []Replacement          // everywhere
	Left    map[int64]bool         // lines to leave out, or to take in again
	Twins   string                 // what to do with rows that are there already; "" leaves it as it was
}

// Replacement puts one value in the place of another in one column.
type Replacement struct{ Cell, From, To string }

// mostMended is how many rows are checked again for one mending.
const mostMended = 20_000

// Mend changes staged rows and checks all of them again: what is mended in one
// may be wrong with another.
func (s *Store) Mend(ctx context.Context, a *record.Actor, id int64, m Mending) (*Batch, error) {
	b, err := s.own(ctx, a, id)
	switch {
	case err != nil:
		return nil, err
	case b.State != Staged:
		return nil, errMoved
	case b.New+b.Update+b.Same+b.Bad+b.Twin+b.Skip > mostMended:
		return nil, fault.New(fault.Invalid, "这批超过 %d 行，请在原来的文件里改好再导入", mostMended)
	}
	if m.Twins != "" {
		if m.Twins != TwinsSkip && m.Twins != TwinsUpdate && m.Twins != TwinsBoth {
			return nil, fault.New(fault.Invalid, "疑似重复的行只能跳过、更新或都保留")
		}
		b.Twins = m.Twins
	}
	ctx = db.Bulk(ctx)
	st := newStager(s, a, b)
	for line := int64(0); ; {
		rows, err := s.rowsOf(ctx, s.db, id, "line > ? ORDER BY line LIMIT 500", line)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return s.Batch(ctx, a, id)
		}
		line = rows[len(rows)-1].Line
		again := make([]ImportRow, len(rows))
		for i, r := range rows {
			again[i] = m.mend(&r)
		}
		staged, err := st.slice(ctx, again)
		if err == nil {
			err = s.putAgain(ctx, b, rows, staged)
		}
		if err != nil {
			return nil, err
		}
	}
}

// mend gives a row as the file would have said it.
func (m *Mending) mend(r *StagedRow) ImportRow {
	row := ImportRow{Line: r.Line, In: r.Typed(), Code: r.Code, Area: r.Area, AreaName: r.AreaName, Problems: r.Unread, Left: r.Left}
	if left, said := m.Left[r.Line]; said {
		row.Left = left
	}
	for _, x := range m.Replace {
		if row.cell(x.Cell) == strings.TrimSpace(x.From) {
			row.set(x.Cell, x.To)
		}
	}
	for cell, v := range m.Cells[r.Line] {
		row.set(cell, v)
	}
	return row
}

func (r *ImportRow) cell(name string) string {
	switch name {
	case CellCode:
		return strings.TrimSpace(r.Code)
	case CellArea:
		return strings.TrimSpace(r.Area)
	}
	return strings.TrimSpace(r.In[name])
}

// set puts a value into a cell. What was unreadable there is so no more.
func (r *ImportRow) set(name, v string) {
	switch name {
	case CellCode:
		r.Code = v
	case CellArea:
		r.Area, r.AreaName = v, ""
	default:
		r.In[name] = v
	}
	left := r.Problems[:0:0]
	for _, p := range r.Problems {
		if p.Field != name {
			left = append(left, p)
		}
	}
	r.Problems = left
}

// putAgain keeps the rows that came out otherwise than they were.
func (s *Store) putAgain(ctx context.Context, b *Batch, was, is []StagedRow) error {
	type change struct {
		row     *StagedRow
		content string
	}
	var list []change
	for i := range is {
		body, err := json.Marshal(&is[i])
		if err != nil {
			return err
		}
		if string(body) == was[i].body && is[i].Action == was[i].Action && is[i].Record == was[i].Record && is[i].Version == was[i].Version {
			continue
		}
		content, err := s.sealRow(b.ID, &is[i])
		if err != nil {
			return err
		}
		list = append(list, change{&is[i], content})
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if n, err := tx.Exec(ctx, "UPDATE import_batch SET twins = ? WHERE id = ? AND state = ?", b.Twins, b.ID, Staged); err != nil || n == 0 {
			if err == nil {
				err = errMoved
			}
			return err
		}
		for _, c := range list {
			if _, err := tx.Exec(ctx, "UPDATE import_row SET action = ?, record = ?, version = ?, content = ? WHERE batch = ? AND line = ?",
				c.row.Action, c.row.Record, c.row.Version, c.content, b.ID, c.row.Line); err != nil {
				return err
			}
		}
		return nil
	})
}

// Columns gives what somebody said the columns of a table with these headings
// meant; nil if they never did.
func (s *Store) Columns(ctx context.Context, a *record.Actor, reg *record.Register, heads string) ([]string, error) {
	var list string
	err := s.db.QueryRow(ctx, "SELECT coalesce(max(columns), '') FROM import_map WHERE account = ? AND register = ? AND heads = ?", a.Account, reg.Name, heads).Scan(&list)
	if err != nil || list == "" {
		return nil, err
	}
	var out []string
	return out, json.Unmarshal([]byte(list), &out)
}

// KeepColumns remembers it.
func (s *Store) KeepColumns(ctx context.Context, a *record.Actor, reg *record.Register, heads string, columns []string) error {
	list, err := json.Marshal(columns)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO import_map (account, register, heads, columns, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (account, register, heads) DO UPDATE SET columns = excluded.columns, at = excluded.at",
			a.Account, reg.Name, heads, string(list), s.now().UnixMilli())
		return err
	})
}
