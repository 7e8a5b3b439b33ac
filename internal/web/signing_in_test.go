package web_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/auth"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// code gives what an authenticator shows that was given the key on a page.
func (s *site) code(key string) string {
	s.Helper()
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(key, " ", ""))
	s.Do(err)
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(s.Clock.Now().Unix()/30)))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

var typedKey = regexp.MustCompile(`(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}`)

// Signing in with a second factor, from the first day on, without script.
func TestSecondPage(t *testing.T) {
	each(t, func(s *site) {
		s.withPassword("worker", password)
		h := s.nobody()
		p := h.send(h.get("/r/need").is(http.StatusUnauthorized).form("/sign-in").with("login", "worker", "password", password)).is(200).says("设置二次验证", "扫这个二维码", "手动输入")
		if !strings.Contains(p.body, "<svg") {
			t.Error("nothing to scan")
		}
		key := typedKey.FindString(p.text())
		h.get("/inbox").is(http.StatusUnauthorized) // half signed in is not signed in
		wrong := h.send(p.form("/sign-in/enrol").with("code", "000000")).is(http.StatusUnprocessableEntity).says("不对；请填手机上", key)
		shown := h.send(wrong.form("/sign-in/enrol").with("code", s.code(key))).is(200).says("恢复码", "只显示这一次")
		codes := regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`).FindAllString(shown.text(), -1)
		if len(codes) != 10 {
			t.Errorf("recovery codes %q", codes)
		}
		h.send(shown.form("/sign-in/resume")).to(h, "/r/need")
		h.get("/account").is(200).says("我的登录", "已设置", "还有 10 个恢复码", "就是这一处")
		h.send(h.get("/account").form("/sign-out"))

		p = h.send(h.get("/sign-in?to=/r/activity").form("/sign-in").with("login", "worker", "password", password)).is(200).says("再填一个验证码").silent("设置二次验证")
		h.send(p.form("/sign-in/code").with("code", s.code(key))).is(http.StatusUnprocessableEntity).says("已经用过")
		s.Clock.Advance(time.Minute)
		h.send(p.form("/sign-in/code").with("code", s.code(key))).to(h, "/r/activity")
		h.send(p.form("/sign-in/code").with("code", codes[0])).is(http.StatusUnprocessableEntity).says("请从头登录", "账号", "密码")

		other := s.nobody() // a telephone left at home
		p = other.send(other.get("/sign-in").form("/sign-in").with("login", "worker", "password", password))
		other.send(p.form("/sign-in/code").with("code", codes[4])).to(other, "/inbox")
		h.follow(h.get("/account").says("还有 9 个恢复码").form("/account/sessions/end")).says("已结束其他 1 处登录")
		other.get("/inbox").is(http.StatusUnauthorized).says("登录")

		admin := s.as("admin")
		at := fmt.Sprintf("/accounts/%d", s.accounts["worker"])
		reset := admin.get(at+"/signing-in").is(200).says("王雪梅的登录情况", "已设置").silent("登录时间").form(at + "/factor/reset")
		admin.send(reset).is(http.StatusUnprocessableEntity).says("怎样确认是本人")
		admin.follow(reset.with("reason", "手机丢了，当面核对")).says("已重置二次验证", "没有设置")
		h.get("/inbox").is(http.StatusUnauthorized)
	})
}

// approving opens a Party organisation that waits for approval, and the form of it.
func (s *site) approving() (path string, values []string) {
	s.Helper()
	id := s.Make(s.Officer(), party.PartyOrgs.Register, County, record.Input{"name": "中共理发协会支部委员会", "kind": "党支部", "state": "筹建"})
	return at(party.PartyOrgs.Register, id) + "/do/found", []string{"founded_on", "2026-02-27", "_note", "批复见附件 <b>&amp;\n第二行"}
}

// What asks for proof asks for it, keeps what was typed and then does it, once.
func TestSure(t *testing.T) {
	each(t, func(s *site) {
		s.passwordsDo()
		s.withPassword("officer", password)
		h := s.nobody()
		h.send(h.get("/sign-in").form("/sign-in").with("login", "officer", "password", password)).to(h, "/inbox")
		path, values := s.approving()
		form := h.get(path).is(200).form(path).with(values...)
		s.Clock.Advance(6 * time.Minute)
		asked := h.send(form).is(http.StatusForbidden).says("再确认一次是您本人", "批复成立", "刚才填的都还在")
		sure := asked.form("/sure")
		wrong := h.send(sure.with("code", "不对的密码啊啊")).is(http.StatusUnprocessableEntity).says("和现在的密码不一样", "批复成立")

		// Nobody has anything confirmed but what was asked for here.
		for name, value := range map[string]string{"body": sure.Get("body") + "&x=1", "to": "/r/party_org/1/do/dissolve", "method": "GET", "what": "看一看", "mark": "x"} {
			bad := wrong.form("/sure").with("code", password, name, value)
			h.send(bad).is(http.StatusForbidden).says("没有办")
		}
		other := s.as("officer")
		other.send(sure.with("code", password)).is(http.StatusForbidden).says("没有办")

		h.follow(wrong.form("/sure").with("code", password)).is(200).says("已批复成立", "2026-02-27", "第二行")
		h.send(wrong.form("/sure").with("code", password)).is(http.StatusSeeOther) // sent again it is still one

		s.Clock.Advance(6 * time.Minute)
		h.get(strings.Replace(path, "found", "dissolve", 1)).is(http.StatusForbidden).says("再确认一次是您本人") // before the form is filled in
		s.Clock.Advance(-time.Minute)

		link := s.as("worker") // demonstrations press a button
		s.Clock.Advance(6 * time.Minute)
		ask := link.get("/r/need/export.xlsx?_why=test&state=raised").is(http.StatusForbidden).says("导出需求", "演示账号没有密码")
		begun := link.send(ask.form("/sure")).is(200).says("马上开始下载", "点这里下载")
		if begun.head.Get("Refresh") != "0; url=/r/need/export.xlsx?_why=test&state=raised" {
			t.Errorf("refresh %q", begun.head.Get("Refresh"))
		}
		if p := link.get("/r/need/export.xlsx?_why=test&state=raised"); p.status != 200 || !strings.HasPrefix(p.body, "PK") {
			t.Errorf("no file: %d", p.status)
		}
		for action, want := range map[string]int64{"proof": 3, "found": 1} {
			var n int64
			s.Do(s.DB.QueryRow(s.Ctx(), "SELECT count(*) FROM audit WHERE action = ?", action).Scan(&n))
			if n != want {
				t.Errorf("%s: %d times in the audit, want %d", action, n, want)
			}
		}
	})
}

// A session that ends while proof is asked for loses nothing.
func TestSureExpired(t *testing.T) {
	s := onSQLite(t)
	s.passwordsDo()
	s.withPassword("officer", password)
	h := s.nobody()
	h.send(h.get("/sign-in").form("/sign-in").with("login", "officer", "password", password))
	path, values := s.approving()
	form := h.get(path).form(path).with(values...)
	s.Clock.Advance(6 * time.Minute)
	sure := h.send(form).is(http.StatusForbidden).form("/sure")
	s.Clock.Advance(auth13h)
	in := h.send(sure.with("code", password)).is(http.StatusUnauthorized).says("刚才填的都还在")
	on := h.send(in.form("/sign-in").with("login", "officer", "password", password)).is(200).says("接着提交")
	h.follow(on.form(path)).is(200).says("已批复成立", "第二行")
}

// A token refuses each thing it was not made for, in each register, and nothing else.
func TestTokenScopes(t *testing.T) {
	s := onSQLite(t)
	ids := full(s)
	account, err := s.App.Auth.CreateAccount(s.Ctx(), store.System("cli"), auth.Account{Login: "machine", Name: "数据交换", Area: County, OwnsRegister: "social_worker", Owns: ids["social_worker"]})
	s.Do(err)
	for _, r := range people.Roles() {
		_, err := s.App.Auth.Grant(s.Ctx(), store.System("cli"), auth.Grant{Holder: auth.ToAccount, HolderID: account, Role: r})
		s.Do(err)
	}
	h := s.nobody()
	without := func(left record.Scope) record.Limits {
		var l record.Limits
		for _, scope := range record.Scopes {
			if scope != left {
				l.Scopes = append(l.Scopes, scope)
			}
		}
		return l
	}
	type ask struct {
		need         record.Scope
		method, path string
	}
	asks := []ask{{record.ToCount, "GET", "figures"}, {record.ToCount, "GET", "figures/party.base"}}
	for _, reg := range s.Store.Book().Registers {
		one := fmt.Sprintf("%s/%d", reg.Name, ids[reg.Name])
		asks = append(asks, ask{record.ToRead, "GET", reg.Name}, ask{record.ToRead, "GET", one}, ask{record.ToRead, "GET", one + "/passages"}, ask{record.ToRead, "GET", one + "/history"},
			ask{record.ToWrite, "POST", reg.Name}, ask{record.ToWrite, "PATCH", one}, ask{record.ToWrite, "POST", one + "/void"})
		for _, st := range reg.Steps {
			if st.ByCode {
				continue
			}
			need := record.ToWrite
			if st.NeedsProof {
				need = record.ToApprove
			}
			asks = append(asks, ask{need, "POST", one + "/" + st.Name})
		}
	}
	by := func(only record.Limits) func(ask) *page {
		token, err := s.App.Auth.NewToken(s.Ctx(), &record.Actor{Via: "cli"}, account, "试", only, s.Clock.Now().Add(time.Hour))
		s.Do(err)
		return func(a ask) *page {
			body := "{}"
			if strings.HasSuffix(a.path, "/void") {
				body = `{"reason":"试"}`
			}
			return h.ask(a.method, "/api/v1/"+a.path, "application/json", strings.NewReader(body), "Authorization", "Bearer "+token, "If-Match", `"99999"`)
		}
	}
	whole := by(record.Limits{Scopes: record.Scopes})
	for _, left := range record.Scopes {
		lacking := by(without(left))
		for _, a := range asks {
			limited := func(p *page) bool {
				return p.status == http.StatusNotFound && a.need == record.ToRead || p.status == http.StatusForbidden && (a.need == record.ToRead || strings.Contains(p.body, "令牌的范围"))
			}
			if got := limited(lacking(a)); left == a.need && !got {
				t.Errorf("without %s, %s %s: %d %s", left, a.method, a.path, lacking(a).status, lacking(a).body)
			} else if left != a.need && left != record.ToRead && got {
				t.Errorf("without %s, %s %s is refused", left, a.method, a.path)
			}
			if limited(whole(a)) {
				t.Errorf("with everything, %s %s is refused", a.method, a.path)
			}
		}
	}
	needs := by(record.Limits{Scopes: record.Scopes, Registers: []string{"need"}})
	for _, a := range asks {
		p := needs(a)
		inside := strings.HasPrefix(a.path, "need") || a.need == record.ToCount
		if out := p.status == http.StatusNotFound || p.status == http.StatusForbidden; out == inside {
			t.Errorf("for needs alone, %s %s: %d", a.method, a.path, p.status)
		}
	}
}

// Making a token shows it once; what it may do is said, and it can be ended.
func TestTokenPage(t *testing.T) {
	s := onSQLite(t)
	h := s.as("worker")
	form := h.get("/account/tokens/new").is(200).form("/account/tokens")
	h.send(form.with("name", "", "days", "x")).is(http.StatusUnprocessableEntity).says("至少选一项")
	form = h.get("/account/tokens/new").form("/account/tokens").with("name", "取数", "days", "30")
	form.Values["scopes"], form.Values["registers"] = []string{"read", "figures"}, []string{"need"}
	shown := h.send(form).is(200).says("只显示这一次", "读取、指标；只限需求")
	token := regexp.MustCompile(`sst_[\w-]+`).FindString(shown.text())
	ask := func() *page {
		return s.nobody().ask("GET", "/api/v1/need", "", nil, "Authorization", "Bearer "+token)
	}
	ask().is(200)
	list := h.get("/account").is(200).says("取数").silent(token)
	end := regexp.MustCompile(`/account/tokens/\d+/end`).FindString(list.body)
	h.follow(list.form(end)).says("已撤销令牌").silent("取数")
	ask().is(http.StatusUnauthorized)
	s.Clock.Advance(6 * time.Minute)
	h.send(form).is(http.StatusForbidden).says("再确认一次是您本人")
	s.as("other").post(end, url.Values{}).is(http.StatusForbidden)
}
