package browser_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// fits fails if the page is wider than the window.
func (w *window) fits(width int64) {
	w.Helper()
	w.size(width, 800)
	w.narrow(fmt.Sprint("at ", width, " px"))
}

// narrow fails if the page is wider than the window as it is.
func (w *window) narrow(when string) {
	w.Helper()
	if over := w.text(`document.documentElement.scrollWidth - innerWidth`); over != "0" && over[0] != '-' {
		w.Errorf("%s %s is %s px too wide: %s", w.text(`location.pathname`), when, over,
			w.text(`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + e.className).slice(-4).join(" ")`))
	}
}

// whole is script that lists words which their boxes cut off.
const whole = `[...document.querySelectorAll("body *")].filter(e => {
	if (!e.getClientRects().length || e.closest(".vh, svg, .skip, .sheetgrid") || ![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) return false;
	const s = getComputedStyle(e);
	if (s.display === "inline" || s.textOverflow === "ellipsis" || s.clip !== "auto" || e.matches("textarea, select, option")) return false;
	if (!e.matches("a, button, .btn, .tag, label, th, td, h1, h2, h3, summary") && s.overflowX === "visible") return false;
	return e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 4 && s.overflowY !== "auto" && (s.overflowY !== "visible" || e.matches(".btn, .tag"));
}).slice(0, 4).map(e => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 16) + " " + [e.scrollWidth, e.clientWidth, e.scrollHeight, e.clientHeight]).join(" | ")`

// shapes is script that lists what has only a background to be seen by, and so
// nothing where the system paints all backgrounds alike.
const shapes = `[...document.querySelectorAll(".card, .btn:not(.txt), input:not([type=hidden]):not([aria-hidden]), select, textarea")].filter(e => {
	const s = getComputedStyle(e);
	return e.getClientRects().length && !e.closest(".sheetgrid, .mend, .tiles, .opts, .vh, .ph1") && parseFloat(s.borderTopWidth) < 1 && parseFloat(s.borderLeftWidth) < 1 && !/checkbox|radio|range|file|submit/.test(e.type) && e.type !== "color";
}).slice(0, 4).map(e => e.outerHTML.slice(0, 90)).join(" | ")`

// luminance is script for contrast, and faint for the fields whose edge cannot
// be told from what is around them.
const (
	luminance = `const rgb = c => c.match(/[\d.]+/g).map(Number), lum = c => { const [r, g, b] = rgb(c).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
	const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (c !== "transparent" && rgb(c)[3] !== 0) return c; } return "rgb(255, 255, 255)"; };
	const contrast = (a, b) => { const x = lum(a), y = lum(b); return (Math.max(x, y) + .05) / (Math.min(x, y) + .05); };`
	faint = `(() => { ` + luminance + `
	return [...document.querySelectorAll("input:not([type=hidden]):not([aria-hidden]):not([type=checkbox]):not([type=radio]):not([type=file]), select, textarea")].filter(e => e.getClientRects().length && !e.closest(".sheetgrid, .vh") && getComputedStyle(e).opacity !== "0")
		.map(e => [contrast(getComputedStyle(e).borderTopColor, behind(e.parentElement)), e]).filter(([c]) => c < 3).slice(0, 3).map(([c, e]) => c.toFixed(2) + " " + e.outerHTML.slice(0, 80)).join(" | "); })()`
)

// feature makes the browser say that its user wants pages so; "" takes it back.
func (w *window) feature(name, value string) {
	w.Helper()
	w.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
		return err
	}))
}

// sheet adds rules to the page, as a reader's own do.
func (w *window) sheet(rules string) {
	w.Helper()
	w.run("const s = new CSSStyleSheet(); s.replaceSync(`" + rules + "`); document.adoptedStyleSheets = [s]")
}

// wide spaces words as a face that is 1.15 times as wide would.
const wide = `* { letter-spacing: .15em !important }`

// Every page fits every window from 320 px up and at 200 %, with text 1.4 times
// as large and in a wider face; the edges of its fields can be seen in every
// look, and where the system paints all backgrounds alike.
func TestSight(t *testing.T) {
	t.Parallel()
	each(t, func(w *window, k kind) {
		for _, width := range []int64{320, 360, 683, 1366, 1920} {
			w.fits(width)
		}
		bad := func(when, js string) {
			t.Helper()
			if got := w.text(js); got != "" {
				t.Errorf("%s, %s: %s", k.name, when, got)
			}
		}
		for _, width := range []int64{360, 1366} {
			if k.name == "wall" { // its text follows the width of the screen
				break
			}
			w.size(width, 800)
			for when, rules := range map[string]string{"text × 1.4": `html { font-size: 140% !important }`, "a wider face": wide} {
				when = fmt.Sprint(when, " at ", width, " px")
				w.sheet(rules)
				w.narrow(when)
				bad(when, whole)
			}
			w.sheet("")
		}
		bad("fields", faint)
		for look, value := range map[string]string{"theme": "dark", "contrast": "more"} {
			w.run(fmt.Sprintf(`document.documentElement.setAttribute("data-%s", "%s")`, look, value))
			bad("fields, "+value, faint)
			w.run(fmt.Sprintf(`document.documentElement.removeAttribute("data-%s")`, look))
		}
		w.feature("prefers-contrast", "more")
		bad("fields, prefers-contrast", faint)
		w.feature("forced-colors", "active")
		bad("forced colours", shapes)
		w.feature("forced-colors", "none")
	})
}

// The looks above notice what is cut off, faint, or has no edge.
func TestSightNotices(t *testing.T) {
	w := visit(t, 360, 740)
	w.open("/sign-in")
	w.sheet(`.btn { width: 2rem !important; flex: none !important; overflow: hidden } .btn, input { min-width: 0 !important } input { border: 1px solid #CCC !important }`)
	for js, want := range map[string]string{whole: "登录", faint: "1.6"} {
		if got := w.text(js); !strings.Contains(got, want) {
			t.Errorf("%q", got)
		}
	}
	w.sheet(`input, .card { border: 0 !important }`)
	if got := w.text(shapes); !strings.Contains(got, "<input") {
		t.Errorf("%q", got)
	}
}
