package browser_test

import (
	_ "embed"
	"fmt"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
)

// pages are kinds of pages; the crawl adds those of routes that are not among them.
var pages = []kind{
	{name: "sign-in", path: "/sign-in"},
	{name: "sign-in refused", path: "/sign-in", do: func(w *window) { w.click("登录") }},
	{name: "inbox", as: "worker", path: "/inbox"},
	{name: "inbox opened", as: "worker", path: "/inbox", phone: true, do: func(w *window) { w.run(`location.href = document.querySelector("a.it").href`); w.says("办理经过") }},
	{name: "need", as: "worker", path: "/inbox", do: verified},
	{name: "new need", as: "worker", path: "/r/need/new"},
	{name: "new need refused", as: "worker", path: "/r/need/new", do: func(w *window) { w.click("保存"); w.says("还差") }},
	{name: "activity", as: "worker", path: "/r/activity/new", phone: true},
	{name: "step", as: "worker", path: "/inbox", do: func(w *window) { verified(w); w.open(w.text(`location.pathname`) + "/do/lack") }},
	{name: "list", as: "worker", path: "/r/need"},
	{name: "nothing found", as: "worker", path: "/r/need?q=没有这样的事"},
	{name: "search", as: "worker", path: "/search?q=理发"},
	{name: "history", as: "worker", path: "/inbox", do: func(w *window) { verified(w); w.open(w.text(`location.pathname`) + "/history") }},
	{name: "not found", as: "worker", path: "/r/need/99"},
	{name: "refused", as: "worker", path: "/r/party_org/new"},
	{name: "changed meanwhile", as: "worker", path: "/inbox", do: contested},
	{name: "changed meanwhile on the phone", as: "worker", path: "/inbox", phone: true, do: contested},
	{name: "too busy", as: "worker", path: "/kept/busy"},
	{name: "too busy on the phone", path: "/kept/busy-portal", phone: true},
	{name: "help", as: "worker", path: "/help"},
	{name: "feedback", as: "worker", path: "/feedback"},
	{name: "import", as: "worker", path: "/r/need/import"},
	{name: "paste", as: "worker", path: "/r/need/paste"},
	{name: "columns", as: "worker", path: "/r/need/paste", do: func(w *window) { pasteAt(w, 0, foreign); w.click("核对"); w.says("各列是什么") }},
	{name: "preview on the phone", as: "worker", path: "/r/need/paste", phone: true, do: func(w *window) { pasteAt(w, 0, mixed); w.click("核对"); w.says("怎么改") }},
	{name: "blank form", as: "worker", path: "/r/need/blank"},
	{name: "my sign-in", as: "worker", path: "/account"},
	{name: "second factor", as: "worker", path: "/account/factor", phone: true},
	{name: "second factor refused", as: "worker", path: "/account/factor", do: func(w *window) { w.click("设好了"); w.says("不对") }},
	{name: "new token", as: "worker", path: "/account/tokens/new", phone: true},
	{name: "new password", as: "worker", path: "/account/password"},
	{name: "board", as: "officer", path: "/board?at=2026-09-30"},
	{name: "board opened", as: "officer", path: "/board?at=2026-09-30&figure=party.coverage_rate"},
	{name: "board on the phone", as: "officer", path: "/board?at=2026-09-30", phone: true},
	{name: "wall", as: "officer", path: "/board?view=screen"},
	{name: "figure", as: "officer", path: "/figures/party.coverage_rate?at=2026-09-30"},
	{name: "figures", as: "officer", path: "/figures"},
	{name: "report", as: "officer", path: "/report?at=2026-09-30"},
	{name: "coverage", as: "officer", path: "/coverage?at=2026-09-30"},
	{name: "coverage on the phone", as: "officer", path: "/coverage", phone: true},
	{name: "organisation", as: "officer", path: "/r/social_org", do: openedOrg},
	{name: "organisation on the phone", as: "officer", path: "/r/social_org", phone: true, do: openedOrg},
	{name: "rooms", as: "officer", path: "/rooms"},
	{name: "rooms on the phone", as: "worker", path: "/rooms", phone: true},
	{name: "training", as: "civil", path: "/training"},
	{name: "guide", as: "instructor", path: "/guide"},
	{name: "guide on the phone", as: "instructor", path: "/guide", phone: true},
	{name: "organisations", as: "officer", path: "/r/social_org"},
	{name: "settings", as: "officer", path: "/settings"},
	{name: "setting", as: "officer", path: "/settings/value/need.answer_days"},
	{name: "setting changed", as: "officer", path: "/settings/value/party.base_least_members/change?value=3&from=2026-01-01&note=x"},
	{name: "setting refused", as: "officer", path: "/settings/value/need.answer_days/change?value=x&from=2026-12-01&note=x"},
	{name: "code list", as: "officer", path: "/settings/list/need_category"},
	{name: "code added", as: "officer", path: "/settings/list/need_category/change?key=pets&value=养宠物&from=2026-12-01&note=x"},
	{name: "days changed", as: "officer", path: "/settings/calendar/change?drop=2026-10-01&year=2026&note=x"},
	{name: "own identities", as: "worker", path: "/me/identities"},
	{name: "merge", as: "officer", path: "/r/person", do: func(w *window) { w.open(w.text(`document.querySelector("tbody a[href]").pathname`) + "/merge") }},
	{name: "calendar", as: "officer", path: "/settings/calendar?year=2026"},
	{name: "calendar on the phone", as: "officer", path: "/settings/calendar?year=2026", phone: true},
	{name: "definition", as: "officer", path: "/settings/definitions/party.coverage_rate"},
	{name: "who reads it", as: "worker", path: "/inbox", phone: true, do: func(w *window) { verified(w); w.open(w.text(`location.pathname`) + "/who") }},
	{name: "audit", as: "auditor", path: "/audit"},
	{name: "audit on the phone", as: "auditor", path: "/audit", phone: true},
	{name: "as whom to look", as: "auditor", path: "/look"},
	{name: "looking as another", as: "auditor", path: "/look", do: func(w *window) { // the last of the auditor’s: the window stays so
		w.fill("account", "worker")
		w.fill("reason", "抽查")
		w.click("开始看")
		w.says("的身份看")
	}},
	{name: "departments", as: "admin", path: "/settings/roles"},
	{name: "accounts", as: "admin", path: "/accounts"},
	{name: "portal", path: "/p/", phone: true},
	{name: "portal need", phone: true, path: "/p/", do: portal},
	{name: "portal need refused", phone: true, path: "/p/", do: func(w *window) { portal(w); w.click("提交"); w.says("还差") }},
	{name: "portal progress", path: "/p/progress", phone: true},
	{name: "portal privacy", path: "/p/privacy", phone: true},
	{name: "portal proof", path: "/p/proof", phone: true},
	{name: "portal proof unknown", phone: true, path: "/p/proof", do: func(w *window) { w.open("/p/proof/00000000") }},
	{name: "portal lists", phone: true, path: "/p/lists", do: lists},
	{name: "portal list", phone: true, path: "/p/lists", do: func(w *window) {
		lists(w)
		w.open(w.text(`document.querySelector("a[href^='/p/lists/']").getAttribute("href")`))
	}},
	{name: "poster", path: "/p/", do: func(w *window) { w.open("/p/poster?c=" + w.county.accounts["worker"].Area) }},
	{name: "paper forms", path: "/p/", do: func(w *window) { w.open("/p/paper?n=2&c=" + w.county.accounts["worker"].Area) }},
}

// openedOrg opens an organisation that the Party reaches.
func openedOrg(w *window) {
	w.open("/coverage?at=2026-09-30")
	w.open(w.text(`document.querySelector(".squares .sq1").pathname`))
	w.says("党组织覆盖", "登记事项")
}

// each opens every kind of page, in one window for each person; with -short
// every fourth.
func each(t *testing.T, see func(w *window, k kind)) {
	visit(t, 1366, 768)
	c, err := theCounty()
	if err != nil {
		t.Fatal(err)
	}
	windows := map[string]*window{}
	for n, k := range c.pages {
		if testing.Short() && n%4 != 0 {
			continue
		}
		w := windows[k.as]
		if w == nil {
			if w = visit(t, 1366, 768); k.as != "" {
				w.as(k.as)
			}
			windows[k.as] = w
		}
		if k.phone {
			w.size(360, 740)
		} else {
			w.size(1366, 768)
		}
		w.open(k.path)
		if k.do != nil {
			k.do(w)
		}
		see(w, k)
	}
}

//go:embed testdata/axe.min.js
var axe string

const (
	allRules  = `{resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}`
	onlyLooks = `{resultTypes: ["violations"], runOnly: {type: "rule", values: ["color-contrast", "target-size", "link-in-text-block"]}}` // what another look can change
)

// axe lists what axe-core finds on the page as it is.
func (w *window) axe(rules string) string {
	w.Helper()
	got, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`axe.run(`+rules+`).then(r => r.violations.map(v => v.id + ": " +
		v.nodes.slice(0, 3).map(n => n.html.slice(0, 140) + " " + n.any.concat(n.all).map(x => x.message).join(";").slice(0, 160)).join(" | ")).join("\n"))`, chromedp.EvalAwaitPromise))
	if err != nil {
		w.Fatal(err)
	}
	return got
}

// axe-core finds nothing on any page: in light, dark, large type and high
// contrast.
func TestAxe(t *testing.T) {
	t.Parallel()
	each(t, func(w *window, k kind) {
		if !k.phone {
			w.size(1366, 2400) // what lies under a bar that stays in view is not what this is about
		}
		w.run(axe)
		if got := w.axe(allRules); got != "" {
			t.Errorf("%s: %s", k.name, got)
		}
		if k.name == "wall" {
			return
		}
		for look, value := range map[string]string{"theme": "dark", "size": "large", "contrast": "more"} {
			w.run(fmt.Sprintf(`document.documentElement.setAttribute("data-%s", "%s")`, look, value))
			if got := w.axe(onlyLooks); got != "" {
				t.Errorf("%s, %s: %s", k.name, value, got)
			}
			w.run(fmt.Sprintf(`document.documentElement.removeAttribute("data-%s")`, look))
		}
	})
}

// axe-core notices what is wrong.
func TestAxeNotices(t *testing.T) {
	w := visit(t, 1366, 768)
	w.open("/sign-in")
	w.run(axe)
	w.run(`document.querySelector("label").remove(); document.querySelector("main").append(document.createElement("img"))`)
	if got := w.axe(allRules); !regexp.MustCompile(`(?s)image-alt.*label|label.*image-alt`).MatchString(got) {
		t.Errorf("axe says %q", got)
	}
}

// On paper the dashboard takes two sheets at most, and a record one.
func TestPaper(t *testing.T) {
	t.Parallel()
	sheets := func(w *window) int {
		t.Helper()
		pdf, err := chromedp.Run(w.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
		if err != nil {
			t.Fatal(err)
		}
		return len(regexp.MustCompile(`/Type /Page\n`).FindAll(pdf, -1))
	}
	officer := visit(t, 1366, 768).as("officer")
	for _, path := range []string{"/board?at=2026-09-30", "/board?at=2026-09-30&figure=party.coverage_rate&theme=dark"} {
		officer.open(path)
		if n := sheets(officer); n < 1 || n > 2 {
			t.Errorf("%s takes %d sheets", path, n)
		}
	}
	worker := visit(t, 1366, 768).as("worker")
	verified(worker)
	if n := sheets(worker); n != 1 {
		t.Errorf("a record takes %d sheets", n)
	}
}
