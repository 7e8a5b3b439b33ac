package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/db"
)

const silver = `{"name":"银龄助老服务中心","code":"52510522MJQ000023K","kind":"private_nonenterprise","category":"生活服务",
	"registered_on":"2019-05-06","supervisor":"合江县民政局","fund":30000.5,"staff":"12","charter_party":true,"charity":null,
	"address":"符阳街道少岷路 1 号","phone":"0830-5212345","contact_name":"陈桂芳","mobile":"13800002046"}`

// An organisation is entered, read, found, mended and voided by a program.
func TestRecord(t *testing.T) {
	each(t, func(s *surface) {
		civil := s.Civil()
		unit := s.do(s.Officer(), "POST", "unit", `{"name":"合江县民政局","kind":"agency"}`).is(201).id()

		made := s.do(civil, "POST", "social_org", silver).is(201)
		id := made.id()
		at := "social_org/" + id
		if got := made.Header().Get("Location"); got != "/api/v1/"+at {
			t.Errorf("Location %q", got)
		}
		if made.etag() != `"1"` {
			t.Errorf("ETag %s", made.etag())
		}
		made.has("area", County, "version", "1", "created", "2026-03-02T09:00:00+08:00", "voided", "<nil>", "merged", "<nil>",
			"category", "life", "registered_on", "2019-05-06", "supervisor", unit, "fund", "30000.50", "staff", "12",
			"charter_party", "true", "charity", "false", "contact_name", "陈*", "mobile", "138****2046", "phone", "0830-5212345",
			"state", "normal").may("list_abnormal", "apply_cancel", "revoke", "approve_charter", "inspect", "rate")

		read := s.do(civil, "GET", at, "").is(200)
		if read.Body.String() != made.Body.String() {
			t.Errorf("made %s\nread %s", made.Body, read.Body)
		}
		s.do(civil, "GET", at, "", "If-None-Match", `"0", W/"1"`).is(304)
		s.do(civil, "GET", at, "", "If-None-Match", `"2"`).is(200)
		s.do(s.Worker(), "GET", at, "").is(200).may() // may read, not act

		// A mask that comes back leaves the value as it was.
		mended := s.do(civil, "PATCH", at, `{"mobile":"138****2046","contact_name":"陈*","staff":13,"fund":"30,001.00"}`, "If-Match", `"1"`).is(200)
		mended.has("version", "2", "staff", "13", "fund", "30001.00", "mobile", "138****2046")
		if value, err := s.Store.Reveal(s.Ctx(), civil, s.Store.Book().Register("social_org"), number(id), "mobile", "核对"); err != nil || value != "13800002046" {
			t.Errorf("the phone is %q, %v", value, err)
		}
		same := s.do(civil, "PATCH", at, `{"staff":13}`, "If-Match", mended.etag()).is(200)
		same.has("version", "2") // nothing changed
		s.do(civil, "PATCH", at, `{"staff":null,"supervisor":0}`, "If-Match", `"2"`).is(200).has("staff", "0", "supervisor", "0")

		history := s.do(s.Worker(), "GET", at+"/history", "").is(200)
		if n := len(history.json()["items"].([]any)); n != 3 || !strings.Contains(history.Body.String(), `"name":"何民政"`) || strings.Contains(history.Body.String(), "13800002046") {
			t.Errorf("history of %d: %s", n, history.Body)
		}
		passages := s.do(civil, "GET", at+"/passages", "").is(200)
		if !strings.Contains(passages.Body.String(), `"label":"登记","from":"","to":"normal","on":"2019-05-06"`) {
			t.Errorf("passages: %s", passages.Body)
		}

		s.do(civil, "POST", at+"/void", `{"reason":" "}`, "If-Match", `"3"`).is(422)
		s.do(civil, "POST", at+"/void", `{"reason":"重复登记"}`).is(428)
		s.do(civil, "POST", at+"/void", `{"reason":"重复登记"}`, "If-Match", `"2"`).is(412)
		s.do(civil, "POST", at+"/void", `{"reason":"重复登记"}`, "If-Match", `"3"`).is(200).has("voided", "重复登记").may()
		s.do(civil, "POST", at+"/void", `{"reason":"重复登记"}`, "If-Match", `"4"`).is(409)
		s.do(civil, "PATCH", at, `{"staff":1}`, "If-Match", `"4"`).is(409)
		s.do(civil, "POST", at+"/list_abnormal", `{"note":"x"}`).is(409)
		s.do(civil, "GET", "social_org", "").is(200).has("total", "0", "items", "[]")
		s.do(civil, "GET", "social_org?voided=true", "").is(200).has("total", "1")
	})
}

func number(id string) (n int64) {
	fmt.Sscan(id, &n)
	return n
}

// A list is filtered, searched and paged both ways.
func TestList(t *testing.T) {
	each(t, func(s *surface) {
		officer := s.Officer()
		for i := range 5 {
			kind := []string{"agency", "town", "enterprise"}[i%3]
			s.do(officer, "POST", "unit", fmt.Sprintf(`{"name":"单位%d","kind":%q}`, i, kind)).is(201)
		}
		list := func(query string, names ...string) map[string]any {
			t.Helper()
			page := s.do(officer, "GET", "unit?"+query, "").is(200).json()
			var got []string
			for _, item := range page["items"].([]any) {
				got = append(got, item.(map[string]any)["name"].(string))
			}
			if fmt.Sprint(got) != fmt.Sprint(names) {
				t.Errorf("%s: %v, want %v", query, got, names)
			}
			return page
		}
		all := list("", "单位4", "单位3", "单位2", "单位1", "单位0")
		if fmt.Sprintf("%v %v %v %v", all["total"], all["total_over"], all["next"], all["prev"]) != "5 false <nil> <nil>" {
			t.Errorf("page: %v", all)
		}
		list("kind=agency", "单位3", "单位0")
		list("kind=agency,town", "单位4", "单位3", "单位1", "单位0")
		list("kind="+url.QueryEscape("镇（街道）"), "单位4", "单位1")
		list("q="+url.QueryEscape("单位2"), "单位2")
		list("q=dw", "单位4", "单位3", "单位2", "单位1", "单位0")
		list("area="+County, "单位4", "单位3", "单位2", "单位1", "单位0")
		list("area=510521")
		first := list("limit=2&total=false", "单位4", "单位3")
		if first["total"] != nil {
			t.Errorf("total: %v", first["total"])
		}
		second := list("limit=2&cursor="+first["next"].(string), "单位2", "单位1")
		list("limit=2&cursor="+second["next"].(string), "单位0")
		back := list("limit=2&cursor="+second["prev"].(string), "单位4", "单位3")
		if back["prev"] != nil {
			t.Errorf("there is nothing newer, yet prev is %v", back["prev"])
		}

		s.do(s.Civil(), "POST", "social_org", silver).is(422) // the supervisor is not there
		s.do(s.Civil(), "POST", "social_org", strings.Replace(silver, "合江县民政局", "单位0", 1)).is(201)
		for query, want := range map[string]string{
			"registered_on=2019-01-01..2019-12-31": "1", "registered_on=2020-01-01..": "0", "registered_on=..2019-05-06": "1",
			"registered_on=2019-05-06&charity=false&kind=private_nonenterprise,foundation": "1", "q=ylzl": "1", "q=52510522MJQ000023K": "1",
		} {
			s.do(s.Worker(), "GET", "social_org?"+query, "").is(200).has("total", want)
		}
	})
}

// A request that a list cannot understand is refused, not read as another.
func TestListRefusals(t *testing.T) {
	s := onSQLite(t)
	for query, field := range map[string]string{
		"nosuch=1": "nosuch", "phone=13800002046": "phone", "name=x": "name", "limit=0": "limit", "limit=201": "limit", "limit=x": "limit",
		"cursor=x": "cursor", "cursor=0": "cursor", "cursor=-9223372036854775808": "cursor", "total=no": "total", "voided=1": "voided",
		"area=51x": "area", "sex=": "sex", "sex=male&sex=female": "sex", "sex=third": "sex", "q=a%00b": "q", "q=%FF": "q",
		"q=" + strings.Repeat("a", 101): "q", "unit=x": "unit",
	} {
		if p := s.do(s.Worker(), "GET", "person?"+query, "").is(422).problems(); len(p) != 1 || p[field] == "" {
			t.Errorf("%s: %v", query, p)
		}
	}
	s.do(s.Worker(), "GET", "person?sex=%zz", "").is(400)
	s.do(s.Worker(), "GET", "person?a;b", "").is(400)
}

// Reading costs what it must and no more. Signing in is not counted here.
func TestQueries(t *testing.T) {
	each(t, func(s *surface) {
		id := s.do(s.Officer(), "POST", "unit", `{"name":"单位","kind":"agency"}`).is(201).id()
		for path, limit := range map[string]int64{"unit/" + id: 1, "unit?q=dw&kind=agency": 2, "unit?total=false": 1} {
			ctx, counter := db.Count(s.Ctx())
			s.get(ctx, s.Officer(), path).is(200)
			if counter.N() > limit {
				t.Errorf("%s: %d statements\n%s", path, counter.N(), strings.Join(counter.Statements(), "\n"))
			}
		}
	})
}

// Names as they are: long ones, rare characters, and other scripts.
func TestNames(t *testing.T) {
	each(t, func(s *surface) {
		s.do(s.Officer(), "POST", "unit", `{"name":"合江县民政局","kind":"agency"}`).is(201)
		long := "阿卜杜热合曼·阿卜杜外力·麦麦提依明·吐尔逊江·艾合买提"
		if n := len([]rune(long)); n < 26 {
			t.Fatalf("only %d characters", n)
		}
		s.do(s.Civil(), "POST", "social_org", strings.Replace(silver, "陈桂芳", long, 1)).is(201).has("contact_name", "阿*")
		for name, mask := range map[string]string{"㼆𬭚": "㼆*", `\u3F06\uD872\uDF5A`: "㼆*", "𠀀": "𠀀*", "欧阳 丹": "欧*"} {
			id := s.do(s.Worker(), "POST", "person", `{"name":"`+name+`"}`).is(201).has("name", mask).id()
			if name == "㼆𬭚" {
				if kept, err := s.Store.Reveal(s.Ctx(), s.Worker(), s.Store.Book().Register("person"), number(id), "name", "核对"); err != nil || kept != name {
					t.Errorf("kept %q, %v", kept, err)
				}
			}
		}
		s.do(s.Worker(), "POST", "person", `{"name":"王明","sex":"男","birth":"1980-02-03","political":"member","residence":"合江县符阳街道少岷路 1 号","note":"x"}`).is(201).
			has("sex", "male", "birth", "***", "political", "***", "residence", "合江县符阳街…", "note", "***")
		for _, text := range []string{"正常\u202e反向", `正常\u202e反向`, `响铃\u0007`, `空\u0000字`, `半个\ud86b`, `\ufffd`} {
			for _, body := range []string{`{"name":"` + text + `"}`, `{"name":"王明","note":"` + text + `"}`} {
				if p := s.do(s.Worker(), "POST", "person", body).is(422).problems(); p["name"]+p["note"] == "" {
					t.Errorf("%q: %v", body, p)
				}
			}
		}
		if p := s.do(s.Worker(), "POST", "person/7/void", `{"reason":"反\u202e向"}`, "If-Match", `"1"`).is(422).problems(); p["reason"] == "" {
			t.Errorf("reason: %v", p)
		}
	})
}
