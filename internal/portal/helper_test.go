package portal_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/place"
	"sanshe/internal/portal"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// config is the portal as the assembly sets it up.
func config(w *apptest.World, look *ui.UI) portal.Config {
	office := w.Officer()
	days := func(ctx context.Context, name, area string) string {
		s, err := w.Store.Setting(ctx, name, area, w.Store.Today())
		if err != nil {
			return ""
		}
		return s.Value + " 个工作日内"
	}
	return portal.Config{
		Store: w.Store, UI: look, Base: "https://hj.example/x",
		Need: need.Needs.Register, Opinion: service.Opinions.Register, CategoryList: "need_category",
		Tiles: map[string]portal.Tile{"elder": {Icon: "old", Chapter: 1}, "child": {Icon: "kid", Chapter: 4}, "health": {Icon: "care", Chapter: 3},
			"environment": {Icon: "leaf", Chapter: 2}, "mediation": {Icon: "talk", Chapter: 4}, "culture": {Icon: "art", Chapter: 3}},
		Promise: func(ctx context.Context, area string) string { return days(ctx, "need.answer_days", area) },
		CallBack: func(ctx context.Context, area, level string) string {
			if level > "2" {
				return ""
			}
			return days(ctx, "opinion.call_days", area) + "会有人回访"
		},
		Community: func(ctx context.Context, code string) (string, string, error) {
			if code == apptest.Elsewhere {
				return "", "", fault.New(fault.Refused, "临港社区已并入别的社区，选现在的社区")
			}
			c, err := store.First(ctx, w.Store.Reader(office), place.Communities, func(_ *place.Community, q *store.Where) { q.Below(code) })
			if err == nil && (c == nil || c.Area != code) {
				err = fault.New(fault.NotFound, "没有这个社区")
			}
			if err != nil {
				return "", "", err
			}
			return c.Name, c.Phone, nil
		},
		Communities: func(ctx context.Context) (out []record.Option, err error) {
			list, err := store.Find(ctx, w.Store.Reader(office), place.Communities, nil)
			for _, c := range list {
				out = append(out, record.Option{Value: c.Area, Label: c.Name})
			}
			return out, err
		},
		Words: map[string]string{
			"raised": "已提交", "verified": "社区已受理", "no_resource": "暂时没有合适的人手，已记下", "arranged": "已找好人，等上门服务",
			"served": "服务做完了，等您确认", "closed": "办好了", "refused": "这件不能受理", "transferred": "转给别的部门办",
			"merged": "和同样的事并在一起办", "withdrawn": "您撤回了", "confirm": "您确认办好了",
			"reopen": "您说还没办好，重新安排", "lapse": "没有等到您的答复，先办结了", "unarrange": "原来找的人没有谈成，重新安排",
		},
		Path: []portal.Stage{
			{State: "raised", Label: "提交"}, {State: "verified", Label: "社区联系您"},
			{State: "arranged", Label: "安排服务", Note: "找合适的社会组织或志愿者"}, {State: "served", Label: "上门服务"},
			{State: "closed", Label: "请您确认、评价", Note: "不满意会有人回访"},
		},
		Offers: []portal.Offer{
			{Step: "confirm", Label: "办好了", Main: true},
			{Step: "reopen", Label: "还没办好", Ask: "哪里还没办好", Send: "请社区重办"},
			{Step: "withdraw", Label: "不用办了，撤回", Says: "撤回以后不再办理。以后还需要，可以再提一件。", Send: "撤回"},
		},
		Reasons: []string{"refuse", "transfer", "lack"},
		RateIn:  []string{"served", "closed"},
	}
}

// town is a county with a portal, and somebody in front of it.
type town struct {
	*apptest.World
	look *ui.UI
	url  string
	*http.Client
}

func open(w *apptest.World, change func(*portal.Config)) *town {
	w.Helper()
	t := &town{World: w, look: ui.New("/x")}
	for _, c := range [][3]string{{apptest.Community, "滨江社区", "0830-5262345"}, {apptest.Community2, "渡口社区", ""}, {apptest.Elsewhere, "临港社区", ""}} {
		w.Make(w.Officer(), place.Communities.Register, c[0], record.Input{"name": c[1], "phone": c[2]})
	}
	cfg := config(w, t.look)
	if change != nil {
		change(&cfg)
	}
	mux := http.NewServeMux()
	mux.Handle("/p/", portal.New(cfg))
	mux.Handle("/assets/", t.look.Assets())
	s := httptest.NewServer(http.StripPrefix("/x", mux))
	w.Cleanup(s.Close)
	t.url = s.URL + "/x"
	t.newPhone()
	return t
}

// newPhone is another telephone: no cookies.
func (t *town) newPhone() {
	jar, _ := cookiejar.New(nil)
	t.Client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// page is an answer.
type page struct {
	status int
	head   http.Header
	body   string
}

func (t *town) do(method, path string, form url.Values, head ...string) page {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Ctx(), method, t.url+path, strings.NewReader(form.Encode()))
	t.World.Do(err)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(head); i += 2 {
		req.Header.Set(head[i], head[i+1])
	}
	res, err := t.Client.Do(req)
	t.World.Do(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	t.World.Do(err)
	p := page{res.StatusCode, res.Header, string(b)}
	if res.StatusCode != http.StatusSeeOther && strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		for _, wrong := range problems(p.body) {
			t.Errorf("%s %s: %s", method, path, wrong)
		}
	}
	return p
}

func (t *town) get(path string) page { t.Helper(); return t.do("GET", path, nil) }
func (t *town) post(path string, form url.Values) page {
	t.Helper()
	return t.do("POST", path, form)
}

// next gives where an answer sends on to, below the base path.
func (p page) next(t testing.TB) string {
	t.Helper()
	to, ok := strings.CutPrefix(p.head.Get("Location"), "/x")
	if p.status != http.StatusSeeOther || !ok {
		t.Fatalf("status %d, location %q\n%s", p.status, p.head.Get("Location"), p.text())
	}
	return to
}

var (
	tags   = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
	keys   = regexp.MustCompile(`name="_key" value="([^"]+)"`)
)

// text gives the words of a page.
func (p page) text() string { return spaces.ReplaceAllString(tags.ReplaceAllString(p.body, " "), " ") }

func (p page) has(t testing.TB, parts ...string) {
	t.Helper()
	for _, s := range parts {
		if !strings.Contains(p.body, s) {
			t.Errorf("the page (%d) lacks %q:\n%s", p.status, s, p.text())
		}
	}
}

func (p page) hasNot(t testing.TB, parts ...string) {
	t.Helper()
	for _, s := range parts {
		if strings.Contains(p.body, s) {
			t.Errorf("the page shows %q:\n%s", s, p.text())
		}
	}
}

func (p page) key(t testing.TB) string {
	t.Helper()
	m := keys.FindStringSubmatch(p.body)
	if m == nil {
		t.Fatalf("no form on the page (%d):\n%s", p.status, p.text())
	}
	return m[1]
}

// The words of the canaries must never be seen on a public page, but in the
// form that they were typed into.
const (
	canaryDetail = "我妈八十二岁，金丝雀说的原话"
	canaryPhone  = "13800002046"
	canaryWhom   = "金丝雀的母亲"
)

func filled(key string) url.Values {
	return url.Values{"_key": {key}, "c": {apptest.Community}, "category": {"elder"}, "detail": {canaryDetail}, "phone": {canaryPhone}, "proxy": {"1"}, "for_whom": {canaryWhom}}
}

// file fills in the form and gives the address of the receipt.
func (t *town) file(change func(url.Values)) string {
	t.Helper()
	form := filled(t.get("/p/need?c=" + apptest.Community).key(t))
	if change != nil {
		change(form)
	}
	t.Clock.Advance(20 * time.Second)
	return t.post("/p/need", form).next(t)
}
