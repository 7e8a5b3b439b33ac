package ident

import (
	"strings"
	"testing"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
)

// Vectors of the dossier, C1; synthetic but for the standard's own.
var usccVectors = []struct {
	code     string
	category Category
	serial   int
	label    string
}{
	{"51510522MJQ000015U", Association, 1, "社会团体"},
	{"51510522MJQ0001115", Association, 11, "社会团体"},
	{"52510522MJQ000023K", PrivateNonEnterprise, 2, "民办非企业单位"},
	{"52510522MJQ0001037", PrivateNonEnterprise, 10, "民办非企业单位"},
	{"53510522MJQ000031B", Foundation, 3, "基金会"},
	{"55510522MEQ000041X", ResidentsCommittee, 4, "居委会"},
	{"54510522MEQ00005XQ", Village, 5, "村委会"},
	{"11510522MB0Q00063R", "11", 6, "机关"},
	{"91510522MA6Q000798", "91", 7, "企业"},
	{"91350100M000100Y43", "91", -1, "企业"},
}

func TestCheckUSCC(t *testing.T) {
	for _, v := range usccVectors {
		if warning, err := CheckUSCC(v.code); warning != "" || err != nil {
			t.Errorf("%s: %q, %v", v.code, warning, err)
		}
		if c := USCCCategory(v.code); c != v.category || c.Label() != v.label {
			t.Errorf("%s is %s %s", v.code, c, c.Label())
		}
		if made, err := USCCFor(v.category, "510522", v.serial); v.serial >= 0 && (made != v.code || err != nil) {
			t.Errorf("USCCFor(%s, 510522, %d) = %s, %v, want %s", v.category, v.serial, made, err, v.code)
		}
	}
	for in, want := range map[string]string{
		"52510522mjq000023k": "52510522MJQ000023K",
		" ５２５１０５２２ｍｊｑ０００２３Ｋ　":      "52510522MJQ00023K",
		"5251 0522 MJQ0 0002-3K\n": "52510522MJQ000023K",
		"\ufeff5251":               "5251",
	} {
		if got := NormalizeUSCC(in); got != want {
			t.Errorf("NormalizeUSCC(%q) = %q, want %q", in, got, want)
		}
	}
	if USCCCategory("5") != "" || Category("88").Label() != "" {
		t.Error("a category out of nothing")
	}
}

func TestCheckUSCCErrors(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "应为 18 位，现在是 0 位",
		"52510522MJQ00023K":   "应为 18 位，现在是 17 位",
		"51510522MJQ000015T":  "校验位对不上，至少有一位写错，请对照证书逐位核对",
		"52510522MJQ00002SK":  "第 17 位不会是字母 S，可能是数字 5",
		"52510522MJQOOO023K":  "第 12 位不会是字母 O，可能是数字 0",
		"5251O522MJQ000023K":  "第 5 位不会是字母 O",
		"5251A522MJQ000023K":  "第 5 位属登记机关的区划代码，应为数字，现在是字母 A",
		"52510522mjq000023k":  "第 9 位应为数字或大写字母，现在是字母 m",
		"52510522-MJQ00023K":  "第 9 位应为数字或大写字母，现在是“-”",
		"52510522M QJ00023K":  "现在是空格",
		"52510522MJQ00023K\n": "现在是看不见的字符",
	} {
		if _, err := CheckUSCC(in); err == nil || !strings.Contains(err.Error(), want) || !fault.Is(err, fault.Invalid) {
			t.Errorf("CheckUSCC(%q): %v, want …%s…", in, err, want)
		}
	}
	s := "51510522MJQ000014" // inner check should be 5; the outer is right
	s += string(usccCheck(s))
	if warning, err := CheckUSCC(s); err != nil || !strings.Contains(warning, "第 9 到 17 位") {
		t.Errorf("inner check wrong: %q, %v", warning, err)
	}
}

func TestUSCCForErrors(t *testing.T) {
	for _, c := range []struct {
		category Category
		county   string
		serial   int
	}{{"88", "510522", 1}, {Association, "5105", 1}, {Association, "51052O", 1}, {Association, "510522", 100000}, {Association, "510522", -1}, {"91", "510522", 10000}} {
		if s, err := USCCFor(c.category, c.county, c.serial); err == nil {
			t.Errorf("USCCFor(%v) = %s", c, s)
		}
	}
	if s, err := USCCFor(Association, "510522", 99999); err != nil {
		t.Errorf("%s, %v", s, err)
	}
}

func TestCheckID(t *testing.T) {
	for _, v := range []struct { // dossier, C2; synthetic but for the standard's own
		id    string
		sex   Sex
		birth clock.Date
	}{
		{"510522190001010012", Male, "1900-01-01"}, {"510522190001010020", Female, "1900-01-01"},
		{"510522190307150181", Female, "1903-07-15"}, {"51052219010615002X", Female, "1901-06-15"},
		{"510522190402290035", Male, "1904-02-29"}, {"11010519491231002X", Female, "1949-12-31"},
	} {
		if err := CheckID(v.id); err != nil || IDBirth(v.id) != v.birth || IDSex(v.id) != v.sex {
			t.Errorf("%s: %v, %s, %s", v.id, err, IDBirth(v.id), IDSex(v.id))
		}
	}
	if got := NormalizeID(" 510522 19010615 002x　"); CheckID(got) != nil {
		t.Errorf("normalised to %q", got)
	}
	if Male.String() != "男" || Female.String() != "女" || SexUnknown.String() != "未知" {
		t.Error("names of the sexes")
	}
}

func TestCheckIDErrors(t *testing.T) {
	for in, want := range map[string]string{
		"510522190001010013":  "校验位对不上",
		"510522190102290017":  "1901年2月没有 29 日",
		"510522190113010017":  "月份不对",
		"510522000001010017":  "年份不对",
		"5105221900010100O2":  "第 17 位应为数字，现在是字母 O",
		"51052219000101001A":  "第 18 位应为数字或 X，现在是字母 A",
		"51052219010615002x":  "第 18 位应为数字或 X，现在是字母 x",
		"５10522190001010012":  "第 1 位应为数字，现在是“５”",
		"51052219000101001":   "应为 18 位，现在是 17 位",
		"5105221900010100122": "应为 18 位，现在是 19 位",
		"510522000101001":     "15 位的旧身份证号",
		"":                    "应为 18 位，现在是 0 位",
	} {
		if err := CheckID(in); err == nil || !strings.Contains(err.Error(), want) || !fault.Is(err, fault.Invalid) || IDBirth(in) != "" || IDSex(in) != SexUnknown {
			t.Errorf("CheckID(%q): %v, want …%s…", in, err, want)
		}
	}
}

func TestSyntheticID(t *testing.T) {
	if s, err := SyntheticID("510522", "1901-06-15", 2); s != "51052219010615002X" || err != nil {
		t.Errorf("%s, %v", s, err)
	}
	for _, c := range []struct {
		county string
		birth  clock.Date
		seq    int
	}{{"510522", "1900-12-31", 0}, {"510522", "1905-01-01", 0}, {"510522", "", 0}, {"5105", "1901-01-01", 0}, {"510522", "1901-01-01", 1000}, {"51052O", "1901-01-01", 1}} {
		if s, err := SyntheticID(c.county, c.birth, c.seq); err == nil {
			t.Errorf("SyntheticID(%v) = %s", c, s)
		}
	}
}

func TestMasks(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{MaskID("510522190001010012"), "510522********0012"}, {MaskID("51052219"), "****"}, {MaskID("一二三四五六"), "****"}, {MaskID(""), ""},
		{MaskPhone("13800002046"), "138****2046"}, {MaskPhone("0830-2345678"), "0830-****5678"}, {MaskPhone("12345"), "****"}, {MaskPhone(""), ""},
		{MaskName("王明"), "王*"}, {MaskName("陈小梅"), "陈*"}, {MaskName("𬭚"), "𬭚*"}, {MaskName(""), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestPhone(t *testing.T) {
	for in, want := range map[string]string{
		"13800002046": "13800002046", "138-0000 2046": "13800002046", "+86 138 0000 2046": "13800002046", "008613800002046": "13800002046",
		"８６１３８００００２０４６": "13800002046", "（0830）2345678": "0830-2345678", "08302345678": "0830-2345678", "0830—2345678": "0830-2345678",
		"010 23456789": "010-23456789", "02823456789": "028-23456789", "+86 0830 2345678": "0830-2345678",
	} {
		got := NormalizePhone(in)
		if err := CheckPhone(got); got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"1380000204": "手机号应为 11 位，现在是 10 位", "138000020466": "手机号应为 11 位，现在是 12 位", "12800002046": "第 2 位是 3 到 9", "1380000204O": "第 2 位是 3 到 9",
		"2345678": "区号-号码", "0830-1345678": "区号-号码", "08302345678": "区号-号码", "0830-234567": "区号-号码", "": "区号-号码", "0830-2345678-801": "区号-号码",
	} {
		if err := CheckPhone(in); err == nil || !strings.Contains(err.Error(), want) || !fault.Is(err, fault.Invalid) {
			t.Errorf("CheckPhone(%q): %v, want …%s…", in, err, want)
		}
	}
}

func FuzzUSCC(f *testing.F) {
	for _, v := range usccVectors {
		f.Add(v.code)
	}
	f.Add("52510522mjq000023k")
	f.Add("５２51 0522-MJQ\u200b")
	f.Fuzz(func(t *testing.T, s string) {
		n := NormalizeUSCC(s)
		if NormalizeUSCC(n) != n {
			t.Fatalf("%q normalises to %q and that to %q", s, n, NormalizeUSCC(n))
		}
		if _, err := CheckUSCC(n); err != nil {
			return
		}
		for i := range n { // the standard's check finds any one wrong character
			for _, c := range []byte(usccAlphabet) {
				if wrong := n[:i] + string(c) + n[i+1:]; c != n[i] {
					if _, err := CheckUSCC(wrong); err == nil {
						t.Fatalf("%s passes as well as %s", wrong, n)
					}
				}
			}
		}
	})
}

func FuzzID(f *testing.F) {
	for _, s := range []string{"510522190001010012", "51052219010615002x", "510522190102290017", "510522000101001", "５105\u200e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := NormalizeID(s)
		if NormalizeID(n) != n {
			t.Fatalf("%q normalises to %q and that to %q", s, n, NormalizeID(n))
		}
		if (CheckID(n) == nil) != (IDBirth(n).Valid() && IDSex(n) != SexUnknown) {
			t.Fatalf("%q: %v, born %q, %s", n, CheckID(n), IDBirth(n), IDSex(n))
		}
		if CheckID(n) == nil && (len(MaskID(n)) != 18 || strings.Contains(MaskID(n), n[6:14])) {
			t.Fatalf("mask of %s is %s", n, MaskID(n))
		}
	})
}

func FuzzPhone(f *testing.F) {
	for _, s := range []string{"13800002046", "+86 138 0000 2046", "（0830）2345678", "0830-2345678", "86008613800002046", "-", "****"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := NormalizePhone(s)
		if NormalizePhone(n) != n {
			t.Fatalf("%q normalises to %q and that to %q", s, n, NormalizePhone(n))
		}
		if mask := MaskPhone(n); n != "" && n != "****" && (mask == n || !strings.Contains(mask, "****")) {
			t.Fatalf("mask of %q is %q", n, mask)
		}
	})
}
