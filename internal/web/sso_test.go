package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sanshe/internal/sso"
	"sanshe/internal/store"
)

// From the first sign-in at a provider, which opens nothing, to the last.
func TestSingleSignOn(t *testing.T) {
	s, province, city := withProviders(t)

	// Somebody unknown gets a page that says what to do, and nothing is made.
	before := s.accountsAndIdentities()
	nobody := s.nobody()
	p := nobody.wander(nobody.get("/sign-in?to=/help").says("用省统一身份认证登录", "用市统一身份认证登录").link("用省统一身份认证登录"))
	p.is(200).says("还没有关联账号", "省统一身份认证", "没有新建任何东西", "设置码")
	nobody.get("/inbox").is(http.StatusUnauthorized)
	if got := s.accountsAndIdentities(); got != before {
		t.Errorf("made %v, was %v", got, before)
	}

	// Signed in by password, and with it once more, the worker links it.
	worker := s.signedIn("worker")
	f := worker.get("/me/identities").form("/me/identities/province/link")
	s.Clock.Advance(6 * time.Minute)
	worker.send(f).is(http.StatusForbidden).says("再确认一次是您本人")
	s.Clock.Advance(-6 * time.Minute)
	worker.link("province").is(200).says("已关联省统一身份认证", "解除关联")

	// Now it opens a session, and goes on to where one was going.
	again := s.nobody()
	again.wander(again.get("/r/need?state=raised").is(http.StatusUnauthorized).link("用省统一身份认证登录")).is(200).says("需求")
	again.get("/me/identities").says("现在这次登录就是用它进来的")

	// The keys change while somebody is on the way, and between sign-ins.
	other := s.nobody()
	s.Clock.Advance(11 * time.Second)
	away := other.get("/sso/province").head.Get("Location")
	province.tell("/test/rotate")
	other.wander(away).is(200).says("待办")

	// The same subject at another provider is somebody else.
	elsewhere := s.nobody()
	elsewhere.wander("/sso/city").says("还没有关联账号", "市统一身份认证")
	city.as("c-1")
	worker.link("city").is(200).says("已关联市统一身份认证")
	s.nobody().wander("/sso/city").is(200).says("待办")
	// One identity is one account.
	s.signedIn("other").link("city").is(http.StatusConflict).says("已经关联了另一个账号")

	// Signing out offers to sign out there; whoever does is out everywhere.
	gone := again.send(again.get("/help").form("/sign-out")).is(200).says("已退出本系统", "可能还登录着").link("也退出省统一身份认证")
	again.get("/inbox").is(http.StatusUnauthorized)
	ask := again.wander(gone)
	xsrf := regexp.MustCompile(`name="xsrf" value="(\w+)"`).FindStringSubmatch(ask.body)
	if xsrf == nil {
		t.Fatal(ask.status, ask.body)
	}
	third := &hand{s, again.Client, "the same browser"} // signed in once more before saying yes there
	third.wander("/sso/province").says("待办")
	res, err := again.Client.PostForm(province.Issuer+"/session/end/confirm", url.Values{"xsrf": {xsrf[1]}, "logout": {"yes"}})
	s.Do(err)
	res.Body.Close()
	if at := res.Header.Get("Location"); at != s.url+"/sign-in" {
		t.Errorf("after signing out there: %d to %q", res.StatusCode, at)
	}
	third.get("/inbox").is(http.StatusUnauthorized) // the provider told us
	worker.get("/inbox").is(200)                    // by password, and so none of its business

	// Unlinked, it opens nothing, and what it had opened is closed.
	by := s.nobody()
	by.wander("/sso/city").says("待办")
	card := worker.get("/me/identities").says("市统一身份认证")
	unlink := regexp.MustCompile(`/me/identities/\d+/unlink`).FindAllString(card.body, -1)
	if len(unlink) != 2 {
		t.Fatal(unlink)
	}
	for _, at := range unlink {
		worker.follow(card.form(at)).says("已解除关联")
	}
	by.get("/inbox").is(http.StatusUnauthorized)
	by.wander("/sso/city").says("还没有关联账号")
}

// Answers that are used, another's, or forged open nothing.
func TestSingleSignOnMisused(t *testing.T) {
	s, province, city := withProviders(t)
	s.signedIn("worker").link("province").says("已关联")

	// Each tab has its own attempt; each attempt is good once, in its browser.
	h := s.nobody()
	callback := func(away string) string {
		t.Helper()
		for range 9 {
			res, err := h.Client.Get(away)
			s.Do(err)
			res.Body.Close()
			at, err := res.Request.URL.Parse(res.Header.Get("Location"))
			s.Do(err)
			if away = at.String(); strings.HasPrefix(away, s.url) {
				return strings.TrimPrefix(away, s.url)
			}
		}
		t.Fatal("not back")
		return ""
	}
	one, two := h.get("/sso/province?to=/help").head.Get("Location"), h.get("/sso/province").head.Get("Location")
	first, second := callback(one), callback(two)
	victim := s.nobody()
	victim.get(second).is(http.StatusForbidden).says("不是在这个浏览器里开始的") // login CSRF
	h.get(second).to(h, "/inbox")
	h.get(first).to(h, "/help")
	h.get(first).is(http.StatusForbidden).says("已用过")
	victim.get("/inbox").is(http.StatusUnauthorized)

	// With its cookie kept, the provider itself knows a used code.
	keep := h.get("/sso/province")
	third := callback(keep.head.Get("Location"))
	h.get(third).to(h, "/inbox")
	jar, err := url.Parse(s.url)
	s.Do(err)
	h.Client.Jar.SetCookies(jar, (&http.Response{Header: keep.head}).Cookies())
	h.get(third).is(http.StatusForbidden).says("没有通过核对")

	// The answer of one provider is not another's (mix-up).
	mixed := callback(h.get("/sso/province").head.Get("Location"))
	h.get(strings.Replace(mixed, "/sso/province/", "/sso/city/", 1)).is(http.StatusForbidden)
	fresh := callback(h.get("/sso/province").head.Get("Location"))
	h.get(strings.Replace(fresh, url.QueryEscape(province.Issuer), url.QueryEscape(city.Issuer), 1)).is(http.StatusForbidden).says("没有通过核对")

	// Not wanted there, and leading elsewhere.
	province.as("")
	out := s.nobody()
	out.wander("/sso/province").is(http.StatusForbidden).says("没有登录成", "账号密码", "再试一次")
	province.as("u-17")
	for _, to := range []string{"https://evil.example/", "//evil.example", `/\evil.example`} {
		b := s.nobody()
		b.wander("/sso/province?to=" + url.QueryEscape(to)).is(200).says("待办")
	}

	// Linking is for the session that began it.
	worker, thief := s.signedIn("worker"), s.signedIn("other")
	f := worker.get("/me/identities").form("/me/identities/city/link")
	city.as("c-9")
	away := worker.send(f).link("去登录")
	worker.send(worker.get("/help").form("/sign-out"))
	worker.who = "other"
	worker.signIn()
	worker.wander(away).is(http.StatusForbidden).says("没有关联")
	thief.get("/me/identities").silent("解除关联")

	// Stopped here is stopped, whatever the provider says.
	s.Do(s.App.Auth.Disable(s.Ctx(), store.System("cli"), s.accounts["worker"], "离岗"))
	s.nobody().wander("/sso/province").is(http.StatusForbidden).says("已停用")

	// Too late.
	late := callback(h.get("/sso/province").head.Get("Location"))
	s.Clock.Advance(11 * time.Minute)
	h.get(late).is(http.StatusForbidden).says("已过期")
}

// Somebody without a password links by a set-up code. A form that was
// interrupted is sent on after signing in in another tab.
func TestSingleSignOnWithoutPassword(t *testing.T) {
	s, province, city := withProviders(t)
	province.as("town-1")
	code, err := s.App.Auth.NewSetupCode(s.Ctx(), store.System("cli"), s.accounts["town"], time.Hour)
	s.Do(err)
	h := s.nobody()
	f := h.wander("/sso/province").says("还没有关联账号").form("/sign-in/identity")
	h.send(f.with("code", "AAAA")).is(http.StatusUnprocessableEntity).says("不对、已用过或已过期")
	h.send(f.with("code", code)).to(h, "/inbox")
	h.get("/inbox").is(200).says("待办")
	h.send(f.with("code", code)).is(http.StatusForbidden)

	// For what is important they prove themselves where they signed in; what was
	// asked for waits.
	town := s.nobody()
	town.wander("/sso/province").says("待办")
	ask := town.get("/me/identities").form("/me/identities/city/link")
	sure := town.send(ask).is(http.StatusForbidden).says("再确认一次是您本人", "没有密码")
	town.send(sure.form("/sure")).is(http.StatusUnprocessableEntity).says("还没有确认")
	town.wander(sure.link("再登录一次")).is(200).says("已确认是您本人")
	town.wander(town.send(sure.form("/sure")).is(200).link("去登录")).says("已关联市统一身份认证")
	city.as("town-2")

	// The administrator sees what is linked, and ends it.
	admin := s.as("admin")
	at := fmt.Sprintf("/accounts/%d/signing-in", s.accounts["town"])
	p := admin.get(at).is(200).says("省统一身份认证", "town-1", "市统一身份认证")
	ends := regexp.MustCompile(`/accounts/\d+/identities/\d+/end`).FindAllString(p.body, -1)
	for _, end := range ends {
		admin.follow(p.form(end)).says("已解除关联")
	}
	town.get("/inbox").is(http.StatusUnauthorized)
	admin.get(at).silent("town-1")

	late := s.nobody()
	lost := late.post("/feedback", url.Values{"words": {"月报里的数又要我填一遍"}}).is(http.StatusUnauthorized).says("在新标签页里登录")
	late.send(lost.form("/sign-in/resume")).is(http.StatusUnprocessableEntity).says("还没有登录")
	province.as("u-9")
	s.signedIn("worker").link("province")
	late.wander(lost.link("用省统一身份认证登录")).says("待办")
	late.follow(late.send(lost.form("/sign-in/resume")).is(200).form("/feedback")).says("已收到")
}

func (s *site) accountsAndIdentities() (n [2]int) {
	s.Helper()
	s.Do(s.DB.QueryRow(s.Ctx(), "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM identity)").Scan(&n[0], &n[1]))
	return n
}

// A provider that is down keeps nobody from signing in by password.
func TestProviderDown(t *testing.T) {
	s := onSQLite(t)
	s.served(func(base string) []*sso.Provider {
		return []*sso.Provider{sso.New(sso.Settings{Key: "province", Name: "省统一身份认证", Issuer: "http://127.0.0.1:1", ClientID: "sanshe"}, base, "", s.Clock)}
	})
	s.passwordsDo()
	s.withPassword("worker", password)
	h := s.nobody()
	h.wander(h.get("/sign-in").link("用省统一身份认证登录")).is(http.StatusServiceUnavailable).says("现在连不上", "账号密码").link("回到登录页")
	h.get("/sso/province/callback?state=x&code=y").is(http.StatusForbidden).says("不是在这个浏览器里开始的")
	h.get("/sso/nobody").is(http.StatusNotFound)
	h.get("/sign-in/identity").is(http.StatusForbidden)
	h.post("/sso/province/logout", url.Values{"logout_token": {"x"}}).is(http.StatusServiceUnavailable)
	worker := s.signedIn("worker")
	worker.get("/me/identities").is(200).says("关联省统一身份认证")
	worker.send(worker.get("/me/identities").form("/me/identities/province/link")).is(http.StatusServiceUnavailable).says("现在连不上")
	for range 200 {
		h.get("/sso/province")
	}
	h.get("/sso/province").is(http.StatusTooManyRequests).says("点得太快")
}
