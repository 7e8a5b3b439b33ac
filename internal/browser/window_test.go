package browser_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// window is a window of the browser, and what a hand does in it.
type window struct {
	*testing.T
	county *county
	ctx    context.Context
}

func (w *window) do(steps ...chromedp.Action[chromedp.Void]) {
	w.Helper()
	if err := chromedp.Do(w.ctx, steps...); err != nil {
		w.Fatal(err)
	}
}

func (w *window) size(width, height int64) { w.Helper(); w.do(chromedp.EmulateViewport(width, height)) }

func (w *window) open(path string) {
	w.Helper()
	w.do(chromedp.Navigate(w.county.url + path))
}

// noScript switches the pages' scripts off; the test's own still run.
func (w *window) noScript() *window {
	w.Helper()
	w.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	return w
}

// paper shows the page as it is printed, or as it is on the screen.
func (w *window) paper(on bool) {
	w.Helper()
	w.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: map[bool]string{true: "print"}[on]})
		return err
	}))
}

// text gives the value of an expression as text.
func (w *window) text(js string) string {
	w.Helper()
	got, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`String(`+js+`)`))
	if err != nil {
		w.Fatalf("%s: %v", js, err)
	}
	return got
}

func (w *window) run(js string) { w.Helper(); w.text(`(() => {` + js + `})()`) }

// is waits until an expression equals want.
func (w *window) is(js, want string) {
	w.Helper()
	w.until(js, want, func(got string) bool { return got == want })
}

// says waits until the page says something.
func (w *window) says(words ...string) {
	w.Helper()
	for _, x := range words {
		w.until(`document.body.innerText`, x, func(got string) bool { return strings.Contains(got, x) })
	}
}

func (w *window) until(js, want string, ok func(string) bool) {
	w.Helper()
	got := ""
	for range 100 {
		var err error
		if got, err = chromedp.Run(w.ctx, chromedp.Evaluate[string](`String(`+js+`)`)); err == nil && ok(got) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.Fatalf("%s: %s is %q, want %q", w.text(`location.href`), js, got, want)
}

// find is script that gives what is to be seen and is labelled so.
const find = `(words => [...document.querySelectorAll("a, button, summary, label, input[type=submit]")].find(e => e.getClientRects().length &&
	[e.textContent, (e.textContent || "").replace(/[A-Z]$/, "")].some(s => s.trim() === words)))`

// click presses the button, link or label with these words, and waits for
// whatever page comes of it.
func (w *window) click(words string) {
	w.Helper()
	w.until(`!!`+find+`("`+words+`")`, "true", func(s string) bool { return s == "true" })
	was := w.text(`performance.timeOrigin`)
	leads := w.text(`(e => e.matches("a, button[type=submit], input[type=submit]") && !e.closest("[data-swap]"))(` + find + `("` + words + `"))`)
	w.run(find + `("` + words + `").click()`)
	if leads == "true" {
		w.until(`performance.timeOrigin !== `+was+` && document.readyState`, "complete", func(s string) bool { return s == "complete" })
	}
}

// fill types into the field of that name, as one who has it in the clipboard.
func (w *window) fill(name, value string) {
	w.Helper()
	field := `document.querySelector('.form [name="` + name + `"]')`
	w.is(`!!`+field, "true")
	w.run(field + `.focus(); ` + field + `.select()`)
	w.do(chromedp.KeyEvent(value))
}

// press presses keys one after the other.
func (w *window) press(keys ...string) {
	w.Helper()
	for _, k := range keys {
		w.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
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
