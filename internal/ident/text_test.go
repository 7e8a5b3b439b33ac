package ident

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"sanshe/internal/fault"
)

func TestNarrow(t *testing.T) {
	if got := Narrow("ＡＢ１２（３）　－～中·"); got != "AB12(3) -~中·" {
		t.Errorf("Narrow: %q", got)
	}
}

func TestName(t *testing.T) {
	long := "阿卜杜热西提·阿卜杜克热木·买买提依明·吐尔逊·艾力"
	if utf8.RuneCountInString(long) != 26 {
		t.Fatalf("the long name has %d characters", utf8.RuneCountInString(long))
	}
	for in, want := range map[string]string{
		long: long, "王　明": "王明", " 王 小 明 ": "王小明", "㼆𬭚": "㼆𬭚", "张〇一": "张〇一", "朱󠄀明": "朱󠄀明",
		"阿.布．都•热・合‧曼": "阿·布·都·热·合·曼", "卓玛 · 次仁": "卓玛·次仁", "Anna  O'Neil-Smith Jr.": "Anna O'Neil-Smith Jr.",
		"སྐལ་བཟང": "སྐལ་བཟང", "ئالىم": "ئالىم", "J.R. Tolkien": "J.R. Tolkien", "𰻝": "𰻝", strings.Repeat("王", MaxName): strings.Repeat("王", MaxName),
	} {
		got := NormalizeName(in)
		if err := CheckName(got); got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"":                      "请填写姓名",
		strings.Repeat("王", 51): "姓名最多 50 个字，现在是 51 个",
		"王1":                    "姓名第 2 个字不能是“1”",
		"·王":                    "姓名第 1 个字不能是“·”",
		"王\u200b明":              "姓名第 2 个字不能是看不见的字符",
		"王\n明":                  "姓名第 2 个字不能是看不见的字符",
		"王\ue000":               "姓名第 2 个字是自造字",
		"王（小）":                  "姓名第 2 个字不能是“（”",
		" ":                     "姓名第 1 个字不能是空格",
		"王\u202e明":              "看不见的字符",
	} {
		if err := CheckName(in); err == nil || !strings.Contains(err.Error(), want) || !fault.Is(err, fault.Invalid) {
			t.Errorf("CheckName(%q): %v, want …%s…", in, err, want)
		}
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"\ufeff一\r\n二\r三\u2028四 \n": "一\n二\n三\n四", "　　首行": "首行", "２０２６年\t（全角）": "２０２６年\t（全角）", "": "", "👨‍👩‍👧": "👨‍👩‍👧",
	} {
		got := CleanText(in)
		if err := CheckText(got); got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"居民\u202e议事": "第 3 个字符看不见，会让文字显示错乱（U+202E），请删去这里的内容重新输入",
		"a\x00":      "第 2 个字符看不见，会让文字显示错乱（U+0000）",
		"一\xff":      "第 2 个字符是乱码",
		"\u0085":     "第 1 个字符",
		"a\r":        "第 2 个字符",
	} {
		if err := CheckText(in); err == nil || !strings.Contains(err.Error(), want) || !fault.Is(err, fault.Invalid) {
			t.Errorf("CheckText(%q): %v, want %s", in, err, want)
		}
	}
	if err := CheckText("\ufffd 一"); err != nil {
		t.Errorf("U+FFFD itself is a character: %v", err)
	}
	// Exactly the characters that turn the direction are refused.
	refused := ""
	for r := rune(0xA0); r < unicode.MaxRune; r++ {
		if utf8.ValidRune(r) && CheckText(string(r)) != nil {
			refused += string(r)
		}
	}
	if want := "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"; refused != want {
		t.Errorf("refused %+q, want %+q", refused, want)
	}
}

func FuzzName(f *testing.F) {
	for _, s := range []string{"王　明", "阿.布．都•热・合‧曼", "Anna O'Neil", "王\u0085明", "甲 · 乙", "\xff", "甲..乙"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := NormalizeName(s)
		if NormalizeName(n) != n {
			t.Fatalf("%q normalises to %q and that to %q", s, n, NormalizeName(n))
		}
		if CheckName(n) == nil && (CheckText(n) != nil || n == "") {
			t.Fatalf("%q is a name but not text: %v", n, CheckText(n))
		}
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"一\r\n二", "\ufeff\r\ufeff\n", "a\u202eb", "\xff", "\x00", "\xef\ufeff\xbb\xbf"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := CleanText(s)
		if CleanText(n) != n {
			t.Fatalf("%q cleans to %q and that to %q", s, n, CleanText(n))
		}
		if CheckText(n) == nil && (!utf8.ValidString(n) || strings.ContainsAny(n, "\r\x00\u202e")) {
			t.Fatalf("CheckText lets %q through", n)
		}
	})
}
