package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sanshe/internal/auth"
	"sanshe/internal/people"
	"sanshe/internal/store"
)

// withPassword gives the worker a password by a set-up code, through the page.
func (s *site) withPassword(login, password string) {
	s.Helper()
	code, err := s.App.Auth.NewSetupCode(s.Ctx(), store.System("demo"), s.accounts[login], time.Hour)
	s.Do(err)
	h := s.nobody()
	h.send(h.get("/set-up").is(200).form("/set-up").with("code", code, "password", password)).is(200).says("登录")
}

// passwordsDo lets everybody but auditors sign in without a second factor.
func (s *site) passwordsDo() {
	s.Helper()
	_, err := s.Store.Rule(s.Ctx(), store.System("test"), store.Ruling{Sort: store.OfSetting, Name: "auth.second_factor", Seen: store.AnyVersion, Rows: []store.Wanted{{Value: string(people.Auditor)}}}, "")
	s.Do(err)
}

const password = "荔城-2026-桂圆"

// Signing in goes on to where one was going, if that is here.
func TestSignIn(t *testing.T) {
	s := onSQLite(t)
	s.passwordsDo()
	s.withPassword("worker", password)
	h := s.nobody()
	h.get("/r/need?state=raised").is(http.StatusUnauthorized).says("登录")
	in := h.get("/r/need?state=raised").form("/sign-in").with("login", "worker", "password", password)
	h.send(in).to(h, "/r/need?state=raised")
	h.get("/r/need?state=raised").is(200).says("需求")
	h.send(h.get("/help").form("/sign-out")).to(h, "/sign-in")
	h.get("/inbox").says("账号", "密码")

	for _, to := range []string{"//evil.example", "https://evil.example/", "http:evil.example", `/\evil.example`, `\\evil.example`, "javascript:alert(1)", "/%09/evil.example", "///evil.example", "/\t/evil.example", "evil.example", "", "/", "@evil.example", "//evil.example/%2f.."} {
		h := s.nobody()
		p := h.send(h.get("/sign-in").form("/sign-in").with("login", "worker", "password", password, "to", to))
		at, err := url.Parse(p.head.Get("Location"))
		if p.status != http.StatusSeeOther || err != nil || at.Host != "" || at.Scheme != "" || !strings.HasPrefix(at.Path, "/") || strings.HasPrefix(strings.TrimLeft(p.head.Get("Location"), "\t\r\n "), "//") || strings.ContainsAny(p.head.Get("Location"), "\t\r\n\\") {
			t.Errorf("%q leads to %q (%d)", to, p.head.Get("Location"), p.status)
		}
	}
	cookie := ""
	last := s.nobody()
	for _, c := range last.send(last.get("/sign-in").form("/sign-in").with("login", "worker", "password", password)).head.Values("Set-Cookie") {
		cookie += c
	}
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Errorf("cookie %q", cookie)
	}
}

// Whoever tries passwords is held back, and told when to come again; nothing
// tells whether the account exists.
func TestThrottle(t *testing.T) {
	s := onSQLite(t)
	s.passwordsDo()
	s.withPassword("worker", password)
	said := map[string]string{}
	for _, login := range []string{"worker", "nobody-there"} {
		h := s.nobody()
		form := h.get("/sign-in").form("/sign-in").with("login", login, "password", "不对的密码啊啊")
		for range auth.LoginTries {
			said[login] += h.send(form).is(http.StatusUnprocessableEntity).text()
		}
		said[login] += h.send(form).is(http.StatusTooManyRequests).says("没有办成", "试的次数太多", "以后可以再试").text()
	}
	if got, want := strings.ReplaceAll(said["nobody-there"], "nobody-there", "worker"), said["worker"]; got != want {
		t.Errorf("an account that is not there is told otherwise:\n%s\n%s", got, want)
	}
	h := s.nobody()
	h.send(h.get("/sign-in").form("/sign-in").with("login", "worker", "password", password)).says("试的次数太多")
	s.Clock.Advance(20 * time.Minute)
	h.send(h.get("/sign-in").form("/sign-in").with("login", "worker", "password", password)).to(h, "/inbox")
}

// An account that is disabled is out at its next request.
func TestDisabled(t *testing.T) {
	s := onSQLite(t)
	h := s.as("worker")
	h.get("/inbox").is(200).says("待办")
	s.Do(s.App.Auth.Disable(s.Ctx(), store.System("demo"), s.accounts["worker"], "离岗"))
	h.get("/inbox").silent("待办").says("登录", "密码")
	h.post("/r/need", url.Values{"category": {"elder"}, "detail": {"x"}}).is(http.StatusUnauthorized).says("登录")
}

// A form from another site is refused, in words, and does nothing.
func TestCrossOrigin(t *testing.T) {
	s := onSQLite(t)
	h := s.as("worker")
	form := h.get("/r/need/new").form("/r/need").with("category", "elder", "detail", "x")
	for _, head := range [][]string{{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Origin", "null"}, {"Sec-Fetch-Site", "same-site"}} {
		h.post("/r/need", form.Values, head...).is(http.StatusForbidden).says("来自别的网站")
	}
	s.nobody().post("/sign-in", url.Values{"login": {"worker"}}, "Origin", "https://evil.example").is(http.StatusForbidden).says("来自别的网站")
	h.post("/r/need", form.Values, "Origin", s.url, "Sec-Fetch-Site", "same-origin").is(http.StatusSeeOther)
	h.post("/sign-out", nil, "Origin", "https://evil.example").is(http.StatusForbidden)
	h.get("/inbox").is(200).says("待办")
}

// What is personal is masked wherever it is shown; looking is on record before
// the answer leaves.
func TestReveal(t *testing.T) {
	s := onSQLite(t)
	ids := full(s)
	worker := s.as("worker")
	for _, path := range []string{"/search?q=" + canary, "/r/need?q=" + canary, "/r/person?q=" + canary, "/pick/person?q=" + canary, "/r/participation", "/inbox"} {
		p := worker.get(path).is(200)
		for _, secret := range []string{"陈" + canary, canary + "院", canary + "说", canaryPhone} {
			if strings.Contains(p.text(), secret) {
				t.Errorf("%s shows %q", path, secret)
			}
		}
	}
	worker.get("/r/person?q=" + url.QueryEscape("陈"+canary)).says("陈*") // found by the name, shown masked
	path := at(s.Store.Book().Register("need"), ids["need"])
	looks := func() int64 {
		var n int64
		s.Do(s.DB.QueryRow(s.Ctx(), "SELECT count(*) FROM audit WHERE action = 'reveal'").Scan(&n))
		return n
	}
	before := looks()
	worker.get(path).is(200).says("陈*", "139****4321").silent(canary, canaryPhone)
	shown := worker.send(worker.get(path).formField(path+"/reveal", "phone")).is(200).says("查看已记录")
	if !strings.Contains(strings.ReplaceAll(shown.text(), " ", ""), canaryPhone) || looks() != before+1 {
		t.Errorf("shown: %s; %d looks, were %d", shown.text(), looks(), before)
	}
	worker.get(path).silent(canaryPhone)
	worker.get(path+"/history").says("查看了 手机号").silent(canaryPhone, canary)
	officer := s.as("officer") // reads needs, but not who raised them
	officer.get(path).is(200).silent(canary, canaryPhone, "/reveal")
	officer.post(path+"/reveal", url.Values{"field": {"phone"}}).is(http.StatusForbidden).silent(canaryPhone)
	worker.post(path+"/reveal", url.Values{"field": {"no_such"}}).silent(canaryPhone)
	s.as("other").post(path+"/reveal", url.Values{"field": {"phone"}}).is(http.StatusNotFound)
	if looks() != before+1 {
		t.Errorf("%d looks, were %d", looks(), before)
	}
}

// What people think of the program is taken in.
func TestFeedback(t *testing.T) {
	s := onSQLite(t)
	h := s.as("org")
	h.refused(h.get("/feedback").form("/feedback"), "words", "写几句话")
	h.follow(h.get("/feedback").form("/feedback").with("words", "月报里的数又要我填一遍")).says("已收到，谢谢")
	var n int
	s.Do(s.DB.QueryRow(s.Ctx(), "SELECT count(*) FROM audit WHERE action = 'feedback'").Scan(&n))
	if n != 1 {
		t.Errorf("%d kept", n)
	}
}
