package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"sanshe/internal/area"
	"sanshe/internal/db"
	"sanshe/internal/record"
)

// Search keeps every record's words as bigrams (困境儿童 → 困境 境儿 儿童), the
// same on both engines, so that a word of two characters is found and a rare
// one as fast as a common one. Titles are also kept as pinyin and as initials.
// The record's register and divisions are words too, so that a search for a small
// division need not look at what was found elsewhere.

// match adds the condition that a record has the words of a query.
func (s *Store) match(c *cond, e db.Engine, reg *record.Register, a *record.Actor, q Query) {
	var need [][]string // each a phrase; "*" at the end of a phrase's word asks for its beginning
	for _, run := range runs(q.Text) {
		need = append(need, []string{run})
	}
	if len(need) == 0 {
		c.add("1 = 0")
		return
	}
	place := q.Area
	if a != nil && place == "" && reg.Rights.Reach == record.Below && a.Holds(reg.Rights.Read) && !a.Holds(reg.Rights.ReadOwn) {
		place = a.Area
	}
	var expr []string
	// A word that is in nearly every record costs FTS5 more than looking at what
	// was found: the records are joined to it, and tell their register and county.
	if e == db.Postgres {
		expr = append(expr, phrase(e, []string{registerWord(reg)}))
	}
	if place != "" && (e == db.Postgres || area.LevelOf(place) > area.County) {
		expr = append(expr, phrase(e, []string{"a" + place}))
	}
	for _, run := range need {
		expr = append(expr, alternatives(e, run[0]))
	}
	if e == db.Postgres {
		c.add("id IN (SELECT record FROM search_doc WHERE words @@ ?::tsquery)", strings.Join(expr, " & "))
		return
	}
	c.words = strings.Join(expr, " AND ")
}

// alternatives gives the ways in which a run of a query may stand in a record:
// Chinese as written; letters as written, as pinyin, or as a record's number.
func alternatives(e db.Engine, run string) string {
	rs := []rune(run)
	if unicode.Is(unicode.Han, rs[0]) {
		if len(rs) == 1 {
			return prefix(e, run)
		}
		return phrase(e, bigrams(run))
	}
	or := " OR "
	if e == db.Postgres {
		or = " | "
	}
	var ways []string
	for _, mark := range []string{"l", "y", "x"} {
		if pairs := latin(mark, run); len(pairs) == 1 && len(rs) == 1 {
			ways = append(ways, prefix(e, pairs[0]))
		} else if len(pairs) > 0 {
			ways = append(ways, phrase(e, pairs))
		}
	}
	if len(ways) == 0 {
		return phrase(e, []string{run})
	}
	return "(" + strings.Join(ways, or) + ")"
}

func phrase(e db.Engine, words []string) string {
	if e == db.SQLite {
		return `"` + strings.Join(words, " ") + `"`
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "'" + strings.ReplaceAll(w, "'", "''") + "'"
	}
	return "(" + strings.Join(quoted, " <-> ") + ")"
}

func prefix(e db.Engine, word string) string {
	if e == db.SQLite {
		return `"` + word + `"*`
	}
	return "'" + strings.ReplaceAll(word, "'", "''") + "':*"
}

// index writes the words of a record, replacing those of its image before.
func (tx *Tx) index(reg *record.Register, before, after record.Record) error {
	b := record.BaseOf(after)
	words := tx.store.words(reg, after)
	gone := b.Voided != "" || b.Merged != 0
	if before != nil {
		was := record.BaseOf(before)
		if slices.Equal(tx.store.words(reg, before), words) && (was.Voided != "" || was.Merged != 0) == gone {
			return nil
		}
	}
	title := reg.TitleOf(after)
	if reg.Title != nil && reg.Title.IsPersonal {
		title = reg.Title.Masked(after)
	}
	if tx.db.Engine() == db.Postgres {
		if gone {
			_, err := tx.db.Exec(tx.ctx, "DELETE FROM search_doc WHERE record = ?", b.ID)
			return err
		}
		if before == nil {
			return tx.db.Insert(tx.ctx, "INSERT INTO search_doc (record, register, title, words) VALUES (?, ?, ?, ?::tsvector)", b.ID, reg.Name, title, vector(words))
		}
		_, err := tx.db.Exec(tx.ctx, "INSERT INTO search_doc (record, register, title, words) VALUES (?, ?, ?, ?::tsvector) ON CONFLICT (record) DO UPDATE SET title = EXCLUDED.title, words = EXCLUDED.words",
			b.ID, reg.Name, title, vector(words))
		return err
	}
	if before != nil {
		if _, err := tx.db.Exec(tx.ctx, "DELETE FROM search WHERE rowid = ?", b.ID); err != nil {
			return err
		}
	}
	if gone {
		_, err := tx.db.Exec(tx.ctx, "DELETE FROM search_doc WHERE record = ?", b.ID)
		return err
	}
	if err := tx.db.InsertLast(tx.ctx, "INSERT INTO search (rowid, words) VALUES (?, ?)", b.ID, strings.Join(words, " ")); err != nil {
		return err
	}
	if before == nil {
		return tx.db.Insert(tx.ctx, "INSERT INTO search_doc (record, register, title) VALUES (?, ?, ?)", b.ID, reg.Name, title)
	}
	_, err := tx.db.Exec(tx.ctx, "INSERT INTO search_doc (record, register, title) VALUES (?, ?, ?) ON CONFLICT (record) DO UPDATE SET title = excluded.title", b.ID, reg.Name, title)
	return err
}

// vector writes words as a tsvector with their positions. A vector holds
// positions up to 16,383; words beyond are found, but not as part of a phrase.
func vector(words []string) string {
	var b strings.Builder
	for i, w := range words {
		b.WriteString("'" + strings.ReplaceAll(strings.ReplaceAll(w, `\`, ``), "'", "''") + "':" + strconv.Itoa(min(i+1, 16383)) + " ")
	}
	return b.String()
}

// Hits are the records of one register that have the words of a search.
type Hits struct {
	Register *record.Register
	Records  []record.Record
}

// Search finds records with the words of a query in every register the actor
// may read, newest first, at most limit in each. One query finds them all; one
// more for each of the few registers that have the most reads them.
func (r *Reader) Search(ctx context.Context, text string, limit int) ([]Hits, error) {
	found := map[string][]int64{}
	rows, err := r.searchRows(ctx, text)
	if err != nil || rows == nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var register string
		if err := rows.Scan(&id, &register); err != nil {
			return nil, err
		}
		if len(found[register]) < 4*limit { // more than shown: some may lie outside the actor's scope
			found[register] = append(found[register], id)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	var out []Hits
	for _, reg := range r.richest(found) {
		page, err := r.List(ctx, reg, Query{IDs: found[reg.Name], Limit: limit, NoTotal: true})
		if err != nil {
			return nil, err
		}
		if len(page.Records) > 0 {
			out = append(out, Hits{reg, page.Records})
		}
	}
	return out, nil
}

// searched is how many registers one search looks into, so that a page has its
// budget however common the words are.
const searched = 6

// richest gives the registers with the most found, in the order of the book.
func (r *Reader) richest(found map[string][]int64) []*record.Register {
	var list []*record.Register
	for _, reg := range r.store.book.Registers {
		if len(found[reg.Name]) > 0 && r.store.MayRead(reg, r.actor) {
			list = append(list, reg)
		}
	}
	for len(list) > searched {
		least := slices.MinFunc(list, func(a, b *record.Register) int { return cmp.Compare(len(found[a.Name]), len(found[b.Name])) })
		list = slices.DeleteFunc(list, func(reg *record.Register) bool { return reg == least })
	}
	return list
}

func (r *Reader) searchRows(ctx context.Context, text string) (*sql.Rows, error) {
	e := r.q.Engine()
	var expr []string
	for _, run := range runs(text) {
		expr = append(expr, alternatives(e, run))
	}
	if len(expr) == 0 {
		return nil, nil
	}
	if e == db.Postgres {
		return r.q.Query(ctx, "SELECT record, register FROM search_doc WHERE words @@ ?::tsquery ORDER BY record DESC LIMIT 400", strings.Join(expr, " & "))
	}
	return r.q.Query(ctx, "SELECT d.record, d.register FROM (SELECT rowid AS hit FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 400) AS hits JOIN search_doc d ON d.record = hits.hit ORDER BY d.record DESC", strings.Join(expr, " AND "))
}
