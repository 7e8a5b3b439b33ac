package record

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sanshe/internal/clock"
	"sanshe/internal/ident"
)

// A kind's text is read back as the value it was written from, its JSON and
// what it gives the database likewise, whatever the value.
func TestEveryKindReadsWhatItWrites(t *testing.T) {
	spoil = spoilt{}
	lines := Define[thing]("thing", "东西").Field("lines").Kind
	words := rapid.StringOfN(rapid.RuneFrom([]rune("张三·abc 12，。，、-_（）𠮷")), 0, 60, -1)
	list := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,8}`), 0, 5)
	days := rapid.Custom(func(t *rapid.T) clock.Date {
		return clock.Date("1900-01-01").AddDays(rapid.IntRange(0, 100_000).Draw(t, "days"))
	})
	for _, c := range []struct {
		kind Kind
		gen  *rapid.Generator[any]
	}{
		{text{}, rapid.Map(words, clean)},
		{address{}, rapid.Map(words, clean)},
		{prose{}, rapid.Map(words, clean)},
		{fileKind{}, rapid.StringMatching(`([0-9a-f]{64}\.(jpg|png|pdf))?`).AsAny()},
		{codeKind{list: "kinds"}, rapid.StringMatching(`[a-z_]{0,20}`).AsAny()},
		{personName, rapid.StringMatching(`([张王李陈]{1,3}(·[买提江]{2,4})?)?`).AsAny()},
		{phone, rapid.StringMatching(`(1[3-9][0-9]{9}|0830-[2-9][0-9]{6})?`).AsAny()},
		{creditCode, rapid.Map(rapid.IntRange(0, 9999), func(n int) any { s, _ := ident.USCCFor(ident.Association, "510522", n); return s })},
		{idNumber, rapid.Map(rapid.IntRange(0, 999), func(n int) any { s, _ := ident.SyntheticID("510522", "1903-05-06", n); return s })},
		{division, rapid.StringMatching(`(51|5105|510522|51052200[1-9]|51052200[1-9]0[1-9][1-9])?`).AsAny()},
		{integer{}, rapid.Int64Range(-1<<53, 1<<53).AsAny()},
		{year{}, rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(1850, 2199)).AsAny()},
		{minutes{}, rapid.Int64Range(0, 366*24*60).AsAny()},
		{decimal{scale: 3}, rapid.Int64Range(-1e15, 1e15).AsAny()},
		{decimal{scale: 2, unit: "%"}, rapid.Int64Range(-1e6, 1e6).AsAny()},
		{money{}, rapid.Map(rapid.Int64Range(-1e15, 1e15), func(n int64) any { return Fen(n) })},
		{date{}, rapid.OneOf(rapid.Just(clock.Date("")), days).AsAny()},
		{month{}, rapid.Map(days, func(d clock.Date) any { return d.Month() })},
		{moment{}, rapid.Map(rapid.Int64Range(1, 60_000_000), func(n int64) any { return Moment(n * 60_000) })},
		{boolean{}, rapid.Bool().AsAny()},
		{choice{options: red.Options()}, rapid.SampledFrom([]any{red, green, blue, colour("")})},
		{Ref{}, rapid.Map(rapid.Int64Range(0, 1<<53), func(n int64) any { return ID[thing](n) })},
		{Refs{}, rapid.Map(rapid.SliceOfNDistinct(rapid.Int64Range(1, 1<<53), 0, 5, rapid.ID[int64]), func(l []int64) any {
			out := IDs[thing]{}
			for _, n := range l {
				out = append(out, ID[thing](n))
			}
			return out
		})},
		{codesKind{list: "kinds"}, list.AsAny()},
		{divisions{}, rapid.Just([]string{"510522", "510522001"}).AsAny()},
		{windowKind{}, rapid.Map(rapid.Custom(drawWindow), func(w clock.Window) any { return w })},
		{lines, rapid.Map(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) entry {
			return entry{What: clean("事" + words.Draw(t, "what")).(string), Cost: Fen(rapid.Int64Range(-1e12, 1e12).Draw(t, "cost"))}
		}), 0, 4), func(l []entry) any { return l })},
	} {
		t.Run(c.kind.Name(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				v := c.gen.Draw(t, "value")
				back := reflect.New(reflect.TypeOf(v))
				if err := c.kind.Parse(back.Interface(), c.kind.Format(v)); err != nil {
					t.Fatalf("%v is written %q, which is refused: %v", v, c.kind.Format(v), err)
				}
				same(t, v, back.Elem().Interface(), "its text "+c.kind.Format(v))
				kept := reflect.New(reflect.TypeOf(v))
				scan(t, c.kind, kept.Interface(), c.kind.Arg(v))
				same(t, v, kept.Elem().Interface(), "the database")
				if b, err := json.Marshal(c.kind.JSON(v)); err != nil || string(b) == "null" {
					t.Fatalf("%v as JSON: %s, %v", v, b, err)
				}
				empty := reflect.New(reflect.TypeOf(v))
				if err := c.kind.Parse(empty.Interface(), ""); err != nil {
					t.Fatalf("nothing is refused: %v", err)
				}
			})
		})
	}
}

func clean(s string) any { return ident.CleanText(strings.Join(strings.Fields(s), " ")) }

func drawWindow(t *rapid.T) clock.Window {
	var parts []string
	for range rapid.IntRange(0, 3).Draw(t, "slots") {
		day := rapid.SampledFrom([]string{"周末", "工作日", "周三", "周一至周五", "每天", "星期六", "周六日"}).Draw(t, "day")
		hours := rapid.SampledFrom([]string{"上午", "下午", " 09:00-12:00", "9点-17点", "", "晚上"}).Draw(t, "hours")
		parts = append(parts, day+hours)
	}
	w, err := clock.ParseWindow(strings.Join(parts, "、"))
	if err != nil {
		t.Fatal(parts, err)
	}
	return w
}

// same takes an empty list and no list for one.
func same(t *rapid.T, want, got any, where string) {
	if w := reflect.ValueOf(want); w.Kind() == reflect.Slice && w.Len() == 0 && reflect.ValueOf(got).Len() == 0 {
		return
	}
	if !reflect.DeepEqual(want, got) {
		t.Fatalf("%#v comes back from %s as %#v", want, where, got)
	}
}

// scan does what a database driver does with a value of one of its two types.
func scan(t *rapid.T, k Kind, p, v any) {
	switch d := k.Dest(p).(type) {
	case interface{ Scan(any) error }:
		if err := d.Scan(v); err != nil {
			t.Fatal(err)
		}
	default:
		to := reflect.ValueOf(d).Elem()
		if to.Kind() == reflect.Bool {
			to.SetBool(v.(int64) != 0)
			return
		}
		to.Set(reflect.ValueOf(v).Convert(to.Type()))
	}
}

func TestMoney(t *testing.T) {
	for s, want := range map[string]Fen{
		"0.5万元": 500_000, "0.5万": 500_000, "5000": 500_000, "5,000.00元": 500_000, "５０００元": 500_000, "¥5000": 500_000,
		"0.3万元": 300_000, "1,0000": 1_000_000, "0.01": 1, "-12.30": -1230, "100万元": 100_000_000, "98.65万元": 98_650_000, "12.340": 1234,
		"92233720368547758.07": 0, "0.000001万": 1,
	} {
		got, err := ParseFen(s)
		if want == 0 {
			if err == nil {
				t.Errorf("%s is read as %d fen, more than can be added up safely", s, got)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("%s is %d fen, %v; want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"1e5", "1E5", "5,00", "1,2,3", ",5", "5,", "12.345", "0.0000001万", "5000元整", "五千", "--5", "+5", "5.", ".5", "万元", "元", "1万万",
		"NaN", "Inf", "0x10", "1_000", "9999999999999999999", "99999999999999999万", "5 000", "1.2.3", "-"} {
		if got, err := ParseFen(s); err == nil {
			t.Errorf("%q is read as %d fen", s, got)
		} else if !strings.Contains(err.Error(), "应如") {
			t.Errorf("%q: %q does not say how to mend it", s, err)
		}
	}
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		text string
		want int64 // -1 is refused
	}{
		{integer{}, "1,234", 1234}, {integer{}, "12.0", 12}, {integer{}, "12.5", -1}, {integer{}, "１２", 12}, {integer{}, "1e3", -1}, {integer{}, "9007199254740993", -1},
		{integer{}, "1,23", -1}, {year{}, "2026年", 2026}, {year{}, "26", -1}, {year{}, "20266", -1},
		{minutes{}, "90", 90}, {minutes{}, "1.5小时", 90}, {minutes{}, "1小时30分钟", 90}, {minutes{}, "2个小时", 120}, {minutes{}, "0.33小时", -1},
		{minutes{}, "1小时9223372036854775807分", -1}, {minutes{}, "9223372036854775807", -1}, {minutes{}, "-5", -1}, {minutes{}, "分钟", -1}, {minutes{}, "m", -1}, {minutes{}, "小时", -1},
		{decimal{scale: 2, unit: "%"}, "12.5%", 1250}, {decimal{scale: 2, unit: "%"}, "12.505%", -1},
	} {
		v := int64(0)
		err := c.kind.Parse(&v, c.text)
		switch {
		case c.want == -1 && err == nil:
			t.Errorf("%s %q is read as %d", c.kind.Name(), c.text, v)
		case c.want != -1 && (err != nil || v != c.want):
			t.Errorf("%s %q is %d, %v; want %d", c.kind.Name(), c.text, v, err, c.want)
		}
	}
}

// A row is kept under the names of its fields: renaming a Go field loses nothing.
func TestRowsAreKeptByName(t *testing.T) {
	spoil = spoilt{}
	kind := Define[thing]("thing", "东西").Field("lines").Kind
	if got := kind.Arg([]entry{{What: "糖", Cost: 50}}); got != `[{"cost":50,"what":"糖"}]` {
		t.Errorf("kept as %s", got)
	}
}

// Nothing that was written is passed over: what is not understood is refused.
func TestWindowsAreReadWhole(t *testing.T) {
	for text, want := range map[string]clock.Window{
		"上午周三": "周三 08:00-12:00", "周三上午": "周三 08:00-12:00", "每月第一个周三上午": "", "除周三外": "", "周三上午周五": "", "周五至周一": "",
	} {
		var w clock.Window
		err := windowKind{}.Parse(&w, text)
		if w != want || (err == nil) != (want != "") {
			t.Errorf("%s is read as %q, %v; want %q", text, w, err, want)
		}
	}
}
