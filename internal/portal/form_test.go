package portal_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sanshe/internal/apptest"
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
			summary := "还差 1 处没填好"
			if c.field == "" { // no field is at fault
				summary = "没有办成"
			}
			p.has(t, "<title>错误：", `role="alert"`, "autofocus", summary)
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
