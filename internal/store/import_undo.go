package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Undo takes back a batch as a whole: the records it made are voided, those it
// changed are as before. It is refused, naming the rows, once anything was
// built on it: a record was changed since, or another refers to it, or the
// import itself moved others. Records that the import's effects made go with it.
//
// What somebody changes while the batch is being undone stays, and is counted
// as kept.
func (s *Store) Undo(ctx context.Context, a *record.Actor, id int64) (*Batch, error) {
	b, err := s.Batch(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if b.State != Applied && b.State != Stopped && b.State != Undoing {
		return nil, errMoved
	}
	if b.State == Applied && s.now().Sub(b.Last.Time()) > undoTime {
		return nil, fault.Coded(fault.Conflict, fault.CodeState, "导入已超过 7 天，不能整批撤销；请逐条作废或改回")
	}
	var plan []undoStep
	err = s.db.Snapshot(ctx, func(q db.Queryer) (err error) {
		plan, err = (&undoer{s, s.ReaderAt(q, a), b, map[int64]int64{}}).plan(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.setBatch(ctx, id, Undoing, Applied, Stopped, Undoing); err != nil {
		return nil, err
	}
	for _, step := range plan {
		if err := s.undoStep(ctx, a, b, step); err != nil {
			return nil, err
		}
	}
	_, err = s.Write(ctx, a, Key{}, func(tx *Tx) (Result, error) {
		if err := moveBatch(ctx, tx, id, Undone, Undoing); err != nil {
			return Result{}, err
		}
		return Result{}, tx.Entry("undo_import", b.Register.Name, undoReason(b), fmt.Sprintf("撤销 %d 行", b.Done))
	})
	if err != nil {
		return nil, err
	}
	return s.Batch(ctx, a, id)
}

// undoTime is how long a batch can be taken back as a whole.
const undoTime = 7 * 24 * time.Hour

// undoSlice is how many rows are looked at, and taken back, at once.
const undoSlice = 100

func undoReason(b *Batch) string { return fmt.Sprintf("撤销导入“%s”", b.File) }

// undoStep is what one transaction of the import did.
type undoStep struct {
	rows []StagedRow
	also []made // records that effects made
}

type made struct {
	reg *record.Register
	id  int64
}

// undoer looks whether a batch can be undone.
type undoer struct {
	store *Store
	all   *Reader
	batch *Batch
	lines map[int64]int64 // record to line
}

// plan gives the steps, or refuses.
func (u *undoer) plan(ctx context.Context) ([]undoStep, error) {
	u.all = &Reader{u.store, u.all.q, nil}
	rows, err := u.store.rowsOf(ctx, u.all.q, u.batch.ID, "applied > 0 AND action IN ('new', 'update') ORDER BY line")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		u.lines[r.Record] = r.Line
	}
	var refused []fault.Problem
	var steps []undoStep
	var last int64
	for part := range slices.Chunk(rows, undoSlice) {
		now, err := u.load(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, r := range part {
			rec := now[r.Record]
			if rec == nil || record.BaseOf(rec).Version != r.Version {
				refused = append(refused, u.against(r.Record, "导入以后又改过"))
				continue
			}
			if since := record.BaseOf(rec).Since; since != last || len(steps) == 0 {
				step := undoStep{}
				problems, err := u.effects(ctx, &step, since)
				if err != nil {
					return nil, err
				}
				refused, last = append(refused, problems...), since
				steps = append(steps, step)
			}
			at := &steps[len(steps)-1]
			at.rows = append(at.rows, r)
		}
	}
	for _, step := range steps {
		problems, err := u.references(ctx, step)
		if err != nil {
			return nil, err
		}
		refused = append(refused, problems...)
	}
	if len(refused) > 0 {
		return nil, u.refuse(refused)
	}
	slices.Reverse(steps)
	return steps, nil
}

// refuse names the rows that stand against undoing.
func (u *undoer) refuse(list []fault.Problem) error {
	e := fault.New(fault.Conflict, "这批导入之后已有人接着办，不能整批撤销；请逐条作废或改回")
	e.Problems = firsts(list)
	if n := len(e.Problems); n > 20 {
		e.Problems = append(e.Problems[:20], fault.Problem{Text: fmt.Sprintf("还有 %d 处", n-20)})
	}
	return e
}

func (u *undoer) against(id int64, format string, args ...any) fault.Problem {
	return fault.Problem{Label: fmt.Sprintf("第 %d 行", u.lines[id]), Text: fmt.Sprintf(format, args...)}
}

func (u *undoer) load(ctx context.Context, rows []StagedRow) (map[int64]record.Record, error) {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.Record
	}
	list, err := u.all.load(ctx, u.batch.Register, "id IN ("+marks(ids)+")", nil)
	out := map[int64]record.Record{}
	for _, rec := range list {
		out[record.BaseOf(rec).ID] = rec
	}
	return out, err
}

func marks(ids []int64) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(ids), " ", ", "), "[]")
}

// effects finds what else the import's transaction did: records it made go
// with the batch; those it changed stand against undoing.
func (u *undoer) effects(ctx context.Context, step *undoStep, seq int64) ([]fault.Problem, error) {
	rows, err := u.all.q.Query(ctx, "SELECT DISTINCT register, record FROM audit WHERE seq = ? AND record <> 0 ORDER BY record", seq)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var others []made
	for rows.Next() {
		var name string
		var m made
		if err := rows.Scan(&name, &m.id); err != nil {
			return nil, err
		}
		if m.reg = u.store.book.Register(name); m.reg != nil && u.lines[m.id] == 0 {
			others = append(others, m)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var problems []fault.Problem
	for _, m := range others {
		rec, err := u.all.Get(ctx, m.reg, m.id)
		if err != nil {
			return nil, err
		}
		switch b := record.BaseOf(rec); {
		case b.Version == 1 && b.Since == seq:
			step.also = append(step.also, m)
			u.lines[m.id] = -1
		case b.Since != seq && b.Version > 1:
			problems = append(problems, fault.Problem{Text: fmt.Sprintf("随这批产生或变动的%s %s 又改过", m.reg.Label, record.Code(m.id))})
		default:
			problems = append(problems, fault.Problem{Text: fmt.Sprintf("导入时带动了%s %s（%s）", m.reg.Label, record.Code(m.id), m.reg.ShownTitle(rec))})
		}
	}
	return problems, nil
}

// references finds live records outside the batch that refer to what it made.
func (u *undoer) references(ctx context.Context, step undoStep) ([]fault.Problem, error) {
	made := map[*record.Register][]int64{}
	for _, r := range step.rows {
		if r.Action == RowNew {
			made[u.batch.Register] = append(made[u.batch.Register], r.Record)
		}
	}
	for _, m := range step.also {
		made[m.reg] = append(made[m.reg], m.id)
	}
	var problems []fault.Problem
	for reg, ids := range made {
		for _, p := range u.store.book.PointingAt(reg) {
			query := fmt.Sprintf("SELECT id, %[1]s FROM %[2]s WHERE %[1]s IN (%[3]s) AND voided = '' AND merged = 0", p.Field.Name, p.From.Name, marks(ids))
			if _, several := p.Field.Kind.(record.Refs); several {
				query = fmt.Sprintf("SELECT t.id, l.target FROM link l JOIN %s t ON t.id = l.record WHERE l.register = '%s' AND l.field = '%s' AND l.target IN (%s) AND l.until = 0 AND t.voided = '' AND t.merged = 0",
					p.From.Name, p.From.Name, p.Field.Name, marks(ids))
			}
			found, err := u.pointing(ctx, p, query)
			if err != nil {
				return nil, err
			}
			problems = append(problems, found...)
		}
	}
	return problems, nil
}

func (u *undoer) pointing(ctx context.Context, p record.Pointer, query string) ([]fault.Problem, error) {
	rows, err := u.all.q.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var problems []fault.Problem
	for rows.Next() {
		var from, to int64
		if err := rows.Scan(&from, &to); err != nil {
			return nil, err
		}
		switch {
		case u.lines[from] != 0: // goes with the batch
		case u.lines[to] > 0:
			problems = append(problems, u.against(to, "已被%s %s 引用（%s）", p.From.Label, record.Code(from), p.Field.Label))
		default:
			problems = append(problems, fault.Problem{Text: fmt.Sprintf("随这批产生的 %s 已被%s %s 引用", record.Code(to), p.From.Label, record.Code(from))})
		}
	}
	return problems, rows.Err()
}
