package portal_test

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanshe/internal/apptest"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"

	"github.com/chromedp/chromedp"
)

// TestShots takes pictures of the pages: PORTAL_SHOTS=dir go test -run Shots.
// A page wider than the telephone fails.
func TestShots(t *testing.T) {
	dir := os.Getenv("PORTAL_SHOTS")
	if dir == "" {
		t.Skip("PORTAL_SHOTS is not set")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium")
	}
	w := apptest.OnSQLite(t).On("2026-11-23")
	v := open(w, nil)
	receipt := v.file(nil)
	link := strings.Split(receipt, "/")[3]
	later := func(steps ...string) string {
		r := strings.Split(v.file(nil), "/")[3]
		_, rec, err := w.Store.ByReceipt(w.Ctx(), r)
		w.Do(err)
		for _, s := range steps {
			w.Step(w.Worker(), need.Needs.Register, record.BaseOf(rec).ID, s, store.Taking{Note: "这件归住建局管，电话 0830-5222222", In: map[string]record.Input{
				"serve": {"outcome": "11月28日上门理发、修指甲各一次。"}, "transfer": {"transferred_to": "住建局"}}[s]})
		}
		return "/p/r/" + r
	}
	served := later("verify", "arrange", "serve")
	rated := later("verify", "serve", "confirm")
	v.post(rated+"/opinion", url.Values{"level": {"2"}}).next(t)
	pages := map[string]string{
		"home": "/p/?c=" + apptest.Community, "home-choose": "/p/?c=", "need": "/p/need?c=" + apptest.Community, "done": receipt, "progress": "/p/progress", "privacy": "/p/privacy",
		"feedback": "/p/feedback", "course": "/p/r/" + link, "served": served, "closed": later("verify", "serve", "confirm"), "rated": rated, "moved": later("verify", "transfer"), "lost": "/p/nowhere",
	}
	w.Clock.Advance(time.Hour)

	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)...)
	t.Cleanup(stop)
	browser, end := chromedp.NewContext(alloc)
	t.Cleanup(end)
	shot := func(name string, width, height int64, steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		steps = append([]chromedp.Action[chromedp.Void]{chromedp.EmulateViewport(width, height, chromedp.EmulateScale(2))}, steps...)
		if err := chromedp.Do(browser, append(steps, chromedp.Sleep(100*time.Millisecond))...); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if over, err := chromedp.Run(browser, chromedp.Evaluate[int](`document.documentElement.scrollWidth - innerWidth`)); err != nil || over > 0 {
			t.Errorf("%s is %d px too wide (%v)", name, over, err)
		}
		png, err := chromedp.Run(browser, chromedp.FullScreenshot(100))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	see := func(path string) chromedp.Action[chromedp.Void] { return chromedp.Navigate(v.url + path) }
	for name, path := range pages {
		shot(name, 360, 740, see(path))
		shot(name+"-large", 360, 740, see(with(path, "size=large")))
		shot(name+"-320", 320, 640, see(with(path, "size=standard")))
		shot(name+"-1366", 1366, 768, see(path))
	}
	fill := `document.querySelector("[name=category][value=elder]").checked = true
		document.querySelector("[name=detail]").value = "我妈 82 岁，一个人住滨江苑，腿脚不方便。想请人上门理发，顺便修一下指甲。"
		document.querySelector("[name=proxy]").checked = true; ""`
	run := func(js string) chromedp.Action[chromedp.Void] {
		return chromedp.Func(func(context.Context, *chromedp.Target) error {
			_, err := chromedp.Run(browser, chromedp.Evaluate[string](js))
			return err
		})
	}
	shot("need-filled", 360, 740, see("/p/need?c="+apptest.Community), run(fill))
	shot("need-error", 360, 740, run(`document.querySelector(".big1").click(); ""`), chromedp.Sleep(300*time.Millisecond))
	shot("need-error-large", 360, 740, run(`document.querySelector(".pill").click(); ""`), chromedp.Sleep(300*time.Millisecond), run(`document.querySelector(".big1").click(); ""`), chromedp.Sleep(300*time.Millisecond))
	// Enter in a field means 提交, not the switch that stands before it.
	if err := chromedp.Do(browser, see("/p/need?size=standard"), run(`document.querySelector("[name=phone]").focus(); ""`), chromedp.KeyEvent("\r"), chromedp.Sleep(300*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if at, err := chromedp.Run(browser, chromedp.Evaluate[string](`location.search + document.querySelectorAll(".err li").length + document.activeElement.id`)); err != nil || at != "3errors" {
		t.Errorf("after Enter: %q (%v), want no query, 3 problems and the focus on them", at, err)
	}
	shot("served-fold", 360, 740, see(with(served, "size=standard")), run(`document.querySelector(".fold").open = true; ""`))
	if err := chromedp.Do(browser, see(receipt)); err != nil {
		t.Fatal(err)
	}
	pdf, err := chromedp.Run(browser, chromedp.PrintToPDF())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "receipt.pdf"), pdf, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
}

func with(path, query string) string {
	if strings.Contains(path, "?") {
		return path + "&" + query
	}
	return path + "?" + query
}
