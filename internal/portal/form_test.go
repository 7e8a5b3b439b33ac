package portal_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sanshe/internal/apptest"
	"sanshe/internal/portal"
)

// Whatever is wrong with a form, it comes back with everything that was typed,
// the same words above it and beside the field, and the focus on them.
func TestFormComesBack(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	long := strings.Repeat("长", 10_001)
	for _, c := range []struct {
		name  string
		field string // where it is said; "" for the form as a whole
		want  string
		set   map[string]string
	}{
		{"nothing chosen", "category", "选一个最接近的；拿不准就选“说不准，直接写”", map[string]string{"category": ""}},
		{"a category that is none", "category", "选一个最接近的；拿不准就选“说不准，直接写”", map[string]string{"category": "<script>"}},
		{"nothing said", "detail", "写一两句：什么人、什么事", map[string]string{"detail": " \n　"}},
		{"10,001 characters", "detail", "“具体说说”有 10001 个字，最多 10000 个字，请删短", map[string]string{"detail": long}},
		{"a character that turns the writing", "detail", "“具体说说”第 3 个字符看不见，会让文字显示错乱（U+202E），请删去这里的内容重新输入", map[string]string{"detail": "我妈\u202e想理发"}},
		{"a control character", "detail", "“具体说说”第 3 个字符看不见，会让文字显示错乱（U+0000），请删去这里的内容重新输入", map[string]string{"detail": "我妈\x00想理发"}},
		{"bytes that are no text", "detail", "“具体说说”第 3 个字符是乱码，请删去这里的内容重新输入", map[string]string{"detail": "我妈\xff\xfe"}},
		{"no telephone and no word of it", "phone", "写下手机号，或者勾选不留电话", map[string]string{"phone": ""}},
		{"a telephone and none", "phone", "写了号码，又勾了不留电话：留一样就行", map[string]string{"none": "1"}},
		{"ten digits", "phone", "手机号应为 11 位，现在是 10 位", map[string]string{"phone": "1380000204"}},
		{"no digits", "phone", "", map[string]string{"phone": "我没有电话😀"}},
		{"for whom, too long", "for_whom", "“替谁提出”有 201 个字，最多 200 个字，请删短", map[string]string{"for_whom": strings.Repeat("娘", 201)}},
		{"no community", "c", "选您所在的社区", map[string]string{"c": ""}},
		{"a community that is not there", "c", "选您所在的社区", map[string]string{"c": "510522009009"}},
		{"a community that is no code", "c", "选您所在的社区", map[string]string{"c": "' OR 1=1 --\xff"}},
		{"a community that was closed", "c", "临港社区已并入别的社区，选现在的社区", map[string]string{"c": apptest.Elsewhere}},
		{"a box nobody sees", "", "有一格看不见的被自动填上了，已经清空。再按一次“提交”就行", map[string]string{"website": "http://spam.example"}},
		{"no key", "", "这一页放得太久了。写好的都在，再按一次“提交”就行", map[string]string{"_key": ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v.newPhone()
			form := filled(v.get("/p/need").key(t))
			for name, value := range c.set {
				form.Set(name, value)
			}
			w.Clock.Advance(time.Minute)
			p := v.post("/p/need", form)
			if p.status != http.StatusUnprocessableEntity {
				t.Fatalf("status %d", p.status)
			}
			said := html.EscapeString(c.want)
			if n := strings.Count(p.body, said); c.want != "" && (c.field == "" && n != 1 || c.field != "" && n != 2) {
				t.Errorf("%q is said %d times:\n%s", c.want, n, p.text())
			}
			if c.field != "" {
				p.has(t, `href="#f-`+c.field+`"`, `id="f-`+c.field+`-err"`)
			}
			p.has(t, "<title>错误：", `role="alert"`, "autofocus", "还差 1 处没填好")
			for name, value := range map[string]string{"detail": canaryDetail, "phone": canaryPhone, "for_whom": canaryWhom} {
				if set, changed := c.set[name]; changed {
					value = strings.ToValidUTF8(set, "\uFFFD")
				}
				p.has(t, html.EscapeString(strings.ReplaceAll(value, "\x00", "\uFFFD")))
			}
			if c.set["_key"] == "" && c.name != "no key" && p.key(t) != form.Get("_key") {
				t.Error("the form came back with another key")
			}
		})
	}
	if n := apptestNeeds(v); n != 0 {
		t.Errorf("%d needs were kept", n)
	}
}

// What is odd but honest is kept.
func TestFormTakes(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	for name, set := range map[string]map[string]string{
		"a long name":         {"for_whom": "买买提·阿卜杜热依木·吾买尔江·艾合买提·伊斯拉木的妈"},
		"rare characters":     {"for_whom": "𬭚㼆"},
		"emoji":               {"detail": "想请人理发👨‍👩‍👧‍👦，谢谢🙏"},
		"10,000 characters":   {"detail": strings.Repeat("长", 10_000)},
		"no telephone":        {"phone": "", "none": "1"},
		"a telephone, spaced": {"phone": "１３８ 0000-2046"},
		"markup":              {"detail": "</textarea><script>alert(1)</script>"},
		"not for another":     {"proxy": "", "for_whom": ""},
	} {
		t.Run(name, func(t *testing.T) {
			at := v.file(func(form url.Values) {
				for k, s := range set {
					form.Set(k, s)
				}
			})
			v.get(at).has(t, "滨江社区已收到")
		})
	}
}

// The switch to large letters loses nothing that was typed, and is remembered.
func TestLargeKeepsWhatWasTyped(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	first := v.get("/p/need?c=" + apptest.Community)
	first.has(t, `formaction="/x/p/need?size=large"`, ">大字<")
	form := filled(first.key(t))
	form.Set("phone", "")
	p := v.post("/p/need?size=large", form)
	p.has(t, `data-size="large"`, ">标准字<", canaryDetail, canaryWhom)
	p.hasNot(t, "还差")
	if p.status != http.StatusOK || p.key(t) != form.Get("_key") {
		t.Errorf("status %d", p.status)
	}
	v.get("/p/progress").has(t, `data-size="large"`)
	v.get("/p/privacy").has(t, `href="/x/p/privacy?size=standard"`)
}

// Community by QR code, by cookie, by choice; a wrong code is asked about.
func TestWhichCommunity(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	v.get("/p/").has(t, "您在哪个社区", "滨江社区", "渡口社区")
	v.get("/p/need").has(t, "您在哪个社区")
	v.get("/p/need?c="+apptest.Community2).has(t, "渡口社区", `name="c" value="`+apptest.Community2+`"`)
	v.get("/p/need").has(t, "渡口社区")
	v.get("/p/").has(t, "换一个社区")
	v.get("/p/?c=").has(t, "您在哪个社区")
	for code, want := range map[string]string{"510522009009": "没有找到二维码里的社区", "510522": "没有找到二维码里的社区", "x%ff": "没有找到二维码里的社区", apptest.Elsewhere: "临港社区已并入别的社区"} {
		for _, path := range []string{"/p/need", "/p/"} {
			v.get(path+"?c="+code).has(t, want, "您在哪个社区")
		}
	}
}

// Programs are asked once more, limits are kind, and nothing typed is lost.
func TestLimits(t *testing.T) {
	w := apptest.OnSQLite(t)
	left := map[string]int{}
	v := open(w, func(c *portal.Config) {
		c.Address = func(r *http.Request) string { return r.Header.Get("Test-From") }
		c.Limit = func(key string) (bool, time.Duration) {
			left[key]++
			return left[key] <= 3, 90 * time.Second
		}
	})
	form := filled(v.get("/p/need?c=" + apptest.Community).key(t))
	v.post("/p/need", form).has(t, "交得太快")
	w.Clock.Advance(10 * time.Second)
	first := v.post("/p/need", form).next(t)
	for range 2 {
		v.post("/p/need", form).next(t)
	}
	p := v.post("/p/need", form)
	p.has(t, canaryDetail, canaryPhone, "这会儿试的次数太多了，2 分钟后再试")
	if p.status != http.StatusTooManyRequests || p.head.Get("Retry-After") != "91" {
		t.Errorf("status %d, %q", p.status, p.head.Get("Retry-After"))
	}

	code := url.Values{"code": {"ABCDEFGHJK"}}
	for i := range 3 {
		p := v.do("POST", "/p/progress", code, "Test-From", fmt.Sprint(i))
		p.has(t, "没有找到这个查询码", "ABCDEFGHJK")
		if p.status != http.StatusUnprocessableEntity {
			t.Errorf("status %d", p.status)
		}
	}
	p = v.do("POST", "/p/progress", code, "Test-From", "another")
	p.has(t, "ABCDEFGHJK", "这会儿试的次数太多了")
	if p.status != http.StatusTooManyRequests {
		t.Errorf("tries of everybody together: %d", p.status)
	}
	if left["code"] != 4 || left["code/0"] != 1 {
		t.Errorf("keys: %v", left)
	}
	for typed, want := range map[string]string{"": "写下回执上的 10 位查询码", "ABC": "查询码是 10 位，现在是 3 位", "𬭚㼆": "现在是 2 位"} {
		v.post("/p/progress", url.Values{"code": {typed}}).has(t, want)
	}
	// A link is no code: it needs no limit, and a code in its place opens nothing.
	link := strings.Split(first, "/")[3]
	if to := v.post("/p/progress", url.Values{"code": {"https://hj.example/x/p/r/" + link}}).next(t); to != "/p/r/"+link {
		t.Errorf("a pasted link leads to %s", to)
	}
	shown := strings.Join(strings.Fields(tags.ReplaceAllString(codeOnPage.FindStringSubmatch(v.get(first).body)[1], " ")), "")
	for _, path := range []string{"/p/r/", "/p/receipt/"} {
		if p := v.get(path + shown); p.status != http.StatusNotFound {
			t.Errorf("%s opens by code: %d", path, p.status)
		}
	}
	forged := v.get("/p/receipt/" + link + "/ABCDEFGHJK-AAAAAAAAAAAAAA")
	forged.hasNot(t, `class="code"`, "查询码")
	forged.has(t, "已收到")
}

// A code is exchanged for an address that ends after two hours.
func TestPassEnds(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	code := strings.Split(strings.Split(v.file(nil), "/")[4], "-")[0]
	way := v.post("/p/progress", url.Values{"code": {code}}).next(t)
	if strings.Contains(way, code) {
		t.Errorf("the code stands in %s", way)
	}
	w.Clock.Advance(119 * time.Minute)
	v.get(way).has(t, "已提交")
	w.Clock.Advance(2 * time.Minute)
	if p := v.get(way); p.status != http.StatusNotFound {
		t.Errorf("status %d", p.status)
	}
	for _, bad := range []string{"x", way[len("/p/r/"):len(way)-1] + "A", strings.Repeat("A", 22), strings.Repeat("%ff", 22)} {
		if p := v.get("/p/r/" + bad); p.status != http.StatusNotFound {
			t.Errorf("%s: %d", bad, p.status)
		}
	}
}

// A form changed after it was received is another need, if they say so.
func TestSameKeyOtherWords(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	form := filled(v.get("/p/need?c=" + apptest.Community).key(t))
	w.Clock.Advance(time.Minute)
	v.post("/p/need", form).next(t)
	form.Set("detail", "再加一件：修水管")
	p := v.post("/p/need", form)
	p.has(t, "刚才那一件已经收到了", "再加一件：修水管")
	if p.status != http.StatusConflict {
		t.Errorf("status %d", p.status)
	}
	form.Set("_key", p.key(t))
	w.Clock.Advance(time.Minute)
	v.post("/p/need", form).next(t)
	if n := apptestNeeds(v); n != 2 {
		t.Errorf("%d needs", n)
	}
}

// Forms of other sites are refused, what is too large is said so, pages carry
// their headers, are small, and load nothing but the style sheet and the mark.
func TestHeadersAndSize(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	form := filled(v.get("/p/need?c=" + apptest.Community).key(t))
	w.Clock.Advance(time.Minute)
	for _, head := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://else.example"}} {
		p := v.do("POST", "/p/need", form, head...)
		p.has(t, "从别的网页发来的")
		if p.status != http.StatusForbidden {
			t.Errorf("%v: %d", head, p.status)
		}
	}
	form.Set("detail", strings.Repeat("长", 200_000))
	p := v.post("/p/need", form)
	p.has(t, "写的内容太长", "具体说说")
	if p.status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", p.status)
	}
	if p := v.get("/p/nowhere"); p.status != http.StatusNotFound {
		t.Errorf("status %d", p.status)
	}
	receipt := v.file(nil)
	css := v.do("GET", strings.TrimPrefix(v.look.AssetURL("portal.css"), "/x"), nil, "Accept-Encoding", "gzip")
	for _, path := range []string{"/p/", "/p/need", "/p/progress", "/p/privacy", "/p/feedback", receipt, strings.Join(strings.Split(receipt, "/")[:4], "/"), "/p/r/" + strings.Split(receipt, "/")[3]} {
		p := v.get(path)
		if n := len(p.body) + len(css.body); n > 40<<10 || p.status != http.StatusOK {
			t.Errorf("%s (%d) and its style sheet have %d bytes", path, p.status, n)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
			"Referrer-Policy":         "same-origin", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Type": "text/html; charset=utf-8",
		} {
			if got := p.head.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

// When the database is full, the form keeps what was typed.
func TestDatabaseFull(t *testing.T) {
	w := apptest.OnSQLite(t)
	full := false
	v := open(w, func(c *portal.Config) {
		inner := c.Community
		c.Community = func(ctx context.Context, code string) (string, string, error) {
			if full && ctx.Err() == nil {
				w.Do(w.DB.Close())
				full = false
				return "滨江社区", "", nil
			}
			return inner(ctx, code)
		}
	})
	form := filled(v.get("/p/need?c=" + apptest.Community).key(t))
	w.Clock.Advance(time.Minute)
	full = true
	p := v.post("/p/need", form)
	if p.status < 500 {
		t.Errorf("status %d", p.status)
	}
	p.has(t, canaryDetail, canaryPhone)
}

// A Config that does not fit the registers stops the program.
func TestConfigMustFit(t *testing.T) {
	w := apptest.OnSQLite(t)
	for name, change := range map[string]func(*portal.Config){
		"registers changed about": func(c *portal.Config) { c.Need, c.Opinion = c.Opinion, c.Need },
		"words of no state":       func(c *portal.Config) { c.Words["nowhere"] = "x" },
		"a path through no state": func(c *portal.Config) { c.Path[0].State = "nowhere" },
		"a reason of no step":     func(c *portal.Config) { c.Reasons = []string{"nowhere"} },
		"rated in no state":       func(c *portal.Config) { c.RateIn = []string{"nowhere"} },
		"a step not for them":     func(c *portal.Config) { c.Offers[0].Step = "verify" },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: accepted", name)
				}
			}()
			cfg := config(w, nil)
			change(&cfg)
			portal.New(cfg)
		}()
	}
}
