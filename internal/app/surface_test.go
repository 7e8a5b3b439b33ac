package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/auth"
	"sanshe/internal/db"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// What is personal is made so that it is known again wherever it turns up: a
// rare character in every name, address and note, a middle of every telephone
// number and a birthday in every identity number that masks leave out.
const rare = "鎏"

var (
	inClear  = regexp.MustCompile(rare + `|139[ -]?8765|19030506`)
	sealedIn = regexp.MustCompile(`1398765|19030506`)
)

// canary makes up what is personal of a record.
func (m *maker) canary(f *record.Field) string {
	switch f.Kind.Name() {
	case "name":
		return "欧阳" + rare
	case "phone":
		return fmt.Sprintf("1398765%04d", m.n)
	case "text", "address", "prose":
		return "桂圆路一百一十八号院" + rare + "家"
	}
	return ""
}

// walk is a county full of canaries and somebody who goes everywhere in it.
type walk struct {
	*World
	url, token string
	client     *http.Client
	seen       int
}

// look takes in what came back from somewhere.
func (w *walk) look(where, text string) {
	w.Helper()
	w.seen++
	if at := inClear.FindStringIndex(text); at != nil {
		w.Errorf("%s shows %q", where, text[max(0, at[0]-60):min(len(text), at[1]+40)])
	}
}

func (w *walk) ask(method, path, kind string, body io.Reader) (*http.Response, string) {
	w.Helper()
	r, err := http.NewRequestWithContext(w.Ctx(), method, w.url+path, body)
	w.Do(err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if strings.HasPrefix(path, "/api/") {
		r.Header.Set("Authorization", "Bearer "+w.token)
	}
	res, err := w.client.Do(r)
	w.Do(err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	w.Do(err)
	text := string(raw)
	if bytes.HasPrefix(raw, []byte("PK")) {
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		w.Do(err)
		for _, f := range z.File {
			part, err := f.Open()
			w.Do(err)
			b, err := io.ReadAll(part)
			w.Do(err)
			text += string(b)
		}
	}
	for name, list := range res.Header {
		text += name + strings.Join(list, " ")
	}
	return res, text
}

// signedIn gives a browser in which an account is signed in.
func (w *walk) signedIn(account int64) *http.Client {
	w.Helper()
	jar, err := cookiejar.New(nil)
	w.Do(err)
	w.client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	link, err := w.Auth.NewSignInLink(w.Ctx(), account, time.Hour)
	w.Do(err)
	w.ask("POST", "/sign-in/link", "application/x-www-form-urlencoded", strings.NewReader(url.Values{"t": {link}}.Encode()))
	return w.client
}

// TestNothingPersonalShows fills every sealed and personal field of every
// register and goes everywhere that is not the act of looking itself: pages,
// files, API, the residents' side, errors, imports, tables, files, backup, log.
func TestNothingPersonalShows(t *testing.T) {
	out := logged(t)
	Each(t, func(world *World) {
		w := &walk{World: world}
		w.App.Auth = auth.New(w.Store, people.RoleNames, auth.Administrators(people.Administrator), auth.AllowLinks())
		ids := w.fill()
		account, token := caller(w.World)
		h, err := w.Handler(w.Ctx(), app.Site{})
		w.Do(err)
		server := httptest.NewServer(h)
		defer server.Close()
		w.url, w.token = server.URL, token
		w.client = w.signedIn(account)

		w.errors()
		w.resident()
		w.pages(ids)
		w.api(ids)
		w.tables()
		w.backup()
		if w.seen < 250 {
			t.Errorf("only %d places were looked at", w.seen)
		}
		t.Logf("%d places", w.seen)
		w.control(ids)
	})
	if text := out.String(); inClear.MatchString(text) || !strings.Contains(text, "request") && len(text) > 1<<20 {
		at := inClear.FindStringIndex(text)
		t.Errorf("the log holds %q", text[max(0, at[0]-200):at[1]])
	}
}

// fill makes a record of every register, edits it, takes its first step and
// looks for its numbers.
func (w *walk) fill() map[string]int64 {
	m, ids := &maker{World: w.World, canaries: true}, map[string]int64{}
	for _, reg := range w.Store.Book().Registers {
		ids[reg.Name] = m.make(reg)
		for _, f := range reg.Fields {
			if f.IsSealed && len(reg.Rights.Reveal) > 0 {
				_, err := w.Store.Reader(m.everybody()).List(w.Ctx(), reg, store.Query{Filters: map[string]string{f.Name: f.Text(m.get(reg, ids[reg.Name]))}})
				w.Do(err)
			}
			if f.IsPersonal && f.Asked() && !f.IsFixed && m.canary(f) != "" {
				m.n++
				_, err := w.Store.Edit(w.Ctx(), m.everybody(), reg, ids[reg.Name], record.BaseOf(m.get(reg, ids[reg.Name])).Version, record.Input{f.Name: m.canary(f)}, "edit "+reg.Name+f.Name)
				w.Do(err)
			}
		}
		for _, st := range reg.Steps {
			if _, err := m.take(reg, ids[reg.Name], st, "step "+reg.Name); err == nil {
				break
			}
		}
	}
	return ids
}

// errors gives wrong answers to forms, the API and an import.
func (w *walk) errors() {
	w.Helper()
	for _, body := range []string{`{"name":"欧阳` + rare + `","phone":"13987651"}`, `{"name":"欧阳` + rare + `","id_number":"510522190305060"}`, `{"name":"` + rare + `","phone":7,"nothing":"1398765"}`, `{"phone":"139876510`} {
		res, text := w.ask("POST", "/api/v1/person", "application/json", strings.NewReader(body))
		if res.StatusCode < 400 {
			w.Errorf("%s is taken", body)
		}
		w.look("an error of the API to "+body, text)
	}
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	file, err := parts.CreateFormFile("file", "people.csv")
	w.Do(err)
	fmt.Fprintf(file, "姓名,手机号,身份证号\n欧阳%s,1398765%04d,51052219030506\n欧阳%s,139876,\n", rare, 9901, rare)
	w.Do(parts.Close())
	res, text := w.ask("POST", "/r/person/import", parts.FormDataContentType(), &body)
	w.look("an import", text)
	mine, other := w.client, account(w.World, "other") // what rows say is for whoever uploaded them
	w.client = w.signedIn(other)
	res, text = w.ask("GET", res.Header.Get("Location"), "", nil)
	if w.look("another's import", text); res.StatusCode != http.StatusOK {
		w.Errorf("another's import: %d", res.StatusCode)
	}
	w.client = mine
}

// resident hands in a need and looks at all that comes of it.
func (w *walk) resident() {
	w.Helper()
	receipt, _, err := w.Store.Submit(w.Ctx(), &record.Actor{Name: "居民", Via: "portal", Area: Community}, w.Store.Book().Register("need"), Community,
		record.Input{"category": "elder", "detail": "修灯", "phone": fmt.Sprintf("1398765%04d", 8888), "raiser": "欧阳" + rare}, "form")
	w.Do(err)
	for _, path := range []string{"/p/", "/p/need", "/p/progress", "/p/privacy", "/p/r/" + receipt.Link, "/p/r/" + receipt.Code} {
		_, text := w.ask("GET", path, "", nil)
		w.look(path, text)
	}
	res, text := w.ask("POST", "/p/progress", "application/x-www-form-urlencoded", strings.NewReader("code="+receipt.Code))
	w.look("/p/progress", text)
	_, text = w.ask("GET", res.Header.Get("Location"), "", nil)
	w.look("the progress of a need", text)
}

var hrefs = regexp.MustCompile(`(?:href|src)="(/[^"#]*)`)

// pages follows every link of the workbench.
func (w *walk) pages(ids map[string]int64) {
	w.Helper()
	todo, known := []string{"/", "/audit", "/accounts"}, map[string]bool{}
	for _, reg := range w.Store.Book().Registers {
		at := fmt.Sprintf("/r/%s/%d", reg.Name, ids[reg.Name])
		todo = append(todo, "/r/"+reg.Name, at, at+"/history", at+"/edit", at+"/merge", at+"/void", "/r/"+reg.Name+"/export.xlsx", "/r/"+reg.Name+"/export.csv", "/pick/"+reg.Name+"?q="+url.QueryEscape("欧"))
		for _, st := range reg.Steps {
			todo = append(todo, at+"/do/"+st.Name)
		}
	}
	for n := 0; n < len(todo) && n < 700; n++ {
		if known[todo[n]] || strings.HasPrefix(todo[n], "/imports/") || strings.HasPrefix(todo[n], "/assets/") || strings.Contains(todo[n], "theme=") || strings.Contains(todo[n], "contrast=") || strings.Contains(todo[n], "size=") || strings.Contains(todo[n], "rows=") {
			continue
		}
		known[todo[n]] = true
		_, text := w.ask("GET", todo[n], "", nil)
		w.look(todo[n], text)
		for _, m := range hrefs.FindAllStringSubmatch(text, -1) {
			todo = append(todo, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
	}
}

// api reads every path of the document, and the document.
func (w *walk) api(ids map[string]int64) {
	w.Helper()
	_, text := w.ask("GET", "/api/v1/openapi.json", "", nil)
	w.look("openapi.json", text)
	var doc struct {
		Paths map[string]map[string]any
	}
	start := strings.Index(text, "{")
	w.Do(json.NewDecoder(strings.NewReader(text[start:])).Decode(&doc))
	for path, methods := range doc.Paths {
		if methods["get"] == nil {
			continue
		}
		if !strings.HasPrefix(path, "/api/") {
			path = "/api/v1" + path
		}
		register, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/"), "/")
		path = strings.ReplaceAll(strings.ReplaceAll(path, "{id}", fmt.Sprint(ids[register])), "{name}", w.Figures.Contracts()[0].Name)
		_, text := w.ask("GET", path, "", nil)
		w.look(path, text)
	}
	for _, c := range w.Figures.Contracts() {
		_, text := w.ask("GET", "/api/v1/figures/"+c.Name+"/records", "", nil)
		w.look("the records of "+c.Name, text)
		_, text = w.ask("GET", "/figures/"+c.Name, "", nil)
		w.look("the page of "+c.Name, text)
	}
}

// tables reads every table: sealed values stand nowhere in the clear, others
// nowhere but in their own register.
func (w *walk) tables() {
	w.Helper()
	names := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if w.DB.Engine() == db.Postgres {
		names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	own := map[string]bool{}
	for _, reg := range w.Store.Book().Registers {
		own[reg.Name], own[reg.Name+"_history"] = true, true
	}
	for _, table := range w.column(names) {
		if table == "search" || strings.HasPrefix(table, "search_") && table != "search_doc" {
			continue // the words people are found by
		}
		text := w.text(table)
		if sealedIn.MatchString(text) {
			w.Errorf("table %s holds a sealed number", table)
		}
		if !own[table] && !(table == "search_doc" && w.DB.Engine() == db.Postgres) {
			w.look("table "+table, text)
		}
	}
}

func (w *walk) column(query string) (out []string) {
	w.Helper()
	rows, err := w.DB.Query(w.Ctx(), query)
	w.Do(err)
	defer rows.Close()
	for rows.Next() {
		var s string
		w.Do(rows.Scan(&s))
		out = append(out, s)
	}
	w.Do(rows.Err())
	return out
}

// text gives everything in a table.
func (w *walk) text(table string) string {
	w.Helper()
	rows, err := w.DB.Query(w.Ctx(), "SELECT * FROM "+table)
	w.Do(err)
	defer rows.Close()
	columns, err := rows.Columns()
	w.Do(err)
	var b strings.Builder
	for rows.Next() {
		cells, to := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			to[i] = &cells[i]
		}
		w.Do(rows.Scan(to...))
		for _, c := range cells {
			if raw, ok := c.([]byte); ok {
				c = string(raw)
			}
			fmt.Fprintln(&b, c)
		}
	}
	w.Do(rows.Err())
	return b.String()
}

// backup reads the bytes of a backup and of the database itself.
func (w *walk) backup() {
	w.Helper()
	file := filepath.Join(w.TempDir(), "backup.db")
	w.Do(w.Backup(w.Ctx(), file))
	files := []string{file}
	if path := w.DB.Path(); path != "" {
		files = append(files, path, path+"-wal")
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		w.Do(err)
		w.seen++
		if sealedIn.Match(raw) {
			w.Errorf("%s holds a sealed number", filepath.Base(f))
		}
	}
}

// control makes sure that the walk would have seen something: the one act that
// shows, shows.
func (w *walk) control(ids map[string]int64) {
	w.Helper()
	path := fmt.Sprintf("/r/person/%d/reveal", ids["person"])
	_, text := w.ask("POST", path, "application/x-www-form-urlencoded", strings.NewReader("field=phone"))
	if !regexp.MustCompile(`139[ -]?8765`).MatchString(text) {
		w.Errorf("a reveal shows nothing: %.400s", text)
	}
}

// A sealed number of what lies elsewhere is not found, though the record is read.
func TestNumbersAreSoughtAtHome(t *testing.T) {
	w := OnSQLite(t)
	m := &maker{World: w, canaries: true}
	id := m.make(org.SocialOrgs.Register)
	rec := m.get(org.SocialOrgs.Register, id)
	phone := org.SocialOrgs.Register.Field("mobile").Text(rec)
	for area, want := range map[string]int{County: 1, Community: 1, OtherTown: 0} {
		a := &record.Actor{Account: 5, Area: area, Roles: record.By(people.CivilAffairs), Via: "web"}
		page, err := w.Store.Reader(a).List(w.Ctx(), org.SocialOrgs.Register, store.Query{Filters: map[string]string{"mobile": phone}})
		if err != nil || page.Total != want {
			t.Errorf("from %s: %+v, %v", area, page, err)
		}
		if page, err := w.Store.Reader(a).List(w.Ctx(), org.SocialOrgs.Register, store.Query{}); err != nil || page.Total != 1 {
			t.Errorf("from %s it is not read: %v", area, err)
		}
	}
}
