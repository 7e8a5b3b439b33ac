package report

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sanshe/internal/fault"
)

// The county's published text, with its marks set full-width, is what its
// template says of its figures (dossier G45).
func TestHejiangReadsAsPublished(t *testing.T) {
	published, err := os.ReadFile("testdata/published.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer(",", "，", ";", "；", "(", "（", ")", "）", "\n", "",
		"线下 线上", "线下+线上", "线上 线下", "线上+线下", "服务站 社工 志愿者", "服务站+社工+志愿者").Replace(string(published))

	lines := strings.Split(strings.TrimSpace(plainText(t, fill(t, Hejiang(), complete()))), "\n")
	if lines[0] != "合江县“三社联动”治理机制工作情况报告" {
		t.Errorf("title %s", lines[0])
	}
	firstly := regexp.MustCompile(`^（([一二三])）(.*)$`)
	got := ""
	for _, l := range lines[1:] {
		if level := levelOf(l); level > 0 {
			l = firstly.ReplaceAllString(l, "${1}是$2") + "。"
		}
		got += l
	}
	if got != want {
		i := 0
		for i < min(len(got), len(want)) && got[i] == want[i] {
			i++
		}
		t.Errorf("differs at %q\nwant %q", got[i:min(i+90, len(got))], want[i:min(i+90, len(want))])
	}
}

func TestListedCommunities(t *testing.T) {
	for _, c := range []struct {
		src  county
		want string
	}{
		{available().listed(11, 11), "11个城市社区均已建立“三张清单”"},
		{available().listed(10, 11), "11个城市社区已有10个建立“三张清单”"},
		{available().listed(0, 0), "0个城市社区已有0个建立“三张清单”"},
		{available().with("need.listed_communities", Figure{}), "—个城市社区已有—个建立“三张清单”"},
		{available().with("need.listed_communities", Figure{Missing: true}), "〔待接入〕个城市社区已有〔待接入〕个建立“三张清单”"},
	} {
		if got := plainText(t, fill(t, Hejiang(), c.src)); !strings.Contains(got, c.want) {
			t.Errorf("no %s", c.want)
		}
	}
}

func TestSourceIsAskedOnceForEachName(t *testing.T) {
	c := available()
	f := fill(t, "题\n{party.single}、{party.single|word}、{party.unknown}、{party.unknown}、{?need.listed_communities=all:全|{party.never}}", c)
	if got, want := plainText(t, f), "题\n63、63、〔待接入〕、〔待接入〕、全\n"; got != want {
		t.Errorf("%s", got)
	}
	for name, n := range c.asked {
		if n != 1 {
			t.Errorf("%s asked %d times", name, n)
		}
	}
	var names []string
	for _, g := range f.Figures() {
		names = append(names, g.Name)
	}
	if !slices.Equal(names, []string{"party.single", "party.unknown", "need.listed_communities"}) {
		t.Errorf("rests on %v", names)
	}
}

func TestRenderRefuses(t *testing.T) {
	doc, err := Parse("题\n共{party.single|part}个")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Render(doc, available())
	want := "第 2 行第 2 字：单独建立党支部（party.single）不是比率，没有分子和分母；换一个比率，或去掉 =all、|part、|whole"
	if err == nil || err.Error() != want || !fault.Is(err, fault.Invalid) {
		t.Errorf("%v", err)
	}

	down := fault.New(fault.Unavailable, "数据库正忙")
	if _, err := Render(doc, failing{down}); !errors.Is(err, down) || !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
}

type failing struct{ err error }

func (f failing) Figure(string) (Figure, error) { return Figure{}, f.err }

func TestAnnexRows(t *testing.T) {
	c := available().with("purchase.spent@children", Figure{Label: "项目投入", Text: "近100万", Unit: "元", Value: "986500"})
	f := fill(t, "题\n{party.single}{party.coverage_rate}{purchase.spent@children}{party.unknown}{party.none}", c.with("party.none", Figure{Label: "空"}))
	var got []string
	for _, r := range f.rows() {
		got = append(got, strings.Join([]string{r.Number, r.Label, r.Share, r.Rule, r.At, r.Code}, " "))
	}
	want := []string{
		"63个 单独建立党支部 — 在册、单独建立党支部的社会组织（第1版） 2026-09-30 S01",
		"94.87% 党组织覆盖率 74/78 单独、联合、视同覆盖的社会组织，占有三名以上正式党员的社会组织（第1版） 2026-09-30 S06",
		"近100万元（986500元） 项目投入 —   ",
		"— 空 —   ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if notes := f.notes(); !slices.Equal(notes, []string{"另有 1 个数字还没有记录，正文中印作〔待接入〕：party.unknown。"}) {
		t.Errorf("%v", notes)
	}
}

func TestOverlap(t *testing.T) {
	for _, c := range [][3]string{{"94.87%", "%", "94.87%"}, {"近100万", "万元", "近100万元"}, {"近100万", "元", "近100万元"}, {"63", "个", "63个"}, {"63", "", "63"}} {
		if got := overlap(c[0], c[1]); got != c[2] {
			t.Errorf("%s and %s: %s", c[0], c[1], got)
		}
	}
}

// The hash stands for the words and for every fact about the figures, and not
// for the address of the server.
func TestHash(t *testing.T) {
	base := fill(t, Hejiang(), available()).Hash()
	if again := fill(t, Hejiang(), available()).Hash(); again != base {
		t.Error("the same report has two hashes")
	}
	single := available().figures["party.single"]
	moved := single
	moved.URL = "https://elsewhere.example/"
	if fill(t, Hejiang(), available().with("party.single", moved)).Hash() != base {
		t.Error("a moved server changes the hash")
	}
	for what, change := range map[string]func(*Figure){
		"text": func(f *Figure) { f.Text = "64" }, "rule": func(f *Figure) { f.Rule = "别的口径" },
		"definition": func(f *Figure) { f.Definition = 2 }, "at": func(f *Figure) { f.At = "2026-10-01" },
	} {
		changed := single
		change(&changed)
		if fill(t, Hejiang(), available().with("party.single", changed)).Hash() == base {
			t.Errorf("a changed %s keeps the hash", what)
		}
	}
	if fill(t, strings.Replace(Hejiang(), "攻坚", "行动", 1), available()).Hash() == base {
		t.Error("a changed word keeps the hash")
	}
	signed := fill(t, Hejiang(), available())
	signed.Signature = "中共合江县委社会工作部"
	if signed.Hash() == base {
		t.Error("a signature keeps the hash")
	}
}
