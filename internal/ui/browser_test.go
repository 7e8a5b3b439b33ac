package ui

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The tests in this file need Chromium and half a minute: UI_BROWSER=1 go test.

type tab struct {
	*testing.T
	ctx  context.Context
	base string
}

// browse opens a browser on the test site and fails the test on anything the
// page writes to the console as an error, such as a breach of the policy.
func browse(t *testing.T) tab {
	t.Helper()
	if os.Getenv("UI_BROWSER") == "" {
		t.Skip("UI_BROWSER is not set")
	}
	b := tab{t, chrome(t), site(t, New("/x")).URL + "/x/"}
	b.do(chromedp.EmulateViewport(1366, 768))
	messages := chromedp.Console(b.ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException {
				t.Errorf("console: %s %s", m.Text, m.URL)
			}
		}
	}()
	return b
}

func (b tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func (b tab) open(name string) { b.Helper(); b.do(chromedp.Navigate(b.base + name)) }

func (b tab) press(keys ...string) {
	b.Helper()
	for _, k := range keys {
		b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			for _, r := range k {
				for _, e := range kb.Encode(r) {
					if e.Type == kb.KeyChar {
						continue
					}
					if e.Type == kb.KeyDown && (r >= ' ' && r < 127 || r == '\r') {
						// one event with its text, so that refusing the key refuses the text
						e.Type, e.Text = input.DispatchKeyEventTypeKeyDown, string(r)
					}
					if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, *e); err != nil {
						return err
					}
				}
			}
			return nil
		}))
	}
}

// is waits until the expression equals want.
func (b tab) is(js, want string) {
	b.Helper()
	got := ""
	for range 30 {
		var err error
		if got, err = chromedp.Run(b.ctx, chromedp.Evaluate[string](`String(`+js+`)`)); err == nil && got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.Fatalf("%s is %q, want %q", js, got, want)
}

func (b tab) run(js string) {
	b.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`{`+js+`}; ""`)); err != nil {
		b.Fatal(js, err)
	}
}

func (b tab) text(js string) string {
	b.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`String(`+js+`)`))
	if err != nil {
		b.Fatal(js, err)
	}
	return got
}

// TestReflow: no page is wider than the window, from 320 px up.
func TestReflow(t *testing.T) {
	b := browse(t)
	for name := range screens(New("/x")) {
		if name == "b-screen" {
			continue
		}
		b.open(name)
		for _, w := range []int64{320, 360, 560, 683, 899, 1024, 1199, 1366, 1920} {
			b.do(chromedp.EmulateViewport(w, 800))
			if over := b.text(`document.documentElement.scrollWidth - innerWidth`); over != "0" {
				wide := b.text(`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + e.className.baseVal + e.className).slice(-4).join(" ")`)
				t.Errorf("%s at %d px is %s px too wide: %s", name, w, over, wide)
			}
		}
	}
}

// TestTabWalk tabs through pages: each stop shows a ring, is large enough and
// is not covered by a sticky bar.
func TestTabWalk(t *testing.T) {
	b := browse(t)
	for _, c := range []struct {
		name string
		w, h int64
		size string
	}{{"a", 1366, 768, "24"}, {"b", 1366, 768, "24"}, {"list", 1366, 768, "24"}, {"form", 1366, 500, "24"}, {"a", 683, 700, "24"}, {"b", 1024, 700, "24"}, {"c", 360, 740, "44"}, {"c-large", 360, 740, "60"}, {"c-done", 360, 740, "44"}, {"c-rate", 360, 740, "44"}, {"c-home", 360, 740, "44"}, {"c-list", 1366, 740, "44"}} {
		b.do(chromedp.EmulateViewport(c.w, c.h))
		b.open(c.name)
		b.run(`document.activeElement.blur(); window.scrollTo(0, 0)`)
		stops := 0
		for range 140 {
			b.press(kb.Tab)
			got := b.text(`(() => {
				const e = document.activeElement;
				if (!e || e === document.body) return "end";
				const face = e.matches(".opts input, .tiles input, .ph1 input") ? e.nextElementSibling : e;
				const style = getComputedStyle(e.closest(".map a") ? e.querySelector("rect") : face), r = (e.closest("label") || (e.type === "checkbox" && e.labels[0]) || face).getBoundingClientRect();
				const what = e.tagName + " " + (e.textContent || e.name || e.id).trim().slice(0, 20) + ": ";
				if (e.type === "time") return ""; // its parts show rings of the browser's own
				if (parseFloat(style.outlineWidth) < 2 || style.outlineStyle === "none") if (!e.closest(".map a")) return what + "no ring";
				const inline = getComputedStyle(e).display === "inline";
				if (!e.closest("svg") && !inline && Math.min(r.width, r.height) < ` + c.size + ` - .6 && !e.closest(".skip")) return what + Math.round(r.width) + "×" + Math.round(r.height);
				const x = Math.min(innerWidth - 2, Math.max(1, r.left + r.width / 2)), y = r.top + Math.min(r.height / 2, 20);
				const hit = document.elementFromPoint(x, y);
				if (!hit || !(hit === e || face.contains(hit) || hit.contains(face) || (e.closest("label") || (e.labels && e.labels[0]) || e).contains(hit))) return what + "covered by " + (hit ? hit.className || hit.tagName : "nothing at " + Math.round(y));
				return "";
			})()`)
			if got == "end" {
				break
			}
			stops++
			if got != "" {
				t.Errorf("%s at %d px, stop %d: %s", c.name, c.w, stops, got)
			}
		}
		t.Logf("%s at %d px: %d stops", c.name, c.w, stops)
	}
}

func TestInboxKeys(t *testing.T) {
	b := browse(t)
	b.open("a")
	b.run(`window.mark = 1`)
	b.press("j")
	b.is(`document.activeElement.querySelector(".t").textContent`, "荔城小课堂周末托管：核对签到 30 人")
	b.press(kb.ArrowUp, "k")
	b.is(`document.activeElement.querySelector(".t").textContent`, "回访：楼道堆物清理，居民评「不满意」")
	b.press(kb.Enter) // exchanges only the detail, keeps the focus in the list
	b.is(`decodeURIComponent(location.pathname)`, "/inbox/回访：楼道堆物清理，居民评「不满意」")
	b.is(`window.mark`, "1")
	b.is(`document.activeElement.getAttribute("aria-current")`, "true")
	b.is(`document.querySelector("#live").textContent`, "独居老人希望上门理发、修指甲")
	b.do(chromedp.NavigateBack())
	b.is(`location.pathname`, "/x/a")

	b.press("?")
	b.is(`document.querySelector("#keys").hidden`, "false")
	b.press(kb.Tab, kb.Tab, kb.Tab, kb.Tab)
	b.is(`!!document.activeElement.closest("#keys")`, "true")
	b.press(kb.Escape)
	b.is(`document.querySelector("#keys").hidden`, "true")

	b.press("/", "a", "j")
	b.is(`document.querySelector("#q").value`, "aj")
	b.press(kb.Escape)
	b.run(`localStorage.setItem("keys", "false")`)
	b.press("?")
	b.is(`document.querySelector("#keys").hidden`, "true")
	b.run(`localStorage.removeItem("keys")`)

	b.press("g", "1") // a chapter
	b.is(`location.pathname`, "/c/1")
}

// TestComposing: while an input method composes, no key does anything.
func TestComposing(t *testing.T) {
	b := browse(t)
	b.open("a")
	b.run(`for (const key of ["j", "a", "?", "/", "x", "Enter", "Escape"]) for (const how of [{isComposing: true}, {keyCode: 229}])
		document.activeElement.dispatchEvent(new KeyboardEvent("keydown", Object.assign({key, bubbles: true, cancelable: true}, how)))`)
	b.is(`location.pathname + document.activeElement.tagName + document.querySelector("#keys").hidden`, "/x/aBODYtrue")
	b.open("form")
	b.run(`window.sent = 0; document.querySelector("form.form").addEventListener("submit", e => { e.preventDefault(); window.sent++ });
		const i = document.querySelector("#f-title"); i.focus();
		for (const how of [{isComposing: true}, {keyCode: 229}]) for (const ctrlKey of [true, false]) i.dispatchEvent(new KeyboardEvent("keydown", Object.assign({key: "Enter", ctrlKey, bubbles: true, cancelable: true}, how)))`)
	b.is(`window.sent`, "0")
}

func TestFigurePanel(t *testing.T) {
	b := browse(t)
	b.open("b-closed")
	b.run(`window.mark = 1; document.querySelector('a[data-figure="持证社工"]').focus()`)
	b.press(kb.Enter)
	b.is(`!!document.querySelector("#figure") && window.mark`, "1")
	b.is(`document.activeElement.dataset.figure`, "持证社工")
	b.press(kb.Escape)
	b.is(`!!document.querySelector("#figure")`, "false")
	b.is(`location.pathname`, "/board")
}

func TestForm(t *testing.T) {
	b := browse(t)
	b.open("form")
	b.is(`document.activeElement.id`, "errors")

	// a picker: typing clears the id, choosing sets it
	b.run(`document.querySelector("#f-org").select()`)
	b.do(chromedp.KeyEvent("银"))
	b.is(`document.querySelector("[name=org]").value`, "")
	b.is(`document.querySelectorAll("#f-org ~ .hits [role=option]").length`, "2")
	b.press(kb.ArrowDown, kb.ArrowDown, kb.Enter)
	b.is(`document.querySelector("[name=org]").value + document.querySelector("#f-org").value`, "2二号")
	// a long select becomes a box that filters
	b.run(`document.querySelector("#f-community").select()`)
	b.do(chromedp.KeyEvent("荔"))
	b.is(`document.querySelectorAll("#f-community ~ .hits [role=option]").length`, "2")
	b.press(kb.ArrowDown, kb.ArrowDown, kb.Enter)
	b.is(`document.querySelector("[name=community]").value`, "荔东")
	// dates
	b.run(`{const d = document.querySelector("#f-held"); d.value = "20261123"; d.dispatchEvent(new Event("change", {bubbles: true}))}`)
	b.is(`document.querySelector("#f-held").closest(".fd").querySelector("output").textContent`, "2026年11月23日 周一")
	// rows: one blank stays, Enter goes down and adds, a block is pasted
	b.is(`document.querySelectorAll("[data-rows] tbody tr").length`, "3")
	b.run(`document.querySelector('[name="people.2.minutes"]').focus()`)
	b.press(kb.Enter)
	b.is(`document.activeElement.name`, "people.3.minutes")
	b.run(`{const d = new DataTransfer(); d.setData("text/plain", "60\t服务\n90\t带队\n120\t服务"); document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: d, bubbles: true, cancelable: true}))}`)
	b.is(`["people.3.minutes", "people.4.role", "people.5.minutes"].map(n => document.querySelector('[name="' + n + '"]').value).join()`, "60,带队,120")
	b.is(`document.querySelector('label[for="f-people.5.minutes"]').textContent`, "第 6 行时长")
	b.run(`document.querySelectorAll("[data-rows] [data-drop]")[0].click()`)
	b.is(`document.querySelectorAll("[data-rows] tbody tr").length`, "5")
}

func TestDraft(t *testing.T) {
	b := browse(t)
	// a grid's added row, a picker and a long select come back and can be dropped;
	// the server's problems must be gone, for they mean it sent everything back
	b.open("form-ok")
	b.run(`localStorage.setItem("draft:u12/activity", JSON.stringify({at: Date.now(), version: "3", values: [["people.7.minutes", "45"], ["org", "9"], ["org.text", "乙"], ["community", "竹苑"], ["with", "社会组织", true]]}))`)
	b.open("form-ok")
	b.is(`["people.7.minutes", "org", "org.text", "community"].map(n => document.querySelector('[name="' + n + '"]').value).join()`, "45,9,乙,竹苑")
	b.is(`document.querySelector("#f-community").value + document.querySelector('[name=with][value="社会组织"]').checked`, "竹苑true")
	b.run(`document.querySelector(".notice button").click()`)
	b.is(`["org", "org.text", "community"].map(n => document.querySelector('[name="' + n + '"]').value).join() + document.querySelector("#f-community").value`, "17,银龄助老服务中心,滨江滨江")

	b.open("c")
	b.run(`document.querySelector("#f-text").value = ""; document.querySelector("#f-text").focus()`)
	b.do(chromedp.KeyEvent("想请人理发"))
	b.run(`{const p = document.querySelector("#f-phone"); p.value = "13800002046"; p.dispatchEvent(new Event("input", {bubbles: true}))}`)
	b.is(`!!localStorage.getItem("draft:p/need")`, "true")
	if kept := b.text(`localStorage.getItem("draft:p/need")`); strings.Contains(kept, "2046") {
		t.Errorf("the phone number was kept: %s", kept)
	}
	b.open("c")
	b.is(`document.querySelector("#f-text").value`, "想请人理发")
	b.is(`/已恢复/.test(document.querySelector(".notice").textContent)`, "true")
	b.run(`document.querySelector(".notice button").click()`)
	b.is(`document.querySelector("#f-text").value.slice(0, 2) + localStorage.getItem("draft:p/need")`, "我妈null")
	// sent once, however often it is pressed, and the draft is gone
	b.run(`window.n = 0; document.addEventListener("submit", e => { if (!e.defaultPrevented) window.n++ });
		{const f = document.querySelector("#f-text"); f.value = "x"; f.dispatchEvent(new Event("input", {bubbles: true}))}
		document.querySelector("form .big1").click(); document.querySelector("form .big1").click()`)
	b.is(`document.title.slice(0, 3)`, "已收到")
	b.is(`localStorage.getItem("draft:p/need")`, "null")
}

func TestLooks(t *testing.T) {
	b := browse(t)
	b.open("c")
	b.run(`document.querySelector("#f-text").value = "没丢"; document.querySelector("[data-pref=size]").click()`)
	b.is(`document.documentElement.dataset.size + document.querySelector("[data-pref=size]").textContent + document.querySelector("#f-text").value`, "large标准字没丢")
	b.is(`document.cookie`, "size=large")
	b.run(`document.querySelector("[data-pref=size]").click()`)
	b.is(`document.documentElement.dataset.size + document.querySelector("[data-pref=size]").getAttribute("href") + document.cookie`, "undefined/p/need?size=largesize=standard")
}

func TestBatch(t *testing.T) {
	b := browse(t)
	b.open("list")
	b.is(`document.querySelector("#batch").hidden`, "true")
	b.press("j", "x", "J")
	b.is(`document.querySelector("[data-picked]").textContent`, "已选 2 条")
	b.press(kb.Escape)
	b.is(`document.querySelector("#batch").hidden`, "true")
	b.run(`document.querySelector("[data-all]").click()`)
	b.is(`document.querySelector("[data-picked]").textContent`, "已选 3 条")
	b.is(`new FormData(document.querySelector("#batch")).getAll("id").join()`, "1,2,3")
}

func TestList(t *testing.T) {
	b := browse(t)
	b.open("list")
	b.run(`window.mark = 1; document.querySelector('thead a[href="?sort=name"]').focus()`)
	b.press(kb.Enter)
	b.is(`location.search + window.mark + document.activeElement.textContent`, "?sort=name1名称")
	b.is(`document.querySelector("#live").textContent`, "共 242 家")
	b.run(`document.querySelector("#f-by-名称").value = "老年"; document.querySelector("#f-by-名称").focus()`)
	b.press(kb.Enter)
	b.is(`decodeURIComponent(location.search) + window.mark + document.activeElement.id`, "?by-名称=老年1f-by-名称")
	b.do(chromedp.NavigateBack())
	b.is(`location.search + window.mark`, "?sort=name1")
}

// TestFallback: an answer without the fragment, or an error, is an ordinary page.
func TestFallback(t *testing.T) {
	b := browse(t)
	b.open("b-closed")
	b.run(`window.mark = 1; { const a = document.querySelector('a[data-figure="持证社工"]'); a.href = "/x/login"; a.click() }`)
	b.is(`location.pathname + window.mark`, "/x/loginundefined")
}

// TestPaper: a record takes one sheet, the dashboard two.
func TestPaper(t *testing.T) {
	b := browse(t)
	for name, sheets := range map[string]int{"a": 1, "list": 1, "b": 2, "b-dark": 2} {
		b.open(name)
		pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
		if got := strings.Count(string(pdf), "/Type /Page\n"); err != nil || got != sheets {
			t.Errorf("%s: %d sheets, want %d, %v", name, got, sheets, err)
		}
	}
}

// TestAxe runs axe-core over every screen: UI_AXE=path/axe.min.js.
func TestAxe(t *testing.T) {
	src, err := os.ReadFile(os.Getenv("UI_AXE"))
	if err != nil {
		t.Skip("UI_AXE is not set")
	}
	b := browse(t)
	for name := range screens(New("/x")) {
		width := int64(1366)
		if name[0] == 'c' {
			width = 360
		} else if name == "b-screen" {
			width = 1920
		}
		b.do(chromedp.EmulateViewport(width, 768))
		b.open(name)
		got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](string(src)+`;axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}).then(r =>
			r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 140) + " " + n.any.concat(n.all).map(x => x.message).join(";").slice(0, 160)).join(" | ")).join("\n"))`, chromedp.EvalAwaitPromise))
		if err != nil || got != "" {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
}
