package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	. "sanshe/internal/apptest"
	"sanshe/internal/ident"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// refused holds a form that came back: the summary and the field say the same,
// the summary takes the focus, and everything typed is still there.
func (h *hand) refused(f *form, field, says string) *page {
	h.Helper()
	p := h.send(f).is(http.StatusUnprocessableEntity)
	summary := find(p.doc, func(n *html.Node) bool { return get(n, "id") == "errors" })
	if summary == nil || get(summary, "role") != "alert" || get(summary, "tabindex") != "-1" || !has(summary, "autofocus") {
		h.Fatalf("%s: no summary that takes the focus:\n%s", p.name, p.text())
	}
	link := find(summary, func(n *html.Node) bool { return get(n, "href") == "#f-"+field })
	if link == nil || !strings.Contains(spaced(link), says) {
		h.Errorf("%s: the summary does not lead to %s saying %q: %s", p.name, field, says, spaced(summary))
	}
	note := find(p.doc, func(n *html.Node) bool { return get(n, "id") == "f-"+field+"-err" })
	if note == nil || !strings.Contains(spaced(note), says) {
		h.Errorf("%s: nothing beside %s says %q", p.name, field, says)
	}
	input := find(p.doc, func(n *html.Node) bool { return get(n, "id") == "f-"+field })
	if input == nil || !strings.Contains(get(input, "aria-describedby"), "f-"+field+"-err") {
		h.Errorf("%s: %s is not described by its error", p.name, field)
	}
	if title := find(p.doc, func(n *html.Node) bool { return n.Data == "title" }); !strings.HasPrefix(strings.TrimSpace(words(title)), "错误：") {
		h.Errorf("%s: title %q", p.name, words(title))
	}
	back := p.form(f.action)
	for name, list := range f.Values {
		if got := back.Values[name]; fmt.Sprint(got) != fmt.Sprint(list) && !strings.HasSuffix(name, ".kept") {
			h.Errorf("%s: %s came back as %q, was %q", p.name, name, got, list)
		}
	}
	return p
}

func spaced(n *html.Node) string { return strings.TrimSpace(spaces.ReplaceAllString(words(n), " ")) }

// What is wrong is said where it is, in words that mend it, and nothing typed
// is lost.
func TestBadInput(t *testing.T) {
	s := onSQLite(t)
	civil, worker := s.as("civil"), s.as("worker")
	good, err := ident.USCCFor(ident.PrivateNonEnterprise, County, 501)
	s.Do(err)
	wrong := good[:17] + map[bool]string{true: "1", false: "0"}[good[17] == '0']
	inner := good[:16] + map[bool]string{true: "1", false: "0"}[good[16] == '0'] + good[17:]
	orgs := civil.get("/r/social_org/new").is(200).form("/r/social_org").with("name", "朝阳服务中心", "code", good, "kind", "private_nonenterprise", "registered_on", "2024-05-06")
	for name, c := range map[string]struct{ field, value, words string }{
		"check digit":             {"code", wrong, "校验"},
		"a letter too few":        {"code", good[:17], "18 位"},
		"type against the prefix": {"kind", "association", "与类型“社会团体”不符"},
		"no such day":             {"registered_on", "2026-02-30", "没有 30 日"},
		"no such month":           {"registered_on", "2026-13-05", "1 到 12"},
		"nothing":                 {"name", "", "没有填"},
		"control":                 {"name", "朝阳\x01服务中心", "看不见"},
		"direction":               {"name", "朝阳\u202e服务中心", "看不见"},
		"not a number":            {"staff", "三十个", "数"},
		"not money":               {"fund", "很多", "元"},
		"not a phone":             {"mobile", "1380000", "手机"},
	} {
		t.Run(name, func(t *testing.T) {
			h := &hand{s.in(t), civil.Client, "civil"}
			field := c.field
			if name == "type against the prefix" {
				field = "code"
			}
			h.refused(orgs.with(c.field, c.value), field, c.words)
		})
	}
	t.Run("both check digits", func(t *testing.T) { // the organisation's own digit only warns or refuses, but never passes unseen
		p := civil.send(orgs.with("code", inner, "name", "内码不对中心"))
		if p.status == http.StatusSeeOther {
			t.Skip("the inner check digit warns only")
		}
	})
	person := worker.get("/r/person/new").is(200).form("/r/person").with("name", "陈小梅")
	id, err := ident.SyntheticID(County, "1902-03-04", 3)
	s.Do(err)
	worker.refused(person.with("id_number", id[:17]+map[bool]string{true: "1", false: "0"}[id[17] == '0']), "id_number", "校验")
	worker.refused(person.with("id_number", id[:16]+"O"+id[17:]), "id_number", "字母 O")
	worker.refused(person.with("birth", "2026-02-29"), "birth", "没有 29 日")
	missing := worker.get("/r/need/new").is(200).form("/r/need").with("title", "只写了要点")
	p := worker.refused(missing, "detail", "没有填")
	p.says("还差 2 处没填好", "哪方面的事：没有填", "具体说说：没有填")
	worker.refused(worker.get("/r/need/new").form("/r/need").with("category", "elder", "detail", "x", "raised_on", "昨天的昨天"), "raised_on", "昨天的昨天")
	found, err := s.Store.Verify(s.Ctx())
	s.Do(err)
	if len(found) > 0 {
		t.Errorf("verify: %v", found)
	}
}

// Names of 26 characters, with rare ones, a middle dot or of one character, go
// through form, list, record, search and export as they are.
func TestNames(t *testing.T) {
	s := onSQLite(t)
	worker, officer := s.as("worker"), s.as("officer")
	for i, name := range []string{"阿卜杜热依木江·买买提吐尔逊·艾合买提·吾布力卡斯木", "㼆𬭚", "买买提·艾山", "王", "𠮷野家太郎"} {
		if n := len([]rune(name)); i == 0 && n != 26 {
			t.Fatalf("%d characters", n)
		}
		p := worker.follow(worker.get("/r/person/new").form("/r/person").with("name", name)).is(200)
		path := p.name[strings.Index(p.name, "/r/"):]
		path, _, _ = strings.Cut(path, "?")
		first := string([]rune(name)[0])
		p.says(first + "*")
		worker.get("/r/person").says(first + "*")
		if shown := worker.send(p.formField(path+"/reveal", "name")).is(200); !strings.Contains(shown.text(), name) {
			t.Errorf("%s is not shown when asked for: %s", name, shown.text())
		}
		edit := worker.get(path + "/edit").form(path) // a masked value that comes back unchanged means unchanged
		worker.follow(edit.with("note", "补一句")).is(200)
		rec, err := s.Store.Reader(s.Worker()).Get(s.Ctx(), people.Persons.Register, idIn(path))
		s.Do(err)
		if got := rec.(*people.Person).Name; got != name {
			t.Errorf("%q was kept as %q", name, got)
		}
	}
	for _, name := range []string{"㼆𬭚社会服务中心", "𠮷祥𬭚社"} { // in what is not personal: list, record, search, export
		code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, 600+len(name))
		s.Do(err)
		civil := s.as("civil")
		civil.follow(civil.get("/r/social_org/new").form("/r/social_org").with("name", name, "code", code, "kind", "private_nonenterprise", "registered_on", "2024-05-06")).is(200).says(name)
		officer.get("/r/social_org").says(name)
		officer.get("/search?q=" + url.QueryEscape(name)).says(name)
		if csv := officer.get("/r/social_org/export.csv?_why=试").is(200); !strings.Contains(csv.body, name) {
			t.Errorf("%s is not in the export", name)
		}
	}
}

// formField gives the form to an address that carries a field of that name.
func (p *page) formField(action, field string) *form {
	f := p.form(action)
	return f.with("field", field)
}

func idIn(path string) (id int64) {
	_, _ = fmt.Sscan(path[strings.LastIndex(path, "/")+1:], &id)
	return id
}

// The same form sent twice is one record and leads to it twice; a form with the
// same key and other content is told so.
func TestTwice(t *testing.T) {
	each(t, func(s *site) {
		worker := s.as("worker")
		f := worker.get("/r/need/new").form("/r/need").with("category", "elder", "detail", "想请人上门理发")
		first := worker.send(f)
		second := worker.send(f)
		second.to(worker, first.head.Get("Location"))
		path, _, _ := strings.Cut(first.head.Get("Location"), "?")
		one(s, need.Needs.Register, nil, "")
		worker.send(f.with("detail", "换了一件事")).is(http.StatusConflict)
		step := worker.get(path).form(path + "/do/verify")
		to := worker.send(step).head.Get("Location")
		worker.send(step).to(worker, to)
		again := step.with("_key", "another")
		worker.send(again).is(http.StatusConflict).says("现在是“已受理”，不能受理")
		one(s, need.Needs.Register, nil, "")
	})
}

// Of two who edit, the second sees both versions, keeps what was typed, and may
// save knowing it.
func TestStale(t *testing.T) {
	s := onSQLite(t)
	a, b := s.as("worker"), s.as("town")
	id := s.Make(s.Worker(), need.Needs.Register, Community, record.Input{"title": "想请人理发", "category": "照顾老人", "detail": "想请人上门理发"})
	path := at(need.Needs.Register, id)
	mine, theirs := a.get(path+"/edit").form(path), b.get(path+"/edit").form(path)
	b.follow(theirs.with("detail", "镇街改过的话", "heads", "3"))
	p := a.send(mine.with("detail", "社区改过的话", "title", "社区改的要点")).is(http.StatusConflict)
	p.says("已被改过", "镇街改过的话", "社区改过的话", "现在的内容", "这次填的")
	if rows := strings.Count(p.body, `class="diff"`); rows != 3 { // what it is about, in short, and how many; what nobody touched is not among them
		t.Errorf("%d differences: %s", rows, p.text())
	}
	kept := p.form(path)
	if kept.Get("detail") != "社区改过的话" || kept.Get("title") != "社区改的要点" || kept.Get("_version") == mine.Get("_version") {
		t.Errorf("kept %v", kept.Values)
	}
	a.follow(kept).says("社区改过的话")
	rec, err := s.Store.Reader(s.Worker()).Get(s.Ctx(), need.Needs.Register, id)
	s.Do(err)
	if n := rec.(*need.Need); n.Detail != "社区改过的话" || n.Title != "社区改的要点" {
		t.Errorf("kept %+v", n)
	}
	// a step on what was changed meanwhile
	button := a.get(path).form(path + "/do/verify")
	b.follow(b.get(path+"/edit").form(path).with("heads", "5"))
	a.send(button).is(http.StatusUnprocessableEntity).says("已被改过")
	// no version at all
	for _, more := range []string{"", "/do/verify", "/void"} {
		f := url.Values{"_key": {"v" + more}, "detail": {"x"}, "category": {"elder"}, "reason": {"x"}}
		if got := a.post(path+more, f); got.status == http.StatusSeeOther || got.status >= 500 {
			t.Errorf("%s without a version: %d %s", more, got.status, got.text())
		}
	}
}

// A step from the wrong state, and one by the wrong role, are told in words.
func TestWrongStep(t *testing.T) {
	s := onSQLite(t)
	worker, officer := s.as("worker"), s.as("officer")
	id := s.Make(s.Worker(), need.Needs.Register, Community, record.Input{"title": "想请人理发", "category": "照顾老人", "detail": "想请人上门理发"})
	path := at(need.Needs.Register, id)
	f := func(version int64, key string) url.Values {
		return url.Values{"_version": {fmt.Sprint(version)}, "_key": {key}, "_note": {"x"}}
	}
	worker.post(path+"/do/confirm", f(1, "a")).is(http.StatusConflict).says("现在是“待受理”，不能确认办好了")
	officer.post(path+"/do/verify", f(1, "b")).is(http.StatusForbidden).says("您的岗位不能受理", "社区工作者或镇街经办")
	officer.get(path + "/do/verify").is(http.StatusForbidden).says("社区工作者或镇街经办")
	worker.post(path+"/do/nonsense", f(1, "c")).is(http.StatusNotFound)
	worker.post(path+"/do/refuse", url.Values{"_version": {"1"}, "_key": {"d"}}).is(http.StatusUnprocessableEntity).says("要写明原因")
	worker.refused(worker.get(path+"/do/refuse").form(path+"/do/refuse").with("_note", "不归社区管", "_on", "2026-02-30"), "_on", "没有 30 日")
	worker.refused(worker.get(path+"/do/refuse").form(path+"/do/refuse").with("_note", "不归社区管", "_on", "2026-03-03"), "_on", "不能晚于今天")
	worker.refused(worker.get(path+"/do/refuse").form(path+"/do/refuse").with("_note", " "), "_note", "原因")
	worker.refused(worker.get(path+"/void").form(path+"/void").with("reason", " "), "reason", "原因")
	worker.follow(worker.get(path+"/void").form(path+"/void").with("reason", "登记重了")).says("已作废")
	worker.post(path+"/do/verify", f(2, "e")).is(http.StatusConflict).says("已经作废")
	worker.get(path + "/edit").is(http.StatusConflict).says("已经作废")
}

// A session that ends while a form is filled in loses nothing: the words wait
// behind the sign-in, also of a form that could carry files.
func TestExpired(t *testing.T) {
	s := onSQLite(t)
	s.passwordsDo()
	for _, c := range []struct{ reg, title string }{{"need", "想请人理发"}, {"activity", "上门理发"}} {
		worker := s.as("worker")
		f := worker.get("/r/"+c.reg+"/new").form("/r/"+c.reg).with("title", c.title, "category", "elder", "detail", "打了很久的字\n第二行 <b>&amp;", "summary", "打了很久的字\n第二行 <b>&amp;", "kind", "volunteer")
		s.Clock.Advance(auth13h)
		p := worker.send(f).is(http.StatusUnauthorized).says("登录已过期", "刚才填的都还在")
		code, err := s.App.Auth.NewSetupCode(s.Ctx(), store.System("demo"), s.accounts["worker"], time.Hour)
		s.Do(err)
		_, err = s.App.Auth.UseSetupCode(s.Ctx(), code, "荔城-2026-桂圆", "127.0.0.1")
		s.Do(err)
		wrong := worker.send(p.form("/sign-in").with("login", "worker", "password", "不对的密码啊啊")).is(http.StatusUnprocessableEntity).says("密码不对")
		on := worker.send(wrong.form("/sign-in").with("login", "worker", "password", "荔城-2026-桂圆")).is(200).says("接着提交", "继续提交")
		done := worker.follow(on.form("/r/" + c.reg)).is(200).says(c.title)
		done.says("打了很久的字")
		one(s, s.Store.Book().Register(c.reg), nil, "")
	}
}

// auth13h is longer than any session lasts.
const auth13h = 13 * time.Hour

// What is too long is refused with its limit in words, not cut off.
func TestTooLong(t *testing.T) {
	s := onSQLite(t)
	worker := s.as("worker")
	f := worker.get("/r/need/new").form("/r/need").with("category", "elder", "detail", strings.Repeat("长", 600_000))
	worker.send(f).is(http.StatusRequestEntityTooLarge).says("太长")
	worker.refused(f.with("detail", strings.Repeat("长", 10_001)), "detail", "最多 10000 个字")
	worker.refused(f.with("detail", "x", "title", strings.Repeat("长", 201)), "title", "最多 200 个字")
	list, err := s.Store.Reader(s.Worker()).Count(s.Ctx(), need.Needs.Register, store.Query{})
	s.Do(err)
	if list.Total != 0 {
		t.Errorf("%d needs", list.Total)
	}
}

// vectors are what people try in the hope that a page runs it.
var vectors = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</textarea><script>alert(1)</script>`, `</title><svg onload=alert(1)>`,
	`javascript:alert(1)`, `<a href="javascript:alert(1)">x</a>`, `{{constructor.constructor('alert(1)')()}}`, `<!--<img src="--><img src=x onerror=alert(1)//">`, `&lt;script&gt;alert(1)&lt;/script&gt;`,
}

// Nothing typed is ever markup, whatever field it is in and wherever it is shown.
func TestMarkupInFields(t *testing.T) {
	s := onSQLite(t)
	full(s)
	tried := 0
	for _, seat := range seats {
		h := s.as(seat[0])
		for _, reg := range s.Store.Book().Registers {
			page := h.get("/r/" + reg.Name + "/new")
			if page.status != 200 {
				continue
			}
			for i, v := range vectors {
				f := page.form("/r/"+reg.Name).with("_key", fmt.Sprintf("%s-%s-%d", seat[0], reg.Name, i))
				for _, field := range reg.Fields {
					if k := field.Kind.Name(); f.Has(field.Name) && (k == "text" || k == "prose" || k == "address" || k == "name") || k == "ref" {
						f.Set(field.Name, v)
						f.Set(field.Name+".text", v)
						tried++
					}
				}
				if p := h.send(f); p.status >= 500 { // the rules of markup are held to by send
					t.Errorf("%s: %d", p.name, p.status)
				} else if p.status == http.StatusSeeOther {
					h.get(p.head.Get("Location")).is(200)
					h.get("/r/" + reg.Name).is(200)
				}
			}
		}
		for _, v := range vectors {
			q := url.QueryEscape(v)
			for _, path := range []string{"/search?q=" + q, "/r/need?q=" + q, "/r/need?state=" + q, "/r/need?done=" + q, "/inbox?tab=" + q, "/inbox?open=" + q, "/board?at=" + q, "/board?figure=" + q, "/figures/" + url.PathEscape(v), "/sign-in?to=" + q, "/set-up?code=" + q, "/sign-in/link?t=" + q, "/feedback?done=" + q, "/help?theme=" + q, "/r/need/new?title=" + q} {
				if p := h.get(path); p.status >= 500 {
					t.Errorf("%s: %d", p.name, p.status)
				}
			}
		}
	}
	if tried < 500 {
		t.Errorf("only %d fields tried", tried)
	}
}
