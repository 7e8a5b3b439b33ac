package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"sanshe/internal/clock"
)

// serveLimit is the child that serves the limit.
func serveLimit(ctx context.Context, dir string) error {
	l, err := openLimit(ctx, dir)
	if err != nil {
		return err
	}
	h, err := l.handler()
	if err != nil {
		return err
	}
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(at.Addr())
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		srv.Shutdown(context.Background()) //nolint:errcheck // Serve tells
	}()
	if err := srv.Serve(at); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return l.close()
}

// limitPage is a page of twenty needs, as the standard library writes pages.
const limitPage = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>办理公开</title><h1>办理公开</h1><table>{{range .}}
<tr><td>{{.Place}}</td><td><a href="/needs/{{.ID}}">{{.Title}}</a></td><td>{{.Detail}}</td><td>{{.Category}}</td><td>{{.State}}</td><td>{{.Created}}</td></tr>{{end}}</table></html>`

func (l *limit) handler() (http.Handler, error) {
	mux, page := http.NewServeMux(), template.Must(template.New("page").Parse(limitPage))
	var failed error
	list := func(query string) *sql.Stmt {
		s, err := l.db.Prepare(query)
		failed = errors.Join(failed, err)
		return s
	}
	const all = "SELECT " + limitColumns + " FROM need "
	one := list(all + "WHERE id = ?")
	byPlace := list(all + "WHERE place = ? AND state = ? ORDER BY created DESC LIMIT 50")
	before := list(all + "WHERE state = ? AND created < ? ORDER BY created DESC LIMIT 50")
	ofPlace := list("SELECT coalesce(sum(n), 0) FROM counter WHERE place = ? AND state = ?")
	ofState := list("SELECT coalesce(sum(n), 0) FROM counter WHERE state = ?")
	found := list(all + "WHERE id IN (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 50) ORDER BY id DESC")
	closed := list(all + "WHERE state = 'closed' ORDER BY created DESC LIMIT 20")
	counters := list("SELECT place, state, month, n FROM counter LIMIT 1000")
	scan := list("SELECT place, state, substr(created, 1, 7), count(*) AS n FROM need INDEXED BY need_place GROUP BY 1, 2, 3 ORDER BY n DESC LIMIT 1000")
	if failed != nil {
		return nil, failed
	}
	get := func(path string, answer func(r *http.Request) ([]byte, error)) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			b, err := answer(r)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Length", strconv.Itoa(len(b)))
			w.Write(b) //nolint:errcheck // the asker has gone
		})
	}
	get("GET /healthz", func(*http.Request) ([]byte, error) { return []byte("ok"), l.db.Ping() })
	get("GET /needs/{id}", func(r *http.Request) ([]byte, error) { return items(1)(one.Query(r.PathValue("id"))) })
	get("GET /needs", func(r *http.Request) ([]byte, error) {
		q, total := r.URL.Query(), int64(0)
		if q.Get("place") == "" {
			if err := ofState.QueryRow(q.Get("state")).Scan(&total); err != nil {
				return nil, err
			}
			return items(total)(before.Query(q.Get("state"), q.Get("before")))
		}
		if err := ofPlace.QueryRow(q.Get("place"), q.Get("state")).Scan(&total); err != nil {
			return nil, err
		}
		return items(total)(byPlace.Query(q.Get("place"), q.Get("state")))
	})
	get("GET /search", func(r *http.Request) ([]byte, error) {
		return items(-1)(found.Query(`"` + pairs(r.URL.Query().Get("q")) + `"`))
	})
	get("GET /counters", func(*http.Request) ([]byte, error) { return cells(counters.Query()) })
	get("GET /scan", func(*http.Request) ([]byte, error) { return cells(scan.Query()) })
	get("GET /page", func(*http.Request) ([]byte, error) {
		rows, err := closed.Query()
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var list []*limitNeed
		for rows.Next() {
			n := &limitNeed{}
			if err := n.scan(rows); err != nil {
				return nil, err
			}
			list = append(list, n)
		}
		var b bytes.Buffer
		err = errors.Join(page.Execute(&b, list), rows.Err())
		return b.Bytes(), err
	})
	get("POST /needs", func(r *http.Request) ([]byte, error) {
		n := &limitNeed{}
		if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 64<<10)).Decode(n); err != nil {
			return nil, err
		}
		if t, d := utf8.RuneCountInString(n.Title), utf8.RuneCountInString(n.Detail); t < 4 || t > 60 || d > 2000 || len(n.Place) != 12 || len(n.Phone) != 11 {
			return nil, errors.New("not a need")
		}
		if err := l.submit(n, clock.System().Now()); err != nil {
			return nil, err
		}
		return n.json(nil), nil
	})
	return mux, nil
}

func (n *limitNeed) scan(rows *sql.Rows) error {
	return rows.Scan(&n.ID, &n.Place, &n.Title, &n.Detail, &n.Category, &n.Source, &n.State, &n.Phone, &n.Created, &n.Changed)
}

// items writes a page of needs.
func items(total int64) func(*sql.Rows, error) ([]byte, error) {
	return func(rows *sql.Rows, err error) ([]byte, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		b := strconv.AppendInt(append(make([]byte, 0, 64<<10), `{"total":`...), total, 10)
		b = append(b, `,"items":[`...)
		var n limitNeed
		for i := 0; rows.Next(); i++ {
			if i > 0 {
				b = append(b, ',')
			}
			if err := n.scan(rows); err != nil {
				return nil, err
			}
			b = n.json(b)
		}
		return append(b, "]}"...), rows.Err()
	}
}

func (n *limitNeed) json(b []byte) []byte {
	b = strconv.AppendInt(append(b, `{"id":`...), n.ID, 10)
	for _, f := range [...][2]string{{"place", n.Place}, {"title", n.Title}, {"detail", n.Detail}, {"category", n.Category}, {"source", n.Source},
		{"state", n.State}, {"phone", n.Phone}, {"created", n.Created}, {"changed", n.Changed}} {
		b = append(append(append(b, `,"`...), f[0]...), `":"`...)
		b = append(append(b, f[1]...), '"') // the generator makes nothing to escape
	}
	return append(b, '}')
}

// cells writes counted cells.
func cells(rows *sql.Rows, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	b := []byte{'['}
	for rows.Next() {
		var place, state, month string
		var n int64
		if err := rows.Scan(&place, &state, &month, &n); err != nil {
			return nil, err
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"place":%q,"state":%q,"month":%q,"n":%d}`, place, state, month, n)
	}
	return append(b, ']'), rows.Err()
}
