package area

import (
	"compress/gzip"
	"os"
	"slices"
	"strings"
	"testing"

	"sanshe/internal/fault"
)

func TestLevels(t *testing.T) {
	for code, want := range map[string]struct {
		level  Level
		name   string
		parent string
	}{
		"":                {Everywhere, "全部", ""},
		"51":              {Province, "省", ""},
		"5105":            {City, "市", "51"},
		"510522":          {County, "县（区）", "5105"},
		"510522001":       {Town, "镇（街道）", "510522"},
		"510522001001":    {Community, "社区（村）", "510522001"},
		"510522001001012": {Grid, "网格", "510522001001"},
		"441900":          {County, "县（区）", "4419"}, // 东莞 has no counties
		"441900003":       {Town, "镇（街道）", "441900"},
		"510500":          {Malformed, "区划代码不对", "5105"},
	} {
		if l := LevelOf(code); l != want.level || l.String() != want.name || Parent(code) != want.parent {
			t.Errorf("%q: level %d %s, parent %q, want %v", code, l, l, Parent(code), want)
		}
	}
	if got := Ancestors("510522001001012"); !slices.Equal(got, []string{"510522001001", "510522001", "510522", "5105", "51"}) {
		t.Errorf("Ancestors: %v", got)
	}
	if got := Ancestors("51"); got != nil {
		t.Errorf("Ancestors of a province: %v", got)
	}
}

func TestValidErrors(t *testing.T) {
	for code, want := range map[string]string{
		"":                      "缺行政区划代码",
		"51o522":                "第 3 位不是数字",
		"５１０５２２":                "第 1 位不是数字",
		"51052":                 "现在是 5 位",
		"5105220010":            "现在是 10 位",
		"510522001001123456789": "现在是 21 位",
		"510522000000":          "应写“510522”",
		"510522001000":          "应写“510522001”",
		"510000000000":          "应写“51”",
		"510500":                "应写“5105”",
	} {
		if err := Valid(code); err == nil || !strings.Contains(err.Error(), want) || !fault.Is(err, fault.Invalid) {
			t.Errorf("Valid(%q): %v, want …%s…", code, err, want)
		}
	}
}

func TestContains(t *testing.T) {
	for _, c := range []struct {
		outer, inner string
		want         bool
	}{
		{"", "", true}, {"", "510522", true}, {"510522", "510522", true}, {"510522", "510522999999999", true},
		{"510522", "510523", false}, {"510522", "5105", false}, {"510522", "", false}, {"510529", "51053", false}, {"51", "52", false},
	} {
		if got := Contains(c.outer, c.inner); got != c.want {
			t.Errorf("Contains(%q, %q) = %v", c.outer, c.inner, got)
		}
	}
	if lo, hi := Bounds(""); lo != "" || hi != ":" {
		t.Errorf("Bounds of everywhere: %q %q", lo, hi)
	}
}

func TestCommunityKind(t *testing.T) {
	for code, want := range map[string]string{
		"510522001001": Residents, "510522001199": Residents, "510522001200": Villagers, "510522001399": Villagers,
		"510522001400": Alike, "510522001598": Alike, "51052200120012": Villagers, "510522001": "", "abc": "",
	} {
		if got := CommunityKind(code); got != want {
			t.Errorf("CommunityKind(%q) = %q, want %q", code, got, want)
		}
	}
}

func TestEdition(t *testing.T) {
	count := map[Level]int{}
	names := map[string]string{}
	for _, d := range Edition() {
		count[d.Level]++
		names[d.Code] = d.Name
	}
	if names["510522"] != "合江县" || names["510522001"] != "符阳街道" || names["510522126"] != "荔江镇" {
		t.Error("the edition lacks 合江县 or its towns")
	}
	if count[Province] != 1 || count[City] != 1 || count[County] != 1 || count[Town] != 21 || count[Community] != 239 {
		t.Errorf("counts: %v", count)
	}
}

// A whole province parses, every code under its parent, and the ranges of
// CommunityKind agree with the names but for a handful.
func TestSichuan(t *testing.T) {
	file, err := os.Open("testdata/divisions-sichuan.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	divisions, err := ParseDivisions(plain)
	if err != nil || len(divisions) != 37728 {
		t.Fatalf("%d divisions, %v", len(divisions), err)
	}
	differ := 0
	for _, d := range divisions {
		for _, above := range Ancestors(d.Code) {
			if !Contains(above, d.Code) {
				t.Errorf("%s is not in %s", d.Code, above)
			}
		}
		residents := strings.HasSuffix(d.Name, "居委会") || strings.HasSuffix(d.Name, "居民委员会")
		villagers := strings.HasSuffix(d.Name, "村委会") || strings.HasSuffix(d.Name, "村民委员会")
		if kind := CommunityKind(d.Code); d.Level == Community && (residents && kind != Residents || villagers && kind != Villagers) {
			differ++
		}
	}
	if differ != 4 {
		t.Errorf("%d names differ from their kind, want 4", differ)
	}
}

func TestParseDivisionsErrors(t *testing.T) {
	const head = "code,name,level\n51,四川省,province\n"
	for in, want := range map[string]string{
		"":                              "第一行应为",
		"51,四川省,province":               "第一行应为",
		head + "5105,泸州市":               "读不出",
		head + "510500,泸州市,city":        "第 3 行：行政区划代码“510500”",
		head + "5105,,city":             "缺名称",
		head + "5105,泸州市,county":        "级别“county”",
		head + "5105,泸州市,":              "级别“”",
		head + "51,四川省,province":        "重复",
		head + "510522,合江县,county":      "上级 5105 应先列出",
		head + "5105,\"泸\n州\",x\n1,,\n": "第 3 行",
	} {
		if _, err := ParseDivisions(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) || !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseDivisions(%q): %v, want …%s…", in, err, want)
		}
	}
}

func FuzzCode(f *testing.F) {
	for _, code := range []string{"", "51", "510500", "441900", "441900003", "510522001001", "510522000000", "510522001001012", "00", "5a", "\xff"} {
		f.Add(code, "510522")
	}
	f.Fuzz(func(t *testing.T, code, other string) {
		if LevelOf(other) != Malformed && LevelOf(code) != Malformed && Contains(other, code) != strings.HasPrefix(code, other) {
			t.Fatalf("Contains(%q, %q) is not what the prefix says", other, code)
		}
		if Valid(code) != nil {
			return
		}
		parent := Parent(code)
		if len(parent) >= len(code) || !Contains(parent, code) || Contains(code, parent) {
			t.Fatalf("parent of %q is %q", code, parent)
		}
		if (CommunityKind(code) == "") != (LevelOf(code) < Community) {
			t.Fatalf("kind of %q is %q", code, CommunityKind(code))
		}
	})
}

func FuzzParseDivisions(f *testing.F) {
	f.Add("code,name,level\n51,四川省,province\n5105,泸州市,city\n")
	f.Add("code,name,level\n441900,东莞市,county\n")
	f.Fuzz(func(t *testing.T, s string) {
		divisions, err := ParseDivisions(strings.NewReader(s))
		seen := map[string]bool{"": true}
		for _, d := range divisions {
			if err != nil || Valid(d.Code) != nil || !seen[Parent(d.Code)] || d.Name == "" {
				t.Fatalf("ParseDivisions(%q) lets %v through, %v", s, d, err)
			}
			seen[d.Code] = true
		}
	})
}
