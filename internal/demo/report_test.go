package demo_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/demo"
	"sanshe/internal/figure"
	"sanshe/internal/report"
	"sanshe/internal/web"
)

// written holds what the demonstration county reports of chapters 一, 二 and 三 to
// what the county published, word for word (dossier G45).
func written(w *World, anchor clock.Date) {
	w.Helper()
	published, err := os.ReadFile("../report/testdata/published.txt")
	w.Do(err)
	want := strings.NewReplacer(",", "，", ";", "；", "(", "（", ")", "）", "\n", "", "线下 线上", "线下+线上", "服务站 社工 志愿者", "服务站+社工+志愿者").Replace(string(published))
	doc, err := report.Parse(report.Hejiang())
	w.Do(err)
	f, err := web.Fill(w.Ctx(), doc, w.Figures, figure.Question{Area: demo.County, At: anchor}, "县委社会工作部", func(name string) string { return name })
	w.Do(err)
	var b bytes.Buffer
	w.Do(f.Text(&b))
	numbered, got := regexp.MustCompile(`(?m)^（([一二三])）(.*)$`), ""
	for _, l := range strings.Split(strings.TrimSpace(b.String()), "\n")[1:] {
		heading := regexp.MustCompile(`^([一二三四]、|（[一二三]）)`).MatchString(l)
		if l = numbered.ReplaceAllString(l, "${1}是$2"); heading {
			l += "。"
		}
		got += l
	}
	got, _, _ = strings.Cut(got, "四、健全体制机制")
	want, _, _ = strings.Cut(want, "四、健全体制机制")
	if got != want {
		i := 0
		for i < min(len(got), len(want)) && got[i] == want[i] {
			i++
		}
		w.Errorf("the report says %q, the county %q", got[i:min(i+90, len(got))], want[i:min(i+90, len(want))])
	}
}
