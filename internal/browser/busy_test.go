package browser_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"sync"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// kept is an answer of the program, to be looked at when what made it is over.
type kept struct {
	status int
	head   http.Header
	body   []byte
}

// replaying answers as the county did, below /kept/.
func (c *county) replaying(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k, ok := c.kept[r.URL.Path]
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		for name, values := range k.head {
			w.Header()[name] = values
		}
		w.WriteHeader(k.status)
		w.Write(k.body)
	})
}

// crowd fills the writer's queue while a worker and a resident send a form, and
// keeps what they are told: a full queue is nobody else's to be looked at in.
func (c *county) crowd(ctx context.Context) error {
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	link, err := c.Auth.NewSignInLink(ctx, c.accounts["worker"].ID, time.Hour)
	if err == nil {
		err = closed(client.PostForm(c.url+"/sign-in/link", url.Values{"t": {link}}))
	}
	if err != nil {
		return err
	}
	forms := map[string]url.Values{}
	for _, path := range []string{"/r/need/new", "/p/need?c=" + c.accounts["worker"].Area} {
		r, err := client.Get(c.url + path)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(r.Body)
		if err := closed(r, err); err != nil {
			return err
		}
		form := url.Values{"category": {"elder"}, "detail": {"路灯不亮"}, "phone": {"13800002046"}}
		for _, m := range regexp.MustCompile(`name="([^"]+)" type="hidden" value="([^"]*)"|type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllSubmatch(body, -1) {
			form.Set(string(m[1])+string(m[3]), string(m[2])+string(m[4]))
		}
		forms[path] = form
	}
	time.Sleep(2100 * time.Millisecond) // no person is faster
	var waiting sync.WaitGroup
	defer waiting.Wait()
	gone, leave := context.WithCancel(ctx)
	defer leave()
	d := c.Store.DB()
	return d.Write(ctx, func(*db.Tx) error {
		defer leave()
		for range 4096 {
			waiting.Go(func() { _ = d.Write(gone, func(*db.Tx) error { return nil }) })
		}
		for d.WriterQueue() < 4096 {
			time.Sleep(time.Millisecond)
		}
		for path, form := range forms {
			to, name := "/r/need", "/kept/busy"
			if path[:3] == "/p/" {
				to, name = "/p/need", "/kept/busy-portal"
			}
			r, err := client.PostForm(c.url+to, form)
			if err != nil {
				return err
			}
			body, err := io.ReadAll(r.Body)
			if err := closed(r, err); err != nil {
				return err
			}
			if r.StatusCode != http.StatusServiceUnavailable {
				return fmt.Errorf("%s with a full queue: %s\n%.800s", to, r.Status, body)
			}
			c.kept[name] = kept{r.StatusCode, http.Header{"Content-Type": r.Header["Content-Type"], "Content-Security-Policy": r.Header["Content-Security-Policy"]}, body}
		}
		return nil
	})
}

// contested opens the form of a need that somebody else changes meanwhile, and
// saves it.
func contested(w *window) {
	w.Helper()
	ctx, reg := context.Background(), need.Needs.Register
	worker, err := w.county.Auth.ActorOf(ctx, w.county.accounts["worker"].ID)
	if err != nil {
		w.Fatal(err)
	}
	res, err := w.county.Store.Create(ctx, worker, reg, worker.Area, record.Input{"title": "想请人理发", "category": "照顾老人", "detail": "想请人上门理发"}, "")
	if err != nil {
		w.Fatal(err)
	}
	w.open(fmt.Sprintf("/r/need/%d/edit", res.ID))
	if _, err := w.county.Store.Edit(ctx, worker, reg, res.ID, res.Version, record.Input{"detail": "想请人周末上门理发"}, ""); err != nil {
		w.Fatal(err)
	}
	w.fill("detail", "想请人上门理发，两位老人")
	w.click("保存修改")
	w.says("已被改过", "周末上门", "两位老人")
}

// stray merges the department of an account into another, so that there is an
// account to be led after.
func (c *county) stray(ctx context.Context) error {
	system := store.System("demo")
	officer, err := c.Auth.ActorOf(ctx, c.accounts["officer"].ID)
	if err != nil {
		return err
	}
	var ids []int64
	for _, name := range []string{"县志愿服务办公室", "县志愿服务中心"} {
		res, err := c.Store.Create(ctx, officer, people.Units.Register, officer.Area, record.Input{"name": name, "kind": "事业单位"}, "")
		if err != nil {
			return err
		}
		ids = append(ids, res.ID)
	}
	acc := c.accounts["evaluator"]
	acc.Unit, acc.UnitName = ids[0], "县志愿服务办公室"
	if err := c.Auth.EditAccount(ctx, system, acc, "调动"); err != nil {
		return err
	}
	_, err = c.Store.Merge(ctx, officer, people.Units.Register, ids[1], ids[0], "机构改革", "")
	return err
}
