package browser_test

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// pages are the kinds of pages there are: of whom, where, and what to do there.
var pages = []struct {
	name, as, path string
	phone          bool
	do             func(*window)
}{
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
	{name: "help", as: "worker", path: "/help"},
	{name: "feedback", as: "worker", path: "/feedback"},
	{name: "import", as: "worker", path: "/r/need/import"},
	{name: "paste", as: "worker", path: "/r/need/paste"},
	{name: "columns", as: "worker", path: "/r/need/paste", do: func(w *window) { pasteAt(w, 0, foreign); w.click("核对"); w.says("各列是什么") }},
	{name: "preview on the phone", as: "worker", path: "/r/need/paste", phone: true, do: func(w *window) { pasteAt(w, 0, mixed); w.click("核对"); w.says("怎么改") }},
	{name: "blank form", as: "worker", path: "/r/need/blank"},
	{name: "board", as: "officer", path: "/board?at=2026-09-30"},
	{name: "board opened", as: "officer", path: "/board?at=2026-09-30&figure=party.coverage_rate"},
	{name: "board on the phone", as: "officer", path: "/board?at=2026-09-30", phone: true},
	{name: "wall", as: "officer", path: "/board?view=screen"},
	{name: "figure", as: "officer", path: "/figures/party.coverage_rate?at=2026-09-30"},
	{name: "figures", as: "officer", path: "/figures"},
	{name: "report", as: "officer", path: "/report?at=2026-09-30"},
	{name: "organisations", as: "officer", path: "/r/social_org"},
	{name: "settings", as: "officer", path: "/settings"},
	{name: "setting", as: "officer", path: "/settings/value/need.answer_days"},
	{name: "setting changed", as: "officer", path: "/settings/value/party.base_least_members/change?value=3&from=2026-01-01&note=x"},
	{name: "setting refused", as: "officer", path: "/settings/value/need.answer_days/change?value=x&from=2026-12-01&note=x"},
	{name: "code list", as: "officer", path: "/settings/list/need_category"},
	{name: "calendar", as: "officer", path: "/settings/calendar?year=2026"},
	{name: "calendar on the phone", as: "officer", path: "/settings/calendar?year=2026", phone: true},
	{name: "definition", as: "officer", path: "/settings/definitions/party.coverage_rate"},
	{name: "departments", as: "admin", path: "/settings/roles"},
	{name: "accounts", as: "admin", path: "/accounts"},
	{name: "portal", path: "/p/", phone: true},
	{name: "portal need", phone: true, path: "/p/", do: portal},
	{name: "portal need refused", phone: true, path: "/p/", do: func(w *window) { portal(w); w.click("提交"); w.says("还差") }},
	{name: "portal progress", path: "/p/progress", phone: true},
	{name: "portal privacy", path: "/p/privacy", phone: true},
}

// each opens every kind of page, in one window for each person.
func each(t *testing.T, see func(w *window, name string, phone bool)) {
	windows := map[string]*window{}
	for _, p := range pages {
		w := windows[p.as]
		if w == nil {
			if w = visit(t, 1366, 768); p.as != "" {
				w.as(p.as)
			}
			windows[p.as] = w
		}
		if p.phone {
			w.size(360, 740)
		} else {
			w.size(1366, 768)
		}
		w.open(p.path)
		if p.do != nil {
			p.do(w)
		}
		see(w, p.name, p.phone)
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

// axe-core finds nothing on any page: in light, dark and large type.
func TestAxe(t *testing.T) {
	t.Parallel()
	each(t, func(w *window, name string, phone bool) {
		if !phone {
			w.size(1366, 2400) // what lies under a bar that stays in view is not what this is about
		}
		w.run(axe)
		if got := w.axe(allRules); got != "" {
			t.Errorf("%s: %s", name, got)
		}
		if name == "wall" {
			return
		}
		for look, value := range map[string]string{"theme": "dark", "size": "large"} {
			w.run(fmt.Sprintf(`document.documentElement.setAttribute("data-%s", "%s")`, look, value))
			if got := w.axe(onlyLooks); got != "" {
				t.Errorf("%s, %s: %s", name, value, got)
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

// fits fails if the page is wider than the window.
func (w *window) fits(width int64) {
	w.Helper()
	w.size(width, 800)
	if over := w.text(`document.documentElement.scrollWidth - innerWidth`); over != "0" && over[0] != '-' {
		w.Errorf("%s at %d px is %s px too wide: %s", w.text(`location.pathname`), width, over,
			w.text(`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + e.className).slice(-4).join(" ")`))
	}
}

// No page is wider than the window, from 320 px up.
func TestReflow(t *testing.T) {
	t.Parallel()
	each(t, func(w *window, name string, phone bool) {
		for _, width := range []int64{320, 683, 1024, 1920} {
			w.fits(width)
		}
	})
}

// Whoever tabs through a page sees where they are: each stop has a ring, is
// large enough, and lies under no bar.
func TestTabWalk(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		as, path      string
		width, height int64
		target        int
	}{
		{"worker", "/inbox", 1366, 768, 24}, {"worker", "/r/need", 1366, 768, 24}, {"worker", "/r/activity/new", 1366, 560, 24},
		{"officer", "/board?at=2026-09-30&figure=party.coverage_rate", 1366, 768, 24}, {"worker", "/r/need/new", 683, 700, 24}, {"", "/p/need", 360, 740, 44},
	} {
		t.Run(c.path, func(t *testing.T) {
			w := visit(t, c.width, c.height)
			if c.as != "" {
				w.as(c.as)
			}
			if c.path == "/p/need" {
				portal(w)
			} else {
				w.open(c.path)
			}
			w.run(`document.activeElement.blur(); window.scrollTo(0, 0)`)
			stops := 0
			for range 160 {
				w.press(kb.Tab)
				got := w.text(`(` + stop + `)(` + strconv.Itoa(c.target) + `)`)
				if got == "end" {
					break
				}
				if stops++; got != "" {
					t.Errorf("stop %d: %s", stops, got)
				}
			}
			if stops < 8 {
				t.Errorf("only %d stops", stops)
			}
		})
	}
}

// stop says what is wrong with where the focus is; "end" if it has left the page.
const stop = `target => {
	const e = document.activeElement;
	if (!e || e === document.body) return "end";
	const face = e.matches(".tiles input, .opts input, .ph1 input") ? e.nextElementSibling : e;
	const style = getComputedStyle(e.closest(".map a") ? e.querySelector("rect") : face);
	const box = (e.closest("label") || (e.type === "checkbox" && e.labels[0]) || face).getBoundingClientRect();
	const what = e.tagName + " " + (e.textContent || e.name || e.id).trim().slice(0, 20) + ": ";
	if ((parseFloat(style.outlineWidth) < 2 || style.outlineStyle === "none") && !e.closest(".map a")) return what + "no ring";
	if (!e.closest("svg, .skip") && getComputedStyle(e).display !== "inline" && Math.min(box.width, box.height) < target - .6) return what + Math.round(box.width) + "×" + Math.round(box.height);
	const x = Math.min(innerWidth - 2, Math.max(1, box.left + box.width / 2)), y = box.top + Math.min(box.height / 2, 20);
	const hit = document.elementFromPoint(x, y);
	if (!hit || !(hit === e || face.contains(hit) || hit.contains(face) || (e.closest("label") || (e.labels && e.labels[0]) || e).contains(hit))) return what + "covered by " + (hit ? hit.className || hit.tagName : "nothing at " + Math.round(y));
	return "";
}`

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
