package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"sanshe/internal/api"
	"sanshe/internal/clock"
	"sanshe/internal/record"
)

// thing has a field of every kind.
type thing struct {
	record.Base
	Text      string
	Prose     string
	Count     int64
	Year      int64
	Length    int64
	Rate      int64
	Fund      record.Fen
	Day       clock.Date
	Moment    record.Moment
	Month     string
	When      clock.Window
	Yes       bool
	Size      size
	Code      string
	Codes     []string
	Other     record.ID[thing]
	Others    record.IDs[thing]
	Division  string
	Divisions []string
	Name      string
	Phone     string
	Secret    int64
	Lines     []line
	Auto      int64
}

type line struct {
	Item  string
	Fund  record.Fen
	Yes   bool
	Codes []string
}

func (l *line) Fields(f *record.Fields) {
	f.Text(&l.Item, "item", "项目").Required()
	f.Money(&l.Fund, "fund", "金额")
	f.Bool(&l.Yes, "yes", "是否")
	f.Codes(&l.Codes, "list", "codes", "代码")
}

type size string

func (size) Options() []record.Option { return record.Options[size]("small", "小", "large", "大") }

func (t *thing) Fields(f *record.Fields) {
	f.Text(&t.Text, "text", "文字")
	f.Prose(&t.Prose, "prose", "长文")
	f.Int(&t.Count, "count", "个数")
	f.Year(&t.Year, "year", "年度")
	f.Minutes(&t.Length, "length", "时长")
	f.Percent(&t.Rate, "rate", "比例")
	f.Money(&t.Fund, "fund", "金额")
	f.Date(&t.Day, "day", "日期")
	f.Time(&t.Moment, "moment", "时刻")
	f.Month(&t.Month, "month", "月份")
	f.Window(&t.When, "suits", "时段")
	f.Bool(&t.Yes, "yes", "是否")
	f.Choice(&t.Size, "size", "大小")
	f.Code(&t.Code, "list", "code", "代码")
	f.Codes(&t.Codes, "list", "codes", "几个代码")
	f.Ref(&t.Other, "other", "另一件")
	f.Refs(&t.Others, "others", "另几件")
	f.Division(&t.Division, "division", "区划")
	f.Divisions(&t.Divisions, "divisions", "几个区划")
	f.Name(&t.Name, "name", "姓名").Personal()
	f.Phone(&t.Phone, "phone", "手机号").Sealed()
	f.Int(&t.Secret, "secret", "不公开的数").Personal()
	record.Rows(f, &t.Lines, "lines", "明细")
	f.Int(&t.Auto, "auto", "自动").System()
}

func (*thing) Rights() record.Rights {
	r := record.By("role")
	return record.Rights{Read: r, Create: r, Edit: r, Void: r, Export: r, Reveal: r, Import: r}
}

var things = record.Define[thing]("thing", "物件")

const whole = `{"text":"a\"b\\c\u0041","prose":"一\n二","count":5,"year":2026,"length":90,"rate":"12.50","fund":"5000.50","day":"2026-05-06",
	"moment":"2026-05-06T14:30:00+08:00","month":"2026-05","suits":"周末上午","yes":true,"size":"small","code":"a","codes":["a","b"],"other":123456,
	"others":[123456,234567],"division":"510522","divisions":["510522001"],"name":"欧阳丹","phone":"13800002046","secret":7,
	"lines":[{"item":"甲","fund":1.5,"yes":true,"codes":["x","y"]},{"item":"乙"}]}`

// What is given may be sent back: it reads as the same value.
func TestThereAndBack(t *testing.T) {
	in, problems, err := api.Flatten(things.Register, []byte(whole))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	first := things.New()
	if err := things.Set(first, in); err != nil {
		t.Fatal(err)
	}
	given := api.Fields(things.Register, first)
	want := `{"text":"a\"b\\cA","prose":"一\n二","count":5,"year":2026,"length":90,"rate":"12.50","fund":"5000.50","day":"2026-05-06",` +
		`"moment":"2026-05-06T14:30:00+08:00","month":"2026-05","suits":"周末 06:00-12:00","yes":true,"size":"small","code":"a","codes":["a","b"],"other":123456,` +
		`"others":[123456,234567],"division":"510522","divisions":["510522001"],"name":"欧*","phone":"138****2046","secret":"***",` +
		`"lines":[{"item":"甲","fund":"1.50","yes":true,"codes":["x","y"]},{"item":"乙","fund":"0.00","yes":false,"codes":[]}],"auto":0}`
	if !strings.Contains(given, `"suits":"`+string(first.When)+`"`) {
		t.Errorf("window: %s", given)
	}
	if want = strings.Replace(want, "周末 06:00-12:00", string(first.When), 1); given != want {
		t.Errorf("given %s\nwant  %s", given, want)
	}
	back, problems, err := api.Flatten(things.Register, []byte(strings.Replace(given, `,"auto":0`, "", 1)))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	second := things.Copy(first).(*thing)
	if err := things.Set(second, back); err != nil {
		t.Fatal(err)
	}
	for _, f := range things.Fields {
		if !f.Same(first, second) {
			t.Errorf("%s was %v and came back as %v", f.Name, f.Value(first), f.Value(second))
		}
	}
	empty, problems, _ := api.Flatten(things.Register, []byte(`{"text":null,"count":null,"fund":null,"day":null,"yes":null,"size":null,"codes":[],"other":0,"others":[],"lines":[],"name":null,"phone":""}`))
	if err := things.Set(second, empty); err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	if second.Text != "" || second.Count != 0 || second.Fund != 0 || second.Yes || second.Size != "" || len(second.Codes)+len(second.Others)+len(second.Lines) > 0 || second.Other != 0 || second.Name+second.Phone != "" {
		t.Errorf("not emptied: %+v", second)
	}
}

// A value of another sort is refused, never bent into shape.
func TestSorts(t *testing.T) {
	for body, says := range map[string]string{
		`{"text":1}`:                            "应写成文字，不能是数字",
		`{"text":true}`:                         "不能是true",
		`{"phone":13800002046}`:                 "不能是数字",
		`{"day":20260506}`:                      "不能是数字",
		`{"division":510522}`:                   "不能是数字",
		`{"count":true}`:                        "应写成数字或文字",
		`{"count":[1]}`:                         "不能是数组",
		`{"yes":1}`:                             "应写成true 或 false或文字",
		`{"other":1.5}`:                         "不是编号",
		`{"other":-3}`:                          "不是编号",
		`{"others":[1,null]}`:                   "第 2 项不能是null",
		`{"others":[true]}`:                     "第 1 项",
		`{"codes":[1]}`:                         "第 1 项不能是数字",
		`{"codes":["a、b"]}`:                     "顿号",
		`{"codes":[""]}`:                        "第 1 项",
		`{"codes":"a、b","others":{"a":1}}`:      "不能是对象",
		`{"lines":"x"}`:                         "应写成数组，不能是文字",
		`{"lines":["x"]}`:                       "第 1 行应写成对象",
		`{"lines":[{"item":"a"},{"nosuch":1}]}`: "第 2 行：没有“nosuch”这一栏",
		`{"lines":[{"item":7}]}`:                "第 1 行：项目应写成文字",
		`{"text":"\ud800"}`:                     "乱码",
		`{"lines":[{"item":"\udfff"}]}`:         "乱码",
	} {
		if _, problems, err := api.Flatten(things.Register, []byte(body)); err != nil || len(problems) != 1 || !strings.Contains(problems[0].Text, says) {
			t.Errorf("%s: %v, %v", body, problems, err)
		}
	}
	for body, field := range map[string]string{ // of the right sort, and refused by the field
		`{"count":1.5}`: "count", `{"count":1e3}`: "count", `{"count":99999999999999999999}`: "count", `{"fund":0.001}`: "fund", `{"fund":1e2}`: "fund",
		`{"year":26}`: "year", `{"day":"2026-02-30"}`: "day", `{"size":"medium"}`: "size", `{"auto":1}`: "auto", `{"nosuch":{}}`: "nosuch",
	} {
		in, problems, err := api.Flatten(things.Register, []byte(body))
		if err != nil || len(problems) > 0 {
			t.Errorf("%s: %v, %v", body, problems, err)
		}
		if err := things.Set(things.New(), in); err == nil || !strings.Contains(fmt.Sprintf("%+v", err), things.Label) && things.Field(field) == nil {
			t.Errorf("%s is taken", body)
		}
	}
}

// Money is exact whichever way it is written.
func TestMoney(t *testing.T) {
	for text, want := range map[string]record.Fen{`0.1`: 10, `0.29`: 29, `1.10`: 110, `90071992547409.93`: 9007199254740993, `"0.5万元"`: 500000, `"5,000.00"`: 500000, `5000`: 500000, `-3.5`: -350} {
		in, problems, err := api.Flatten(things.Register, []byte(`{"fund":`+text+`}`))
		rec := things.New()
		if err != nil || len(problems) > 0 || things.Set(rec, in) != nil || rec.Fund != want {
			t.Errorf("%s is %d fen, want %d: %v %v", text, rec.Fund, want, problems, err)
		}
	}
}

// Whatever is sent: no panic, no field but those sent, and what is kept can be
// given and sent back.
func FuzzFlatten(f *testing.F) {
	for _, seed := range []string{whole, `{}`, `{"lines":[{}]}`, `{"text":"\ud83c"}`, `{"fund":1e400,"count":-0}`, `{"":1,"nosuch":[[]]}`, `[`, "{\"text\":\"\xff\"}", `{"name":"陈*","secret":"***"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(flattensAndBack)
}

func flattensAndBack(t *testing.T, body []byte) {
	in, _, err := api.Flatten(things.Register, body)
	if err != nil {
		return
	}
	for name, text := range in {
		if !utf8.ValidString(name) || !utf8.ValidString(text) {
			t.Fatalf("%q: %q", name, text)
		}
		if things.Field(name) == nil && text != "" {
			t.Fatalf("a name that is no field has text: %q", name)
		}
	}
	rec := things.New()
	if things.Set(rec, in) != nil {
		return
	}
	given := api.Fields(things.Register, rec)
	if !json.Valid([]byte(given)) {
		t.Fatalf("not JSON: %s", given)
	}
	back, problems, err := api.Flatten(things.Register, []byte(strings.Replace(given, `,"auto":0`, "", 1)))
	if err != nil || len(problems) > 0 {
		t.Fatalf("%s: %v %v", given, problems, err)
	}
	again := things.Copy(rec)
	if err := things.Set(again, back); err != nil {
		t.Fatalf("%s does not come back: %v", given, err)
	}
	for _, field := range things.Fields {
		if !field.Same(rec, again) && !field.Empty(rec) {
			t.Fatalf("%s was %#v and came back as %#v", field.Name, field.Value(rec), field.Value(again))
		}
	}
}

// A text is written as encoding/json would have it read.
func FuzzAppendString(f *testing.F) {
	f.Add("a\"b\\c\n\t\x00\x1f\u2028𬭚<>&\x7f")
	f.Fuzz(func(t *testing.T, s string) {
		var back string
		if err := json.Unmarshal(api.AppendString(nil, s), &back); err != nil || back != strings.ToValidUTF8(s, "\uFFFD") && utf8.ValidString(s) {
			t.Fatalf("%q came back as %q, %v", s, back, err)
		}
	})
}
