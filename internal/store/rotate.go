package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Rotation of keys: a new key is put beside the old, what is sealed is sealed
// anew in slices while people work, and the old key is forgotten once nothing
// needs it. Broken off, it goes on where it was.

// sealedPlace is a column whose values are sealed.
type sealedPlace struct {
	label, table, column string
	row                  [2]string // the columns that tell a row, in the order of an index; the second may be ""
	tied                 func(row [2]int64) (register, field string, id int64)
	reg                  *record.Register // whose blind indexes go with it; nil for none
	field                *record.Field
}

// sealedPlaces lists every column in which the county keeps sealed values.
func (s *Store) sealedPlaces() (list []sealedPlace) {
	for _, reg := range s.book.Registers {
		for _, f := range reg.Fields {
			if !f.IsSealed {
				continue
			}
			tied := func(row [2]int64) (string, string, int64) { return reg.Name, f.Name, row[0] }
			list = append(list, sealedPlace{reg.Label + "“" + f.Label + "”", reg.Name, f.Name, [2]string{"id"}, tied, reg, f},
				sealedPlace{reg.Label + "“" + f.Label + "”的历史", reg.Name + "_history", f.Name, [2]string{"id", "since"}, tied, reg, f})
		}
	}
	list = append(list, s.elsewhere...)
	return append(list, sealedPlace{label: "待导入的行", table: "import_row", column: "content", row: [2]string{"batch", "line"},
		tied: func(row [2]int64) (string, string, int64) { return "import_row", strconv.FormatInt(row[0], 10), row[1] }})
}

// AlsoSealed says that a keeper beside the store keeps sealed values, in a column
// of a table whose rows are told by id.
func (s *Store) AlsoSealed(label, table, column, id, register, field string) {
	s.elsewhere = append(s.elsewhere, sealedPlace{label: label, table: table, column: column, row: [2]string{id},
		tied: func(row [2]int64) (string, string, int64) { return register, field, row[0] }})
}

// sealedRow is one sealed value where it stands.
type sealedRow struct {
	row    [2]int64
	sealed string
	blind  []string
}

// slice gives the next n values of a place after a row.
func (p sealedPlace) slice(ctx context.Context, q db.Queryer, after [2]int64, n int) (list []sealedRow, err error) {
	columns, order, where, args := p.row[0], p.row[0], p.row[0]+" > ?", []any{after[0]}
	if p.row[1] != "" {
		order = p.row[0] + ", " + p.row[1]
		columns, where, args = order, "("+order+") > (?, ?)", []any{after[0], after[1]}
	} else {
		columns += ", 0"
	}
	names := append([]string{columns, p.column}, p.blindColumns()...)
	rows, err := q.Query(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE %s <> '' AND %s ORDER BY %s LIMIT %d", strings.Join(names, ", "), p.table, p.column, where, order, n), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		r := sealedRow{blind: make([]string, len(names)-2)}
		dest := []any{&r.row[0], &r.row[1], &r.sealed}
		for i := range r.blind {
			dest = append(dest, &r.blind[i])
		}
		if err := rows.Scan(dest...); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

func (p sealedPlace) blindColumns() []string {
	if p.reg == nil {
		return nil
	}
	return blindColumns(p.field)
}

// stale reports whether a value must be sealed or indexed anew, and opens it.
func (s *Store) stale(p sealedPlace, r sealedRow) (plain string, index []any, stale bool, err error) {
	register, field, id := p.tied(r.row)
	if plain, err = s.keys.Open(register, field, id, r.sealed); err != nil {
		return "", nil, false, err
	}
	if strings.HasPrefix(plain, record.Lost) {
		return "", nil, false, nil
	}
	stale = !strings.HasPrefix(r.sealed, s.keys.keys.Load().prefix())
	if p.reg != nil {
		index = s.blind(p.reg, p.field, plain)
		for i, x := range index {
			stale = stale || r.blind[i] != x
		}
	}
	return plain, index, stale, nil
}

// Sealing is what is sealed with which key, and what is amiss with it.
type Sealing struct {
	Values map[int]int // by number of key
	Stale  int         // under an old key, or not found by its number
	Shut   []string    // places where values do not open, and how many
}

// Sealing opens everything that is sealed.
func (s *Store) Sealing(ctx context.Context) (*Sealing, error) {
	out := &Sealing{Values: map[int]int{}}
	for _, p := range s.sealedPlaces() {
		shut := 0
		for after := [2]int64{}; ; {
			list, err := p.slice(ctx, s.db, after, copySlice)
			if err != nil {
				return nil, err
			}
			if len(list) == 0 {
				break
			}
			for _, r := range list {
				number, _, _ := strings.Cut(r.sealed, ":")
				n, _ := strconv.Atoi(number)
				out.Values[n]++
				_, _, stale, err := s.stale(p, r)
				if err != nil {
					shut++
				} else if stale {
					out.Stale++
				}
				after = r.row
			}
		}
		if shut > 0 {
			out.Shut = append(out.Shut, fmt.Sprintf("%s有 %d 个值打不开", p.label, shut))
		}
	}
	kept, err := s.repeats(ctx, s.db)
	for _, r := range kept {
		out.Values[r.number]++
	}
	return out, err
}

// KeysFit reports whether the keys are those of this database: of each place
// one value is opened.
func (s *Store) KeysFit(ctx context.Context) error {
	for _, p := range s.sealedPlaces() {
		list, err := p.slice(ctx, s.db, [2]int64{}, 1)
		if err == nil && len(list) == 1 {
			_, _, _, err = s.stale(p, list[0])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// NewKey puts a new key in use beside the one before.
func (s *Store) NewKey(ctx context.Context, by *record.Actor) error {
	if err := s.keys.add(); err != nil {
		return err
	}
	_, err := s.Write(ctx, by, Key{}, func(tx *Tx) (Result, error) {
		return Result{}, tx.Entry("key_new", "key", "", fmt.Sprintf("第 %d 把", s.keys.Number()))
	})
	return err
}

// Reseal seals and indexes with the key in use whatever is not yet, a slice at
// a time, and gives how many values. What does not open stays as it is.
func (s *Store) Reseal(ctx context.Context, progress func(done int)) (done int, err error) {
	for _, p := range s.sealedPlaces() {
		for after, more := [2]int64{}, true; more; {
			n := 0
			if err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
				n, after, more, err = s.resealSlice(ctx, tx, p, after)
				return err
			}); err != nil {
				return done, err
			}
			if done += n; n > 0 {
				progress(done)
			}
		}
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error { return s.resealRepeats(ctx, tx) })
	return done, err
}

func (s *Store) resealSlice(ctx context.Context, tx *db.Tx, p sealedPlace, after [2]int64) (n int, last [2]int64, more bool, err error) {
	if err := s.keys.refresh(); err != nil {
		return 0, after, false, err
	}
	list, err := p.slice(ctx, tx, after, copySlice)
	if err != nil || len(list) == 0 {
		return 0, after, false, err
	}
	for _, r := range list {
		plain, index, stale, err := s.stale(p, r)
		if err != nil || !stale { // verify names what does not open
			continue
		}
		register, field, id := p.tied(r.row)
		sealed, err := s.keys.Seal(register, field, id, plain)
		if err != nil {
			return n, after, false, err
		}
		set := p.column + " = ?"
		for _, c := range p.blindColumns() {
			set += ", " + c + " = ?"
		}
		where, args := p.row[0]+" = ?", append(append([]any{sealed}, index...), r.row[0])
		if p.row[1] != "" {
			where, args = where+" AND "+p.row[1]+" = ?", append(args, r.row[1])
		}
		// Somebody may have changed it meanwhile, on PostgreSQL; then it is new already.
		changed, err := tx.Exec(ctx, fmt.Sprintf("UPDATE %s SET %s WHERE %s AND %s = ?", p.table, set, where, p.column), append(args, r.sealed)...)
		var unique *db.UniqueError
		if errors.As(err, &unique) {
			err = fault.Wrap(err, fault.Conflict, "%s：%s 与另一条记录是同一个号码；先在页面上合并，再运行一次", p.label, record.Code(r.row[0]))
		}
		if err != nil {
			return n, after, false, err
		}
		n += int(changed)
	}
	return n, list[len(list)-1].row, true, nil
}

// RetireKeys forgets the keys before the one in use, if nothing needs them.
func (s *Store) RetireKeys(ctx context.Context, by *record.Actor) error {
	old := s.keys.Retiring()
	if len(old) == 0 {
		return nil
	}
	now, err := s.Sealing(ctx)
	if err != nil {
		return err
	}
	for _, n := range old {
		if left := now.Values[n]; left > 0 {
			return fault.New(fault.Conflict, "还有 %d 个值是用第 %d 把密钥加密的，旧密钥先留着；运行 sanshe key check 看是哪些", left, n)
		}
	}
	if err := s.keys.retire(); err != nil {
		return err
	}
	_, err = s.Write(ctx, by, Key{}, func(tx *Tx) (Result, error) {
		return Result{}, tx.Entry("key_retire", "key", "", fmt.Sprintf("第 %s 把", strings.Trim(fmt.Sprint(old), "[]")))
	})
	return err
}

// repeat is a receipt that is given again when its form comes twice: sealed
// inside what the form did.
type repeat struct {
	actor, key string
	number     int
	result     Result
}

func (s *Store) repeats(ctx context.Context, q db.Queryer) (list []repeat, err error) {
	rows, err := q.Query(ctx, `SELECT actor, key, result FROM idempotency WHERE result <> replace(result, '"receipt":"', '')`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r repeat
		var body string
		if err := rows.Scan(&r.actor, &r.key, &body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(body), &r.result); err != nil {
			return nil, err
		}
		sealed, _ := r.result.Extra["receipt"].(string)
		number, _, _ := strings.Cut(sealed, ":")
		if r.number, err = strconv.Atoi(number); err == nil {
			list = append(list, r)
		}
	}
	return list, rows.Err()
}

func (s *Store) resealRepeats(ctx context.Context, tx *db.Tx) error {
	list, err := s.repeats(ctx, tx)
	for _, r := range slices.DeleteFunc(list, func(r repeat) bool { return r.number == s.keys.Number() }) {
		plain, err := s.keys.Open("receipt", "receipt", r.result.ID, r.result.Extra["receipt"].(string))
		if err != nil || strings.HasPrefix(plain, record.Lost) {
			continue // its form can no longer be repeated; nothing else is lost
		}
		if r.result.Extra["receipt"], err = s.keys.Seal("receipt", "receipt", r.result.ID, plain); err != nil {
			return err
		}
		body, err := json.Marshal(r.result)
		if err == nil {
			_, err = tx.Exec(ctx, "UPDATE idempotency SET result = ? WHERE actor = ? AND key = ?", string(body), r.actor, r.key)
		}
		if err != nil {
			return err
		}
	}
	return err
}

// Loss tells what a county's lost keys had sealed: the highest number among
// them, how many values, and the last change whose head they signed.
func (s *Store) Loss(ctx context.Context) (number, values int, head int64, err error) {
	now, err := s.Sealing(ctx)
	if err != nil {
		return 0, 0, 0, err
	}
	for n, count := range now.Values {
		number, values = max(number, n), values+count
	}
	last, err := s.lastHead(ctx)
	return max(number, 1), values, last.Upto, err
}
