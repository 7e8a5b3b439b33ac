package report

import (
	"archive/zip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sanshe/internal/fault"
)

func TestHeadingsAreKnownByTheirNumbers(t *testing.T) {
	for text, level := range map[string]int{
		"一、坚持党建引领": 1, "十二、附则": 1, "（一）夯实组织基础": 2, "(十一)其他": 2, "1.摸排": 3, "1．摸排": 3, "（1）入户": 4, "(12)电话": 4,
		"一是夯实": 0, "1.5万元": 0, "2026年": 0, "，一、二": 0, "（社会企业）": 0,
	} {
		if got := levelOf(text); got != level {
			t.Errorf("%s: level %d, want %d", text, got, level)
		}
	}
}

func TestParse(t *testing.T) {
	doc, err := Parse("\ufeff　标题\r\n\r\n一、数字\r\n（一）覆盖。共{party.single}个。“真好！”再看{?need.listed@a=all：均已|已有{need.listed@a|part}个}建立。")
	if err != nil {
		t.Fatal(err)
	}
	want := []line{
		{head: []piece{{text: "标题"}}},
		{level: 1, head: []piece{{text: "一、数字"}}},
		{level: 2, head: []piece{{text: "（一）覆盖。"}}, body: []piece{
			{text: "共"}, {name: "party.single", at: place{4, 8}}, {text: "个。"},
			{text: "“真好！”", editable: true},
			{text: "再看"},
			{name: "need.listed@a", asks: true, at: place{4, 31}, whole: []piece{{text: "均已"}}, other: []piece{
				{text: "已有"}, {name: "need.listed@a", option: "part", at: place{4, 56}}, {text: "个"},
			}},
			{text: "建立。"},
		}},
	}
	if !reflect.DeepEqual(doc.lines, want) {
		t.Errorf("got  %+v\nwant %+v", doc.lines, want)
	}
	if got := doc.Figures(); !slices.Equal(got, []string{"party.single", "need.listed@a"}) {
		t.Errorf("figures %v", got)
	}
}

func TestParseSaysWhereWhatAndHowToMend(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "报告没有文字；第一行写标题，以后每段一行",
		"题\n\xff":                    "文字不是 UTF-8 编码；把文件另存为 UTF-8 再用",
		"一、党建":                       "第 1 行第 1 字：第一行应是标题，这里是小标题；在它前面加一行标题",
		"题\n\n共{party.single":        "第 3 行第 2 字：“{”没有配对的“}”；补上“}”，要印出花括号就改用全角｛｝",
		"题\n共{a.b{c.d}}":             "第 2 行第 2 字：“{”没有配对的“}”；补上“}”，要印出花括号就改用全角｛｝",
		"题\n共3}个":                    "第 2 行第 3 字：多了一个“}”；删去它，要印出花括号就改用全角｝",
		"题\n{覆盖率}":                   "第 2 行第 1 字：“覆盖率”不像数字的名称；应是小写英文加点，如 {party.single}",
		"题\n{a.b|比}":                 "第 2 行第 1 字：“比”不是数字的写法；可写 |part（分子）、|whole（分母）、|word（汉字）",
		"题\n{?a.b:均已}":               "第 2 行第 1 字：条件没有写全；应写成 {?数字的名称=all:全部时的文字|否则的文字}",
		"题\n{?a.b=all:{?c.d=all:甲}}": "第 2 行第 11 字：条件里不能再套条件；拆成两处写",
		"题\n{?a.b=all:均已|未":          "第 2 行第 1 字：“{”没有配对的“}”；补上“}”，要印出花括号就改用全角｛｝",
		"题\n　共\b个":                   "第 2 行第 3 字：有看不见的控制字符；删去它，制表符改成空格",
		"题\n共}个\n共{个":                "第 2 行第 2 字：多了一个“}”；删去它，要印出花括号就改用全角｝；第 3 行第 2 字：“{”没有配对的“}”；补上“}”，要印出花括号就改用全角｛｝",
	} {
		_, err := Parse(text)
		if err == nil || err.Error() != want || !fault.Is(err, fault.Invalid) {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
}

// FuzzParse: whatever parses, renders in every format.
func FuzzParse(f *testing.F) {
	f.Add(Hejiang())
	f.Add("题\n（一）覆盖。共{party.single}个。{?need.listed_communities=all:均已|已有{need.listed_communities|part}个}建立")
	f.Add("题\n{access.lists|word}张<b>&\"'\u3f06\U0002cb5a")
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := Parse(text)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("kind of %v", err)
			}
			return
		}
		filled, err := Render(doc, complete())
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("kind of %v", err)
			}
			return
		}
		plain := plainText(t, filled)
		if !utf8.ValidString(plain) || strings.Count(plain, "\n") != len(doc.lines) {
			t.Fatalf("%q became %q", text, plain)
		}
		html(t, filled)
		file := docx(t, filled, Options{Base: "https://example.gov.cn"})
		z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range z.File {
			wellFormed(t, part)
		}
	})
}
