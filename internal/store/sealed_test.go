package store_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// What is sealed must be nowhere in the database to be read, not in an older
// image, a log, a search word or a repeat of a form.
const (
	canaryNumber  = "51052219030506006X"
	canaryPhone   = "13987654321"
	canaryAccount = "6222023100099887766"
	newPhone      = "13712345678"
)

func soul(w *world) int64 {
	w.Helper()
	res, err := w.Create(w.ctx(), as(community, staff), souls.Register, community, record.Input{
		"name": "欧阳海", "number": canaryNumber, "phone": "+86 139 8765 4321", "account": canaryAccount, "home": "桂圆路 18 号 2 单元"}, "form-1")
	w.must(err)
	return res.ID
}

// everywhere gives every text the database holds, table by table, and on
// SQLite also the bytes of its files.
func (w *world) everywhere() map[string]string {
	w.Helper()
	out := map[string]string{}
	d, names := w.DB(), "SELECT name FROM sqlite_master WHERE type = 'table' AND (name = 'search_doc' OR name NOT LIKE 'search%')"
	if d.Engine() == db.Postgres {
		names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	} else {
		for _, end := range []string{"", "-wal"} {
			b, err := os.ReadFile(d.Path() + end)
			w.must(err)
			out["file"+end] = string(b)
		}
	}
	var tables []string
	w.rows(names, func(cells []any) { tables = append(tables, cells[0].(string)) })
	for _, table := range tables {
		var b bytes.Buffer
		w.rows("SELECT * FROM "+table, func(cells []any) { w.must(json.NewEncoder(&b).Encode(cells)) })
		out[table] = b.String()
	}
	return out
}

func (w *world) rows(query string, each func([]any)) {
	w.Helper()
	rows, err := w.DB().Query(w.ctx(), query)
	w.must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	w.must(err)
	for rows.Next() {
		cells := make([]any, len(columns))
		to := make([]any, len(columns))
		for i := range cells {
			to[i] = &cells[i]
		}
		w.must(rows.Scan(to...))
		for i, c := range cells {
			if b, ok := c.([]byte); ok {
				cells[i] = string(b)
			}
		}
		each(cells)
	}
	w.must(rows.Err())
}

func TestSealedIsNowhereInTheDatabase(t *testing.T) {
	each(t, func(w *world) {
		who := soul(w)
		_, err := w.Edit(w.ctx(), as(community, staff), souls.Register, who, 1, record.Input{"phone": newPhone}, "form-2")
		w.must(err)
		_, err = w.Reveal(w.ctx(), as(community, staff), souls.Register, who, "number", "核对")
		w.must(err)
		_, err = w.Create(w.ctx(), as(community, staff), souls.Register, community, record.Input{"name": "重复", "number": canaryNumber}, "form-3")
		if !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), canaryNumber) {
			w.Errorf("the same number again: %v", err)
		}
		places := w.everywhere()
		if len(places) < 20 || !strings.Contains(places["soul"], "欧阳海") || !strings.Contains(places["soul_history"], "1:") {
			w.Fatalf("the search is blind: %d places", len(places))
		}
		for place, text := range places {
			for _, canary := range []string{canaryNumber, canaryPhone, canaryAccount, newPhone, "8765432", "1234567"} {
				if strings.Contains(text, canary) {
					w.Errorf("%s holds %s", place, canary)
				}
			}
			if place != "soul" && place != "soul_history" && !strings.HasPrefix(place, "file") && strings.Contains(text, "桂圆路") {
				w.Errorf("%s quotes a masked field", place)
			}
		}
		w.sound()
	})
}

func TestSealedIsFoundByEquality(t *testing.T) {
	each(t, func(w *world) {
		who := soul(w)
		w.make(souls.Register, community, record.Input{"name": "别人", "phone": "13800004321"})
		for _, c := range []struct {
			field, text string
			want        int
		}{
			{"number", canaryNumber, 1}, {"number", strings.ToLower(canaryNumber), 1}, {"phone", canaryPhone, 1}, {"phone", "+86 139-8765-4321", 1},
			{"phone", "4321", 2}, {"number", "006X", 1}, {"number", "4321", 0}, {"phone", "006X", 0}, {"phone", "9999", 0}, {"account", canaryAccount, 1}, {"account", canaryAccount[:10], 0},
		} {
			page, err := w.Reader(as(community, staff)).List(w.ctx(), souls.Register, store.Query{Filters: map[string]string{c.field: c.text}})
			if err != nil || page.Total != c.want {
				w.Errorf("%s = %s finds %+v, %v; want %d", c.field, c.text, page, err, c.want)
			}
			if _, err := w.Reader(as(community, clerk)).List(w.ctx(), souls.Register, store.Query{Filters: map[string]string{c.field: c.text}}); !fault.Is(err, fault.Invalid) {
				w.Errorf("somebody who may not reveal %s asks for %s: %v", c.field, c.text, err)
			}
		}
		found, err := store.Find(w.ctx(), w.Reader(as(community, staff)), souls, func(s *Soul, c *store.Where) { c.Sealed(w.Store, &s.Phone, canaryPhone) })
		if err != nil || len(found) != 1 || found[0].ID != who || found[0].Number != canaryNumber {
			w.Errorf("found by phone: %v, %v", found, err)
		}
		for _, q := range []string{canaryPhone, "4321", canaryNumber, canaryAccount, "桂圆路"} {
			if page, err := w.Reader(as(community, staff)).List(w.ctx(), souls.Register, store.Query{Text: q}); err != nil || page.Total > 0 {
				w.Errorf("search for %s finds %+v, %v", q, page, err)
			}
		}
	})
}

// A look is on record before the answer leaves; a look that cannot be recorded
// gets no answer.
func TestRevealIsLogged(t *testing.T) {
	each(t, func(w *world) {
		who := soul(w)
		value, err := w.Reveal(w.ctx(), as(community, staff), souls.Register, who, "number", "核对身份")
		if err != nil || value != canaryNumber {
			w.Fatalf("reveals %q, %v", value, err)
		}
		log, err := w.Reader(as(community, staff)).Entries(w.ctx(), souls.Register, who, 1)
		w.must(err)
		if log[0].Action != "reveal" || log[0].Reason != "核对身份" || log[0].Name != "经办人" || len(log[0].Changes()) != 1 || log[0].Changes()[0].Field != "number" || log[0].Changes()[0].Is != "" {
			w.Errorf("logged as %+v", log[0])
		}
		before := w.count("audit")
		for what, a := range map[string]*record.Actor{"may not": as(community, clerk), "may read all": as(county, clerk)} {
			if v, err := w.Reveal(w.ctx(), a, souls.Register, who, "number", "看看"); v != "" || !fault.Is(err, fault.Refused) {
				w.Errorf("somebody who %s: %q, %v", what, v, err)
			}
		}
		if v, err := w.Reveal(w.ctx(), as(community, staff), gifts.Register, w.make(gifts.Register, community, record.Input{"title": "米"}), "title", ""); v != "" || !fault.Is(err, fault.NotFound) {
			w.Errorf("what is not personal: %q, %v", v, err)
		}
		w.must(w.DB().Write(w.ctx(), func(tx *db.Tx) error {
			_, err := tx.Exec(w.ctx(), "ALTER TABLE audit RENAME TO audit_away")
			return err
		}))
		if v, err := w.Reveal(w.ctx(), as(community, staff), souls.Register, who, "number", "看看"); v != "" || err == nil {
			w.Errorf("without a log it reveals %q, %v", v, err)
		}
		w.must(w.DB().Write(w.ctx(), func(tx *db.Tx) error {
			_, err := tx.Exec(w.ctx(), "ALTER TABLE audit_away RENAME TO audit")
			return err
		}))
		if n := w.count("audit"); n != before+1 { // the gift
			w.Errorf("%d entries were written for looks that were refused", n-before-1)
		}
	})
}

func (w *world) count(table string) (n int) {
	w.Helper()
	w.must(w.DB().QueryRow(w.ctx(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}

// A sealed value moved to another row or column does not open, and verify
// says so.
func TestSealedIsTiedToItsPlace(t *testing.T) {
	each(t, func(w *world) {
		a, b := soul(w), w.make(souls.Register, community, record.Input{"name": "别人", "phone": "13800004321", "account": "1"})
		w.sound()
		move := func(sql string, args ...any) {
			w.must(w.DB().Write(w.ctx(), func(tx *db.Tx) error { _, err := tx.Exec(w.ctx(), sql, args...); return err }))
		}
		move("UPDATE soul SET phone = (SELECT phone FROM soul WHERE id = ?) WHERE id = ?", a, b)
		if _, err := w.Reader(as(community, staff)).Get(w.ctx(), souls.Register, b); !fault.Is(err, fault.Internal) || strings.Contains(err.Error(), canaryPhone) {
			w.Errorf("another's phone opens: %v", err)
		}
		found, err := w.Verify(w.ctx())
		if w.must(err); len(found) != 1 || !strings.Contains(found[0], "“手机号”有 1 处打不开") {
			w.Errorf("verify: %v", found)
		}
		move("UPDATE soul SET phone = account WHERE id = ?", b)
		if _, err := w.Reader(as(community, staff)).Get(w.ctx(), souls.Register, b); !fault.Is(err, fault.Internal) {
			w.Errorf("another column's value opens: %v", err)
		}
	})
}

// Titles of people are masked wherever they stand for the person.
func TestTitlesOfPeopleAreMasked(t *testing.T) {
	each(t, func(w *world) {
		who := soul(w)
		titles, err := w.Reader(as(community, staff)).Titles(w.ctx(), souls.Register, []int64{who, 0, who})
		if err != nil || len(titles) != 1 || titles[who] != "欧*" {
			w.Errorf("titles: %v, %v", titles, err)
		}
		if text := w.everywhere()["search_doc"]; strings.Contains(text, "欧阳海") || text == "" {
			w.Errorf("search keeps %s", text)
		}
		rec, err := w.Reader(as(community, clerk)).Get(w.ctx(), souls.Register, who)
		w.must(err)
		in := record.Input{}
		for _, f := range souls.Fields {
			in[f.Name] = f.Masked(rec)
		}
		_, err = w.Edit(w.ctx(), as(community, staff), souls.Register, who, 1, in, "")
		w.must(err)
		if w.version(souls.Register, who) != 1 {
			w.Error("a form of masks that came back changed the record")
		}
	})
}
