package record

import (
	"reflect"
	"testing"

	"sanshe/internal/clock"
)

// Whatever is typed is refused with a sentence, or read as a value whose text
// is read as the same value. Nothing panics.
func fuzzKind[T any](f *testing.F, k Kind, sound func(T) bool, seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, again := new(T), new(T)
		if err := k.Parse(v, s); err != nil {
			if err.Error() == "" {
				t.Errorf("%q is refused without a word", s)
			}
			return
		}
		if !sound(*v) {
			t.Errorf("%q is read as %v", s, *v)
		}
		text := k.Format(*v)
		if err := k.Parse(again, text); err != nil || !reflect.DeepEqual(v, again) && text != "" {
			t.Errorf("%q is read as %v, written %q, and then read as %v, %v", s, *v, text, *again, err)
		}
	})
}

func FuzzMoney(f *testing.F) {
	fuzzKind(f, money{}, func(Fen) bool { return true }, "0.5万元", "5,000.00元", "1e5", "-0.01", "¥１２", "9,99", "92233720368547758万")
}

func FuzzMinutes(f *testing.F) {
	fuzzKind(f, minutes{}, func(n int64) bool { return 0 <= n && n <= 366*24*60 }, "90", "1.5小时", "1小时30分钟", "1h9223372036854775807", "小时", "个")
}

func FuzzWindow(f *testing.F) {
	fuzzKind(f, windowKind{}, func(w clock.Window) bool {
		for _, s := range w.Slots() {
			if s.From < 0 || s.To > 24*60 || s.To <= s.From {
				return false
			}
		}
		return true
	}, "周末上午", "周一至周五 09:00-17:00", "周六日 9:00-12:00、周三下午", "每天", "周", "周五至周一", "24:00-25:00")
}

func FuzzGrid(f *testing.F) {
	spoil = spoilt{}
	kind := Define[thing]("thing", "东西").Field("lines").Kind
	fuzzKind(f, kind, func(l []entry) bool {
		for _, e := range l {
			if e.What == "" {
				return false
			}
		}
		return true
	}, `[{"what":"糖","cost":"0.5"}]`, `[{}]`, `[{"what":""}]`, `[null]`, `[{"what":"a","what":"b"}]`, `{}`, `[{"cost":"1"}]`, `[{"what":"\u202e"}]`)
}
