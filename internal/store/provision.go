package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/record"
)

// Sort says what a provision provides.
type Sort string

// The sorts. Every day is under the name [CalendarName].
const (
	OfSetting Sort = "setting" // the value of a setting
	OfCode    Sort = "code"    // an entry of an open code list
	OfDay     Sort = "day"     // a holiday, or a weekend's day worked instead
)

// CalendarName is the name that days stand under.
const CalendarName = "calendar"

// Provision (规定) says what holds in a division on the days [From, To). Those of
// one name, key and division never overlap; the nearest division upward wins.
// Like records they are never overwritten: [Since, Until) are the numbers of the
// changes that made and ended this image.
type Provision struct {
	ID           int64
	Sort         Sort
	Name         string // the setting or code list
	Key          string // the code, or the day
	Value        string // the setting's value, the code's label, or the day's kind
	Label        string // of a day: 春节
	Area         string // "" everywhere
	From, To     clock.Date
	Place        int64  // in the order of its list
	Note         string // why
	Document     string // 文号
	Since, Until int64
}

// Rules are the provisions as read at one time. They never change.
type Rules struct {
	read   time.Time
	sealed int64 // every change up to here is among them
	images []Provision
	live   map[subject][]Provision
	days   func() *clock.Calendar
}

type subject struct {
	sort Sort
	name string
}

func newRules(read time.Time, sealed int64, images, live []Provision) *Rules {
	r := &Rules{read: read, sealed: sealed, images: images, live: map[subject][]Provision{}}
	for _, p := range live {
		at := subject{p.Sort, p.Name}
		r.live[at] = append(r.live[at], p)
	}
	r.days = sync.OnceValue(func() *clock.Calendar {
		var days []clock.Day
		for _, p := range r.live[subject{OfDay, CalendarName}] {
			days = append(days, clock.Day{Date: clock.Date(p.Key), Kind: p.Value, Name: p.Label})
		}
		return clock.NewCalendar(days)
	})
	return r
}

// Known gives the rules as they were known at a sealed number; 0 is now.
func (r *Rules) Known(n int64) *Rules {
	if n == 0 {
		return r
	}
	var live []Provision
	for _, p := range r.images {
		if p.Since <= n && (p.Until == 0 || p.Until > n) {
			live = append(live, p)
		}
	}
	return newRules(r.read, r.sealed, r.images, live)
}

// Rows gives what stands under a name, in order.
func (r *Rules) Rows(sort Sort, name string) []Provision { return r.live[subject{sort, name}] }

// Version gives the number of the last change under a name; 0 is as the county began.
func (r *Rules) Version(sort Sort, name string) (n int64) {
	for _, p := range r.images {
		if p.Sort == sort && p.Name == name {
			n = max(n, p.Since, p.Until)
		}
	}
	return n
}

// Calendar tells working days.
func (r *Rules) Calendar() *clock.Calendar { return r.days() }

func (p *Provision) holds(on clock.Date) bool { return p.From <= on && (p.To == "" || on < p.To) }

// Setting gives the value that holds in a division on a day.
func (r *Rules) Setting(name, code string, on clock.Date) (Provision, bool) {
	var best Provision
	found := false
	for _, p := range r.Rows(OfSetting, name) {
		if p.holds(on) && area.Contains(p.Area, code) && (!found || len(p.Area) >= len(best.Area)) { // rows come in order: the latest counts
			best, found = p, true
		}
	}
	return best, found
}

// Options gives the values of a code list in a division on a day, in order; for
// "" those of every division.
func (r *Rules) Options(list, code string, on clock.Date) []record.Option {
	var held []Provision
	for _, p := range r.Rows(OfCode, list) {
		if !p.holds(on) || !area.Contains(p.Area, code) && code != "" {
			continue
		}
		switch i := slices.IndexFunc(held, func(q Provision) bool { return q.Key == p.Key }); {
		case i < 0:
			held = append(held, p)
		case code != "" && len(p.Area) > len(held[i].Area): // the nearest says what it is called
			held[i] = p
		}
	}
	slices.SortStableFunc(held, func(a, b Provision) int { return cmp.Compare(a.Place, b.Place) })
	var out []record.Option
	for _, p := range held {
		out = append(out, record.Option{Value: p.Key, Label: p.Value})
	}
	return out
}

// CodeLabel gives what a value of a list is called on a day; one no longer in
// use what it was called last, one that nobody knows itself.
func (r *Rules) CodeLabel(list, value string, on clock.Date) string {
	label, last := value, clock.Date("")
	for _, p := range r.Rows(OfCode, list) {
		if p.Key != value {
			continue
		}
		if p.holds(on) {
			return p.Value
		}
		if label == value || p.From >= last {
			label, last = p.Value, p.From
		}
	}
	return label
}

const provisionColumns = "id, sort, name, key, value, label, area, from_day, to_day, place, note, document, since, until"

func scanProvision(row scanner, more ...any) (p Provision, err error) {
	err = row.Scan(append([]any{&p.ID, (*string)(&p.Sort), &p.Name, &p.Key, &p.Value, &p.Label, &p.Area, (*string)(&p.From), (*string)(&p.To), &p.Place, &p.Note, &p.Document, &p.Since, &p.Until}, more...)...)
	return p, err
}

func (p *Provision) args() []any {
	return []any{p.ID, string(p.Sort), p.Name, p.Key, p.Value, p.Label, p.Area, string(p.From), string(p.To), p.Place, p.Note, p.Document, p.Since, p.Until}
}

// readRules reads every image, and the number they are complete up to.
func (s *Store) readRules(ctx context.Context, q db.Queryer) (*Rules, error) {
	read := clock.System().Now() // ages by the machine: the store's clock may stand still
	rows, err := q.Query(ctx, "SELECT "+provisionColumns+", ("+s.db.SealedQuery()+") FROM provision ORDER BY sort, name, place, key, area, from_day, since")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var images, live []Provision
	var sealed int64
	for rows.Next() {
		p, err := scanProvision(rows, &sealed)
		if err != nil {
			return nil, err
		}
		if images = append(images, p); p.Until == 0 {
			live = append(live, p)
		}
	}
	return newRules(read, sealed, images, live), rows.Err()
}

// insertProvisions writes images in one statement, which unless may end.
func insertProvisions(ctx context.Context, tx *db.Tx, list []Provision, unless string) error {
	if len(list) == 0 {
		return nil
	}
	var args []any
	for i := range list {
		args = append(args, list[i].args()...)
	}
	row := "(?" + strings.Repeat(", ?", len(args)/len(list)-1) + ")"
	_, err := tx.Exec(ctx, fmt.Sprintf("INSERT INTO provision (%s) VALUES %s%s", provisionColumns, row, strings.Repeat(", "+row, len(list)-1)+unless), args...)
	return err
}

// seed writes what a county begins with and was never said otherwise: settings
// and codes by name, the nation's holidays by year. It counts as always known.
func (s *Store) seed(ctx context.Context) error {
	r, err := s.readRules(ctx, s.db)
	if err != nil {
		return err
	}
	said := map[string]bool{}
	for _, p := range r.images {
		said[string(p.Sort)+p.Name+"|"+p.Key] = true
		if p.Sort == OfDay {
			said[p.Key[:4]] = true
		}
	}
	var list []Provision
	add := func(p Provision) {
		p.ID = s.ids.next()
		list = append(list, p)
	}
	for _, v := range s.opts.Settings {
		if v.Value != "" && !said[string(OfSetting)+v.Name+"|"] {
			add(Provision{Sort: OfSetting, Name: v.Name, Value: v.Value, Note: v.Source})
		}
	}
	for _, l := range s.opts.Codes {
		for i, o := range l.Values {
			if !said[string(OfCode)+l.Name+"|"+o.Value] {
				add(Provision{Sort: OfCode, Name: l.Name, Key: o.Value, Value: o.Label, Place: int64(i+1) * 10})
			}
		}
	}
	for _, d := range clock.NationalDays() {
		if !said[string(d.Date[:4])] {
			add(Provision{Sort: OfDay, Name: CalendarName, Key: string(d.Date), Value: d.Kind, Label: d.Name})
		}
	}
	if len(list) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return insertProvisions(ctx, tx, list, " ON CONFLICT DO NOTHING") })
}
