package app_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/report"
	"sanshe/internal/store"
	"sanshe/internal/web"
)

// Every figure of the county's template is counted, or has a Chinese name to
// wait under.
func TestTemplateNamesFigures(t *testing.T) {
	counted := map[string]bool{}
	for _, c := range app.Figures() {
		if counted[c.Name] = true; report.Waiting(c.Name) != "" {
			t.Errorf("%s is counted and needs no name to wait under", c.Name)
		}
	}
	names := regexp.MustCompile(`\{\??([a-z]+\.[a-z_]+(?:@[a-z]+)?)`).FindAllStringSubmatch(report.Hejiang()+"{no.such}", -1)
	if len(names) < 40 {
		t.Errorf("the template names %d figures", len(names))
	}
	for _, m := range names {
		if known := counted[m[1]] || report.Waiting(m[1]) != ""; known == (m[1] == "no.such") {
			t.Errorf("%s: known %t", m[1], known)
		}
	}
}

// filled writes the county's report for a question, as text, hash and file.
func filled(w *World, q figure.Question) (text, hash string, file []byte) {
	w.Helper()
	doc, err := report.Parse(report.Hejiang())
	w.Do(err)
	f, err := web.Fill(w.Ctx(), doc, w.Figures, q, "中共合江县委社会工作部", func(name string) string { return "/figures/" + name })
	w.Do(err)
	var plain, page, once, twice bytes.Buffer
	w.Do(f.Text(&plain))
	w.Do(f.HTML(&page))
	w.Do(f.DOCX(&once, report.Options{Base: "https://sanshe.example.gov.cn"}))
	w.Do(f.DOCX(&twice, report.Options{Base: "https://sanshe.example.gov.cn"}))
	if !bytes.Equal(once.Bytes(), twice.Bytes()) {
		w.Error("the same report is two files")
	}
	for _, says := range []string{"另有 16 个数字还没有记录，正文中印作〔待接入〕：赴眉山培训本土社工、 考前培训、", "综合考核登记组织。"} {
		if !strings.Contains(page.String(), says) {
			w.Errorf("the annex does not say %s", says)
		}
	}
	if english := regexp.MustCompile(`[^/](regional|honour|giving|training|staff)\.[a-z_]+`).FindString(page.String()); english != "" {
		w.Errorf("the page says %s", english)
	}
	return plain.String(), f.Hash(), once.Bytes()
}

// The report written from the records says what the county published, as far
// as there are records (dossier G45); it says no more than is so (G21); and
// printed once it can be printed again, whatever becomes of the records (G7).
func TestReport(t *testing.T) {
	published, err := os.ReadFile("../report/testdata/published.txt")
	if err != nil {
		t.Fatal(err)
	}
	sentences := []string{
		"实现单独建立党支部63个，单独建党率达80.77%；建立联合党支部3个，覆盖社会组织9个，视同覆盖2个，党组织覆盖率94.87%。",
		"截至目前，已培育民办非企业社会组织140家，社会团体102家。",
		"今年以来，11个城市社区均已建立“三张清单”，发现居民需求117个，组织开展互助服务、文体活动和志愿服务等各类社区服务586次。",
	}
	for _, s := range sentences {
		if !strings.Contains(strings.NewReplacer(",", "，", ";", "；").Replace(string(published)), s) {
			t.Fatalf("the county never published %s", s)
		}
	}
	Each(t, func(w *World) {
		g := NewG0(w)
		w.Communities()
		w.FoundNeeds(117)
		w.Services(586)
		w.Resources(g.Orgs[0])
		w.Projects()
		for i := range 11 {
			for _, kind := range []need.ListKind{need.NeedList, need.ResourceList, need.ProjectList} {
				w.Do(w.Publish(i, kind))
			}
		}
		known, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		printed := figure.Question{Area: County, At: "2026-03-02", Known: known}
		text, hash, file := filled(w, printed)
		for _, s := range sentences {
			if !strings.Contains(text, s) {
				t.Errorf("the report does not say %s", s)
			}
		}
		if !strings.Contains(text, "中共合江县委社会工作部\n2026年3月2日\n") {
			t.Error("the report is not signed")
		}
		if now, _, _ := filled(w, figure.Question{Area: County}); now != text {
			t.Error("what is known now makes another report")
		}

		worker := w.TownOfficer()
		page, err := w.Store.Reader(worker).List(w.Ctx(), need.ListEditions.Register, store.Query{Area: Urban()[2], Filters: map[string]string{"kind": "project"}})
		w.Do(err)
		w.Step(worker, need.ListEditions.Register, record.BaseOf(page.Records[0]).ID, "withdraw", store.Taking{Note: "有误"})
		w.Step(w.Civil(), org.SocialOrgs.Register, int64(g.Orgs[0]), "apply_cancel", store.Taking{})
		w.Step(w.Civil(), org.SocialOrgs.Register, int64(g.Orgs[0]), "cancel", store.Taking{})

		after, changed, _ := filled(w, figure.Question{Area: County, At: "2026-03-02"})
		if changed == hash || !strings.Contains(after, "11个城市社区已有10个建立“三张清单”") || !strings.Contains(after, "建党率达80.52%") {
			t.Errorf("after changes the report is %t the same:\n%s", changed == hash, after)
		}
		again, same, bytes := filled(w, printed)
		if again != text || same != hash || !slices.Equal(bytes, file) {
			t.Error("the printed report cannot be printed again")
		}
	})
}
