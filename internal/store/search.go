package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"sanshe/internal/area"
	"sanshe/internal/db"
	"sanshe/internal/record"
)

// Search keeps every record's words: of Chinese every two characters that follow
// one another (困境儿童 → 困境 境儿 儿童), of letters every three; titles also as
// pinyin and as initials. So a word of two characters is found, and a rare one as
// fast as a common one. Words are kept without their places, which took more room
// than the records; whether those of a longer phrase stand side by side is seen
// in the records that have them all. The record's register and divisions are words
// too, so that a search for a small division need not look at what lies elsewhere.
//
// On SQLite words are kept by numbers given out one by one, for what the index
// says of a record is how far it is from the one before: ids would make it five
// times as large.

// match adds the condition that a record has the words of a query.
func (r *Reader) match(c *cond, reg *record.Register, q Query) {
	e := r.q.Engine()
	expr := sought(e, q.Text)
	if len(expr) == 0 {
		c.add("1 = 0")
		return
	}
	if adjoining(c, e, reg, q.Text); q.matched {
		return
	}
	place := q.Area
	if a := r.actor; a != nil && place == "" && reg.Rights.Reach == record.Below && a.Holds(reg.Rights.Read) && !a.Holds(reg.Rights.ReadOwn) {
		place = a.Area
	}
	// A word that is in nearly every record costs FTS5 more than looking at what
	// was found: the records are joined to it, and tell their register and county.
	if e == db.Postgres || r.store.tallies[reg].few() {
		expr = append(expr, word(e, registerWord(reg)))
	}
	if place != "" && (e == db.Postgres || area.LevelOf(place) > area.County) {
		expr = append(expr, word(e, "a"+place))
	}
	if e == db.Postgres {
		c.add("id IN (SELECT record FROM search_doc WHERE words @@ ?::tsquery)", strings.Join(expr, " & "))
		return
	}
	c.words = strings.Join(expr, " AND ")
}

// sought gives what a query asks of a record's words, all of which must hold.
func sought(e db.Engine, text string) (expr []string) {
	for run := range runs(text) {
		expr = append(expr, ways(e, run))
	}
	return expr
}

// adjoining keeps the records in one of whose searched texts a phrase of more
// than two characters stands as it is.
func adjoining(c *cond, e db.Engine, reg *record.Register, text string) {
	find := finder(e)
	for run := range runs(text) {
		if !isHan(firstRune(run)) || utf8.RuneCountInString(run) <= 2 {
			continue
		}
		var any cond
		for _, f := range reg.Fields {
			if f.IsSearched {
				any.add(find+"("+f.Name+", ?) > 0", run)
			}
		}
		c.add("("+join(any.parts, " OR ")+")", any.args...)
	}
}

// finder names the function that tells where a text stands in another.
func finder(e db.Engine) string {
	if e == db.Postgres {
		return "strpos"
	}
	return "instr"
}

// ways gives the ways in which a run of a query may stand in a record: Chinese as
// written; letters as written, as pinyin, or as a record's number.
func ways(e db.Engine, run string) string {
	if isHan(firstRune(run)) {
		return all(e, "", run)
	}
	letters := strings.Map(asciiLetter, run)
	if letters == "" {
		return word(e, run) // of another script: nowhere
	}
	or := " OR "
	if e == db.Postgres {
		or = " | "
	}
	out := all(e, "l", letters) + or + all(e, "y", letters)
	if len(letters) >= 6 { // of a number that is typed nobody means less
		out += or + begins(e, "x"+letters)
	}
	return "(" + out + ")"
}

// all asks for the words of a run together; for a word that begins with it, if it
// is shorter than a word.
func all(e db.Engine, mark, run string) string {
	size, rs := 3, []rune(run) // of words, in characters
	if mark == "" {
		size = 2
	}
	if len(rs) < size {
		return begins(e, mark+run)
	}
	var list []string
	for i := range len(rs) - size + 1 {
		list = append(list, word(e, mark+string(rs[i:i+size])))
	}
	return "(" + strings.Join(list, map[db.Engine]string{db.SQLite: " AND ", db.Postgres: " & "}[e]) + ")"
}

// begins asks for a word that begins so.
func begins(e db.Engine, s string) string {
	return word(e, s) + map[db.Engine]string{db.SQLite: "*", db.Postgres: ":*"}[e]
}

// word writes one word; those of queries are letters, digits and Chinese alone.
func word(e db.Engine, s string) string {
	if e == db.SQLite {
		return `"` + s + `"`
	}
	return "'" + s + "'"
}

// sameWords reports whether two images of a record have the same words.
func sameWords(reg *record.Register, before, after record.Record) bool {
	return record.BaseOf(before).Area == record.BaseOf(after).Area && !slices.ContainsFunc(reg.Fields, func(f *record.Field) bool {
		return (f.IsSearched || f.IsAreas) && !f.Same(before, after)
	})
}

// index writes the words of a record, replacing those of its image before; what
// is void or merged has none.
func (tx *Tx) index(reg *record.Register, before, after record.Record) error {
	id := record.BaseOf(after).ID
	was, is := before != nil && standing(reg, before) == nil, standing(reg, after) == nil
	if was == is && (!is || sameWords(reg, before, after)) {
		return nil
	}
	if tx.db.Engine() == db.SQLite {
		return tx.number(reg, after, was, is)
	}
	if !is {
		_, err := tx.db.Exec(tx.ctx, "DELETE FROM search_doc WHERE record = ?", id)
		return err
	}
	words := "'" + strings.ReplaceAll(strings.TrimSpace(tx.store.words(reg, after)), " ", "' '") + "'"
	if before == nil {
		return tx.db.Insert(tx.ctx, "INSERT INTO search_doc (record, register, words) VALUES (?, ?, ?::tsvector)", id, reg.Name, words)
	}
	_, err := tx.db.Exec(tx.ctx, "INSERT INTO search_doc (record, register, words) VALUES (?, ?, ?::tsvector) ON CONFLICT (record) DO UPDATE SET words = EXCLUDED.words", id, reg.Name, words)
	return err
}

// number writes the words of a record under its number, which it keeps until it
// has none any more.
func (tx *Tx) number(reg *record.Register, rec record.Record, was, is bool) error {
	id, doc := record.BaseOf(rec).ID, int64(0)
	if was {
		err := tx.db.QueryRow(tx.ctx, "SELECT doc FROM search_doc WHERE record = ?", id).Scan(&doc)
		if was = !errors.Is(err, sql.ErrNoRows); was && err != nil {
			return err
		}
	}
	if was {
		if _, err := tx.db.Exec(tx.ctx, "DELETE FROM search WHERE rowid = ?", doc); err != nil {
			return err
		}
		if is {
			return tx.db.InsertLast(tx.ctx, "INSERT INTO search (rowid, words) VALUES (?, ?)", doc, tx.store.words(reg, rec))
		}
		_, err := tx.db.Exec(tx.ctx, "DELETE FROM search_doc WHERE doc = ?", doc)
		return err
	}
	if !is {
		return nil
	}
	if err := tx.db.InsertLast(tx.ctx, "INSERT INTO search_doc (record, register) VALUES (?, ?)", id, reg.Name); err != nil {
		return err
	}
	return tx.db.InsertLast(tx.ctx, "INSERT INTO search (rowid, words) VALUES (last_insert_rowid(), ?)", tx.store.words(reg, rec))
}

// Hits are the records of one register that have the words of a search.
type Hits struct {
	Register *record.Register
	Records  []record.Record // none: there are some, but only the richest registers were looked into
}

// searched is how many registers one search looks into, so that a page has its
// budget however common the words are; of the others it says that they have some.
const searched = 6

// Search finds records with the words of a query in every register the actor
// may read, newest first, at most limit in each. One query finds them all; one
// more for each of the few registers that have the most reads them.
func (r *Reader) Search(ctx context.Context, text string, limit int) ([]Hits, error) {
	found, err := r.searchAll(ctx, text, 4*limit) // more than shown: some may lie outside the actor's scope
	if err != nil {
		return nil, err
	}
	rich, poor := r.richest(found)
	var out []Hits
	for _, reg := range rich {
		page, err := r.List(ctx, reg, Query{IDs: found[reg.Name], Text: text, Limit: limit, NoTotal: true, matched: true})
		if err != nil {
			return nil, err
		}
		if len(page.Records) > 0 {
			out = append(out, Hits{reg, page.Records})
		}
	}
	for _, reg := range poor {
		out = append(out, Hits{Register: reg})
	}
	return out, nil
}

// richest parts the registers with anything found into those with the most and
// the others, each in the order of the book.
func (r *Reader) richest(found map[string][]int64) (rich, poor []*record.Register) {
	for _, reg := range r.store.book.Registers {
		if len(found[reg.Name]) > 0 && r.store.MayRead(reg, r.actor) {
			rich = append(rich, reg)
		}
	}
	for len(rich) > searched {
		least := slices.MinFunc(rich, func(a, b *record.Register) int { return cmp.Compare(len(found[a.Name]), len(found[b.Name])) })
		rich = slices.DeleteFunc(rich, func(reg *record.Register) bool { return reg == least })
		poor = append(poor, least)
	}
	return rich, poor
}

// searchAll gives the ids of what has the words of a query, by register, newest
// first and at most some of each.
func (r *Reader) searchAll(ctx context.Context, text string, most int) (map[string][]int64, error) {
	found := map[string][]int64{}
	e := r.q.Engine()
	expr := sought(e, text)
	if len(expr) == 0 {
		return found, nil
	}
	query, joint := "SELECT d.record, d.register FROM (SELECT rowid AS hit FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 400) AS hits JOIN search_doc d ON d.doc = hits.hit ORDER BY d.doc DESC", " AND "
	if e == db.Postgres {
		query, joint = "SELECT record, register FROM search_doc WHERE words @@ ?::tsquery ORDER BY record DESC LIMIT 400", " & "
	}
	rows, err := r.q.Query(ctx, query, strings.Join(expr, joint))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var register string
		if err := rows.Scan(&id, &register); err != nil {
			return nil, err
		}
		if len(found[register]) < most {
			found[register] = append(found[register], id)
		}
	}
	return found, rows.Err()
}
