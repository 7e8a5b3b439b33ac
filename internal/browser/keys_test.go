package browser_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stops is script that notes, each time Tab is pressed, what is wrong with where
// the focus is: no ring or a faint one, too small, under a bar, out of order.
const stops = luminance + `window.walk = {found: [], stops: 0, done: false};
const target = %d, seen = new Map();
let last;
addEventListener("keydown", event => {
	if (event.key !== "Tab" || walk.done) return;
	const e = document.activeElement;
	if (!e || e === document.body) { walk.done = walk.stops > 0; return; }
	walk.stops++;
	const bad = what => walk.found.push(e.tagName + "." + e.className + " " + (e.textContent || e.name || e.id).trim().slice(0, 20) + ": " + what);
	seen.set(e, (seen.get(e) || 0) + 1);
	if (seen.get(e) > (/date|time/.test(e.type) ? 5 : 1)) { bad("a trap"); walk.done = true; return; }
	const face = e.matches(".tiles input, .opts input, .ph1 input") ? e.nextElementSibling : e;
	const drawn = e.closest(".map a") ? e.querySelector("rect") : face, style = getComputedStyle(drawn);
	const box = (e.closest("label") || (/checkbox|radio/.test(e.type) && e.labels[0]) || face).getBoundingClientRect();
	if (!e.closest("svg")) {
		if (parseFloat(style.outlineWidth) < 2 || style.outlineStyle === "none") bad("no ring");
		else if (contrast(style.outlineColor, behind(parseFloat(style.outlineOffset) < 0 ? face : face.parentElement)) < 3) bad("faint ring on " + behind(face.parentElement));
		if (!e.closest(".skip") && getComputedStyle(e).display !== "inline" && Math.min(box.width, box.height) < target - .6) bad(Math.round(box.width) + "×" + Math.round(box.height));
	}
	const x = Math.min(innerWidth - 2, Math.max(1, box.left + box.width / 2)), y = box.top + Math.min(box.height / 2, 20), hit = document.elementFromPoint(x, y);
	if (!hit || !(hit === e || face.contains(hit) || hit.contains(face) || (e.closest("label") || (e.labels && e.labels[0]) || e).contains(hit))) bad("covered by " + (hit ? hit.className || hit.tagName : "nothing at " + Math.round(x) + "," + Math.round(y)));
	const scroller = n => { for (; n; n = n.parentElement) if (/auto|scroll|sticky|fixed/.test(getComputedStyle(n).overflowY + getComputedStyle(n).position)) return n; };
	if (last && scroller(e) === scroller(last) && e.closest("main") && !e.closest("svg")) {
		const before = last.getBoundingClientRect();
		if (before.width && box.bottom <= before.top && box.left < before.right) bad("above the stop before it, " + (last.textContent || last.name).trim().slice(0, 20));
	}
	last = e;
}, true);`

// tab presses Tab so many times.
func (w *window) tab(times int) {
	w.Helper()
	w.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for range times {
			for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
				if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9}); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// walk tabs through the page, all of it or what comes after its bars, and says
// what is wrong with its stops.
func (w *window) walk(target int, all bool) (found string, count string) {
	w.Helper()
	w.run(`document.activeElement.blur(); window.scrollTo(0, 0)`)
	w.run(fmt.Sprintf(stops, target))
	if w.tab(1); !all && w.text(`document.activeElement.matches(".skip")`) == "true" {
		w.press(kb.Enter)
		w.is(`location.hash`, "#main")
	}
	for range 50 {
		if w.tab(10); w.text(`walk.done`) == "true" {
			return w.text(`walk.found.join("\n")`), w.text(`walk.stops`)
		}
	}
	return "no end after 500 stops: " + w.text(`document.activeElement.outerHTML.slice(0, 100)`), w.text(`walk.stops`)
}

// Whoever tabs through any page sees where they are: each stop has a ring that
// can be seen, is large enough, lies under no bar and comes in the order of
// reading; and the page lets them go.
func TestTabWalk(t *testing.T) {
	t.Parallel()
	walked := map[string]bool{}
	each(t, func(w *window, k kind) {
		target := 24
		if strings.Contains(w.text(`location.pathname`), "/p/") {
			target = 44
		}
		found, n := w.walk(target, !walked[k.as])
		walked[k.as] = true
		if found != "" || n == "0" {
			t.Errorf("%s: %s stops\n%s", k.name, n, found)
		}
	})
}

// At 200 %, on the phone and in large type the bars take more room and hide nothing.
func TestTabWalkLarge(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		as, path      string
		width, height int64
		target        int
	}{
		{"worker", "/inbox", 683, 450, 24}, {"worker", "/r/activity/new", 683, 450, 24}, {"worker", "/r/need", 360, 740, 24}, {"officer", "/settings", 360, 740, 24},
		{"officer", "/board?at=2026-09-30&figure=party.coverage_rate", 683, 450, 24}, {"", "/p/?size=large", 360, 740, 60}, {"", "/p/need?size=large", 360, 740, 60}, {"", "/p/progress?size=large", 360, 740, 60},
	} {
		w := visit(t, c.width, c.height)
		if c.as != "" {
			w.as(c.as)
		}
		w.open(c.path)
		if found, n := w.walk(c.target, true); found != "" || n == "0" {
			t.Errorf("%s at %d px: %s stops\n%s", c.path, c.width, n, found)
		}
	}
}

// The walk notices a stop without a ring, a small one, a covered one and a trap.
func TestTabWalkNotices(t *testing.T) {
	w := visit(t, 1366, 768)
	w.open("/sign-in")
	w.sheet(`.form [type=submit] { outline: 0 !important } .form input { position: relative; outline-color: #EEE !important } .skip { display: none }
		a { display: inline-block !important; height: 9px; overflow: hidden } #cover { position: fixed; left: 0; top: 0; width: 100%; height: 100%; z-index: 50 }`)
	w.run(`document.body.append(Object.assign(document.createElement("div"), {id: "cover"}))`)
	found, _ := w.walk(24, true)
	for _, want := range []string{"no ring", "faint ring", "×9", "covered by"} {
		if !strings.Contains(found, want) {
			t.Errorf("no %q in %s", want, found)
		}
	}
	w.open("/sign-in")
	w.run(`addEventListener("focusin", e => { if (e.target.name === "password") document.querySelector("[name=login]").focus() })`)
	if found, _ = w.walk(24, true); found == "" {
		t.Error("a trap is not noticed")
	}
}
