package store

import (
	"database/sql"
	"errors"

	"sanshe/internal/clock"
	"sanshe/internal/record"
)

// first gives the day from which a new record is in its first state: the day it
// says it began. What is planned for later is a plan from the day it is entered.
func first(reg *record.Register, rec record.Record, entered clock.Date) clock.Date {
	if reg.Start == nil || reg.Start.Empty(rec) {
		return entered
	}
	return min(entered, clock.Date(reg.Start.Text(rec)))
}

// begin moves the first passage of a record to the day it now says it began. A
// day after the next step leaves it where it is.
func (tx *Tx) begin(reg *record.Register, before, after record.Record) error {
	if reg.State == nil || reg.Start == nil || reg.Start.Same(before, after) {
		return nil
	}
	id := record.BaseOf(after).ID
	var passage, at int64
	var on clock.Date
	err := tx.db.QueryRow(tx.ctx, "SELECT id, on_day, at FROM passage WHERE record = ? AND from_state = '' AND until = 0 ORDER BY on_day, seq, id LIMIT 1", id).Scan(&passage, (*string)(&on), &at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	entered := clock.DateOf(record.Moment(at).Time())
	if on != first(reg, before, entered) {
		entered = on // by a step that took effect earlier
	}
	begun := first(reg, after, entered)
	if begun == on {
		return nil
	}
	n, err := tx.db.Exec(tx.ctx, `INSERT INTO passage (id, register, record, area, step, from_state, to_state, on_day, seq, at, account, name, unit, note)
		SELECT CAST(? AS BIGINT), register, record, area, step, from_state, to_state, CAST(? AS TEXT), CAST(? AS BIGINT), at, account, name, unit, note FROM passage p
		WHERE id = ? AND NOT EXISTS (SELECT 1 FROM passage next WHERE next.record = p.record AND next.until = 0 AND next.id <> p.id AND next.on_day <= ?)`,
		tx.store.ids.next(), string(begun), tx.db.Seq(), passage, string(begun))
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.db.Exec(tx.ctx, "UPDATE passage SET until = ? WHERE id = ?", tx.db.Seq(), passage)
	return err
}
