package main

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver ours uses too
)

// The limit is what plain net/http and SQLite can do: nobody is asked who they
// are, nothing has rights, history or steps. A need, an audit row, its words and
// its counter are written in one transaction, grouped, in WAL with
// synchronous=FULL, by prepared statements.
const limitSchema = `
CREATE TABLE need (id INTEGER PRIMARY KEY, place TEXT NOT NULL, title TEXT NOT NULL, detail TEXT NOT NULL, category TEXT NOT NULL,
	source TEXT NOT NULL, state TEXT NOT NULL, phone TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL);
CREATE TABLE audit (id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, need INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE counter (place TEXT NOT NULL, state TEXT NOT NULL, month TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (place, state, month)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(t, content='', detail=full);
CREATE INDEX need_place ON need (place, state, created DESC);
CREATE INDEX need_state ON need (state, created DESC);
CREATE INDEX need_created ON need (created DESC);`

const (
	limitColumns = "id, place, title, detail, category, source, state, phone, created, changed"
	limitTime    = "2006-01-02 15:04:05.000Z"
)

// limit is the server's data.
type limit struct {
	db     *sql.DB // read
	last   atomic.Int64
	queue  chan *limitJob
	closed chan struct{}
}

type limitNeed struct {
	ID                                                                     int64
	Place, Title, Detail, Category, Source, State, Phone, Created, Changed string
}

type limitJob struct {
	need *limitNeed
	done chan error
}

func limitOf(r row) *limitNeed {
	at := r.At.UTC().Format(limitTime)
	return &limitNeed{Place: r.Place, Title: r.Title, Detail: r.Detail, Category: r.Category, Source: r.Source, State: r.State, Phone: r.Phone, Created: at, Changed: at}
}

func limitDSN(dir string) string {
	return "file:" + filepath.Join(dir, "limit.db") + "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)&_pragma=cache_size(-65536)"
}

// limitWriter is the one connection that writes, its statements prepared.
type limitWriter struct {
	conn                                    *sql.Conn
	begin, commit, need, audit, word, count *sql.Stmt
}

func newLimitWriter(ctx context.Context, d *sql.DB) (*limitWriter, error) {
	w := &limitWriter{}
	var err error
	if w.conn, err = d.Conn(ctx); err != nil {
		return nil, err
	}
	for _, p := range []struct {
		to    **sql.Stmt
		query string
	}{
		{&w.begin, "BEGIN IMMEDIATE"}, {&w.commit, "COMMIT"},
		{&w.need, "INSERT INTO need (" + limitColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
		{&w.audit, "INSERT INTO audit (at, actor, action, need, body) VALUES (?, ?, ?, ?, ?)"},
		{&w.word, "INSERT INTO words (rowid, t) VALUES (?, ?)"},
		{&w.count, "INSERT INTO counter (place, state, month, n) VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1"},
	} {
		if *p.to, err = w.conn.PrepareContext(ctx, p.query); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// group writes needs as one transaction.
func (w *limitWriter) group(needs []*limitNeed) error {
	if _, err := w.begin.Exec(); err != nil {
		return err
	}
	for _, n := range needs {
		if err := w.one(n); err != nil {
			w.conn.ExecContext(context.Background(), "ROLLBACK") //nolint:errcheck // the first error is the one to tell
			return err
		}
	}
	_, err := w.commit.Exec()
	return err
}

func (w *limitWriter) one(n *limitNeed) error {
	if _, err := w.need.Exec(n.ID, n.Place, n.Title, n.Detail, n.Category, n.Source, n.State, n.Phone, n.Created, n.Changed); err != nil {
		return err
	}
	if _, err := w.audit.Exec(n.Created, "anybody", "create", n.ID, string(n.json(nil))); err != nil {
		return err
	}
	if _, err := w.word.Exec(n.ID, pairs(n.Title)+" "+pairs(n.Detail)); err != nil {
		return err
	}
	_, err := w.count.Exec(n.Place, n.State, n.Created[:7])
	return err
}

// pairs gives the two-character words of a text.
func pairs(s string) string {
	r := []rune(s)
	var b strings.Builder
	for i := 0; i+1 < len(r); i++ {
		b.WriteString(string(r[i : i+2]))
		b.WriteByte(' ')
	}
	return b.String()
}

// seedLimit makes the limit's file with the generator's needs.
func seedLimit(ctx context.Context, dir string, g *generator) error {
	d, err := sql.Open("sqlite", limitDSN(dir))
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.ExecContext(ctx, limitSchema); err != nil {
		return err
	}
	w, err := newLimitWriter(ctx, d)
	if err != nil {
		return err
	}
	defer w.conn.Close()
	var batch []*limitNeed
	for k := range g.n {
		n := limitOf(g.row(k))
		n.ID = int64(k + 1)
		if batch = append(batch, n); len(batch) == 1000 || k == g.n-1 {
			if err := w.group(batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	_, err = d.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// openLimit opens the file to be served.
func openLimit(ctx context.Context, dir string) (*limit, error) {
	d, err := sql.Open("sqlite", limitDSN(dir))
	if err != nil {
		return nil, err
	}
	d.SetMaxOpenConns(9) // eight that read and the one that writes, as ours has
	d.SetMaxIdleConns(9)
	l := &limit{db: d, queue: make(chan *limitJob, 4096), closed: make(chan struct{})}
	var last int64
	if err := d.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM need").Scan(&last); err != nil {
		return nil, err
	}
	l.last.Store(last)
	w, err := newLimitWriter(ctx, d)
	if err != nil {
		return nil, err
	}
	go l.write(w)
	return l, nil
}

// write commits what waits as one transaction.
func (l *limit) write(w *limitWriter) {
	defer close(l.closed)
	for j := range l.queue {
		jobs := []*limitJob{j}
		for len(jobs) < 128 && len(l.queue) > 0 { // nobody else takes from it
			jobs = append(jobs, <-l.queue)
		}
		needs := make([]*limitNeed, len(jobs))
		for i, j := range jobs {
			needs[i] = j.need
		}
		err := w.group(needs)
		for _, j := range jobs {
			j.done <- err
		}
	}
	w.conn.Close()
}

// submit gives a need its id and returns once it is on the disk.
func (l *limit) submit(n *limitNeed, at time.Time) error {
	n.ID, n.State = l.last.Add(1), states[0]
	n.Created = at.UTC().Format(limitTime)
	n.Changed = n.Created
	j := &limitJob{n, make(chan error, 1)}
	l.queue <- j
	return <-j.done
}

func (l *limit) close() error {
	close(l.queue)
	<-l.closed
	return l.db.Close()
}
