package store

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// An import is a batch of rows. It is staged: every row is resolved, parsed and
// checked without writing a record. Then it is applied in slices, each a
// transaction that marks its rows, so that whatever ends the process it goes on
// where it was. It is undone as a whole while nothing was built on it.

// States of a batch.
const (
	Staging  = "staging"  // rows are coming in
	Staged   = "staged"   // checked, nothing written
	Applying = "applying" // being worked off, here or wherever somebody is free
	Stopped  = "stopped"  // somebody stopped it; some rows are left
	Applied  = "applied"
	Undoing  = "undoing" // begun; some rows may be left
	Undone   = "undone"
)

// What becomes of a row.
const (
	RowNew    = "new"    // makes a record
	RowUpdate = "update" // changes one
	RowSame   = "same"   // says what is there already
	RowBad    = "bad"    // has problems; is left out
	RowTwin   = "twin"   // is probably a record that is there; nobody has said what to do
	RowSkip   = "skip"   // somebody left it out
	RowUndone = "undone"
	RowKept   = "kept" // could not be undone: changed while the batch was being undone
)

// What to do with rows that are records there already: by a key that nothing
// breaks they are updated or left out, by likeness also kept beside.
const (
	TwinsSkip   = "skip"
	TwinsUpdate = "update"
	TwinsBoth   = "both"
)

const (
	stageSlice = 500                // rows checked on one snapshot
	stageKept  = 7 * 24 * time.Hour // how long staged rows wait, and bad ones can be had
)

// ImportRow is a row of a file.
type ImportRow struct {
	Line     int64        // as people count them in the file
	In       record.Input // what its cells say, for the fields the file has
	Code     string       // the record's number (编号), if the file says which record it is
	Area     string       // the name or code of the division; "" is the actor's own
	AreaName string       // its name as well, if the file says both
	Problems []fault.Problem
	Left     bool // somebody left it out
}

// Batch is an import.
type Batch struct {
	ID         int64
	Register   *record.Register
	Area       string // the division of whoever staged it
	File, Hash string
	State      string
	Account    int64
	Name, Unit string
	At         record.Moment
	Note       string        // what of the file was left aside
	Again      record.Moment // when the same file had been imported before

	Twins string // what to do with rows that are there already

	New, Update, Same, Bad, Twin, Skip, Undone, Kept int // rows

	Done int           // of those new and updates, applied
	Last record.Moment // when the newest was
}

// Left gives how many rows wait to be applied.
func (b *Batch) Left() int { return b.New + b.Update - b.Done }

// RowProblem is one thing wrong with a row of a file.
type RowProblem struct {
	Field string `json:"field,omitempty"` // or one of the cells below; "" for the row as a whole
	Label string `json:"label,omitempty"` // the column; "" for the row as a whole
	Value string `json:"value,omitempty"` // what stands there
	Text  string `json:"text"`            // what is wrong and how to mend it
}

// StagedRow is a row as it waits.
type StagedRow struct {
	Line    int64  `json:"-"`
	Action  string `json:"-"`
	Record  int64  `json:"-"`
	Version int64  `json:"-"`

	Title    string        `json:"title,omitempty"`
	Place    string        `json:"place,omitempty"` // code of the division
	In       record.Input  `json:"in,omitempty"`    // values, resolved
	Said     record.Input  `json:"said,omitempty"`  // what the file said, where that is something else
	Code     string        `json:"code,omitempty"`
	Area     string        `json:"area,omitempty"` // as the file said it
	AreaName string        `json:"name,omitempty"`
	Problems []RowProblem  `json:"problems,omitempty"`
	Notes    []RowProblem  `json:"notes,omitempty"`   // what to look at, and no more
	Changes  []FieldChange `json:"changes,omitempty"` // of an update
	Twin     int64         `json:"twin,omitempty"`    // the record it is probably
	Left     bool          `json:"left,omitempty"`    // somebody left it out

	Unread []fault.Problem `json:"unread,omitempty"` // what the file itself made unreadable

	body string // as it is kept
}

// Names of cells that are no field of the register.
const (
	CellCode = "_code"
	CellArea = "_area"
)

// Typed gives what the file said, by field.
func (r *StagedRow) Typed() record.Input {
	out := record.Input{}
	for name, v := range r.In {
		out[name] = v
	}
	for name, v := range r.Said {
		out[name] = v
	}
	return out
}

// Stage reads rows and says of each what would become of it, writing no record.
// note tells what of the file was left aside. An error of rows ends it, and
// nothing is kept.
func (s *Store) Stage(ctx context.Context, a *record.Actor, reg *record.Register, file, hash, note string, rows iter.Seq2[ImportRow, error]) (*Batch, error) {
	if err := s.MayImport(a, reg); err != nil {
		return nil, err
	}
	if err := s.dropStale(ctx); err != nil {
		return nil, err
	}
	b := &Batch{ID: s.ids.next(), Register: reg, Area: a.Area, File: file}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO import_batch (id, register, area, file, hash, state, account, name, unit, at, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			b.ID, reg.Name, a.Area, file, hash, Staging, a.Account, a.Name, a.Unit, s.now().UnixMilli(), note)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.stageRows(ctx, a, b, rows); err != nil {
		return nil, errors.Join(err, s.drop(context.WithoutCancel(ctx), b.ID))
	}
	return s.Batch(ctx, a, b.ID)
}

// stageRows reads, checks and keeps rows: while a slice is checked, the one after
// it is read and the one before it is kept.
func (s *Store) stageRows(ctx context.Context, a *record.Actor, b *Batch, rows iter.Seq2[ImportRow, error]) error {
	ctx, stop := context.WithCancelCause(db.Bulk(ctx))
	defer stop(nil)
	read, checked, kept := make(chan []ImportRow), make(chan []StagedRow), make(chan struct{})
	go func() {
		defer close(read)
		if err := slice(ctx, rows, read); err != nil {
			stop(err)
		}
	}()
	go func() {
		defer close(kept)
		for rows := range checked {
			if err := s.putRows(ctx, b.ID, rows); err != nil {
				stop(err)
			}
		}
	}()
	st, n := newStager(s, a, b), 0
	for rows := range read {
		n += len(rows)
		staged, err := st.slice(ctx, rows)
		if err != nil {
			stop(err)
			continue // until nobody reads any more
		}
		checked <- staged
	}
	close(checked)
	<-kept
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Invalid, "表头下面没有数据；请把要导入的行填在表头下面，保存后再上传")
	}
	return s.setBatch(ctx, b.ID, Staged, Staging)
}

// slice gathers rows into slices, until ctx ends.
func slice(ctx context.Context, rows iter.Seq2[ImportRow, error], to chan<- []ImportRow) error {
	var list []ImportRow
	for row, err := range rows {
		if err != nil {
			return err
		}
		if list = append(list, row); len(list) < stageSlice {
			continue
		}
		select {
		case to <- list:
			list = nil
		case <-ctx.Done():
			return nil
		}
	}
	if len(list) > 0 {
		select {
		case to <- list:
		case <-ctx.Done():
		}
	}
	return nil
}

func (s *Store) putRows(ctx context.Context, batch int64, rows []StagedRow) error {
	contents := make([]string, len(rows))
	for i := range rows {
		var err error
		if contents[i], err = s.sealRow(batch, &rows[i]); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		tx.Gather()
		for i, r := range rows {
			if err := tx.Insert(ctx, "INSERT INTO import_row (batch, line, action, record, version, applied, content) VALUES (?, ?, ?, ?, ?, 0, ?)",
				batch, r.Line, r.Action, r.Record, r.Version, contents[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) sealRow(batch int64, r *StagedRow) (string, error) {
	body, err := json.Marshal(r)
	if err != nil || string(body) == r.body {
		return "", err
	}
	return s.keys.Seal("import_row", strconv.FormatInt(batch, 10), r.Line, string(body))
}

func (s *Store) openRow(batch int64, r *StagedRow, content string) error {
	var err error
	if r.body, err = s.keys.Open("import_row", strconv.FormatInt(batch, 10), r.Line, content); err != nil || r.body == "" {
		return err
	}
	return json.Unmarshal([]byte(r.body), r)
}

// setBatch moves a batch to a state out of one of others.
func (s *Store) setBatch(ctx context.Context, id int64, to string, from ...string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return moveBatch(ctx, tx, id, to, from...) })
}

func moveBatch(ctx context.Context, tx interface {
	Exec(context.Context, string, ...any) (int64, error)
}, id int64, to string, from ...string) error {
	args := []any{to, id}
	for _, f := range from {
		args = append(args, f)
	}
	n, err := tx.Exec(ctx, "UPDATE import_batch SET state = ? WHERE id = ? AND state IN (?"+strings.Repeat(", ?", len(from)-1)+")", args...)
	if err == nil && n == 0 {
		return errMoved
	}
	return err
}

// errMoved says that a batch is not, or no longer, in the state it was thought.
var errMoved = fault.Coded(fault.Conflict, fault.CodeState, "这批导入已经办过，或停下了，或正在撤销；请刷新页面看现在的情况")
