// Package browser_test walks the demonstration county in a headless Chromium, as
// residents, workers and officials would: by hand, by keyboard, with and without
// script, on a phone, at a desk and on the wall. Without Chromium on the machine
// its tests are skipped, or fail if SANSHE_REQUIRE names chromium.
package browser_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sanshe/internal/app"
	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/demo"
)

// opened is when the demonstration county opens its doors.
var opened = time.Date(2026, 11, 23, 9, 30, 0, 0, clock.Shanghai)

// since tells the time from opened on, as fast as it really passes: whoever
// fills in a form takes a while.
type since struct{ began time.Time }

func (s since) Now() time.Time { return opened.Add(time.Since(s.began)) }

// county is the demonstration county with a site and a browser, one for all
// tests of the process: they take it as it is.
type county struct {
	*app.App
	url      string
	accounts map[string]auth.Account // by login
	pages    []kind                  // listed and found
	reached  map[string]bool         // routes
	kept     map[string]kept         // answers, by the path they are looked at under
	ctx      context.Context         // of the browser
	close    []func()
}

var theCounty = sync.OnceValues(openCounty)

func openCounty() (*county, error) {
	c := &county{accounts: map[string]auth.Account{}, kept: map[string]kept{}}
	dir, err := os.MkdirTemp("", "sanshe-browser-")
	if err != nil {
		return nil, err
	}
	c.close = append(c.close, func() { os.RemoveAll(dir) })
	ctx := context.Background()
	a, err := demo.Open(ctx, app.Config{Data: dir}, opened)
	if err != nil {
		return c, err
	}
	report, err := demo.Fill(ctx, a, opened, nil)
	if err == nil {
		err = a.Close()
	}
	if err != nil {
		return c, err
	}
	for _, x := range report.Accounts {
		c.accounts[x.Login] = x.Account
	}
	if c.App, err = app.Open(ctx, app.Config{Data: dir, Links: true, Clock: since{time.Now()}}); err != nil {
		return c, err
	}
	log := &routes{}
	h, err := c.Handler(ctx, app.Site{Log: slog.New(log), Demo: "演示数据：人员、组织和事项都是虚构的，请不要填真实个人信息"})
	if err != nil {
		return c, err
	}
	s := httptest.NewServer(c.replaying(h))
	work, stop := context.WithCancel(ctx)
	go c.Store.WorkImports(work, c.Auth.ActorOf)
	c.url = s.URL
	c.close = append(c.close, func() { c.App.Close() }, stop, s.Close)
	if err := c.stray(ctx); err != nil {
		return c, err
	}
	if err := c.crawl(log); err != nil {
		return c, err
	}
	if err := c.crowd(ctx); err != nil {
		return c, err
	}
	c.browser()
	return c, nil
}

func (c *county) browser() {
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium()), chromedp.NoSandbox, chromedp.DisableGPU)
	for _, off := range []string{"disable-background-networking", "disable-component-update", "disable-sync", "disable-quic"} {
		opts = append(opts, chromedp.Flag(off, true))
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	c.ctx = ctx
	c.close = append(c.close, stop, cancel)
}

// chromium gives the path of a Chromium, "" if there is none.
func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

func TestMain(m *testing.M) {
	code := m.Run()
	if chromium() != "" {
		if c, _ := theCounty(); c != nil {
			for _, end := range slices.Backward(c.close) {
				end()
			}
		}
	}
	os.Exit(code)
}

// visit opens a window of a browser of its own on the county: nobody is signed
// in. It fails the test on whatever a page writes to the console as an error,
// such as a breach of the policy.
func visit(t *testing.T, width, height int64) *window {
	t.Helper()
	if chromium() == "" {
		if slices.Contains(strings.Split(os.Getenv("SANSHE_REQUIRE"), ","), "chromium") {
			t.Fatal("SANSHE_REQUIRE asks for chromium, and there is none in PATH")
		}
		t.Skip("no chromium in PATH: apt-get install chromium fonts-noto-cjk")
	}
	c, err := theCounty()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(c.ctx, chromedp.Evaluate[int](`1`)); err != nil { // the browser's first window
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	ctx, end := context.WithTimeout(ctx, 9*time.Minute) // a walk of every page, on a machine that does much else
	t.Cleanup(func() { end(); cancel() })
	w := &window{t, c, ctx}
	w.size(width, height)
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			answered := strings.Contains(m.Text, "server responded with a status of 4") && !strings.Contains(m.URL, "/assets/") || strings.Contains(m.URL, "/kept/") // a page of its own says so
			if (m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException) && !answered {
				t.Errorf("console: %s %s", m.Text, m.URL)
			}
		}
	}()
	return w
}

// as signs somebody in by a one-time link, as the demonstration's guide does.
func (w *window) as(login string) *window {
	w.Helper()
	link, err := w.county.Auth.NewSignInLink(context.Background(), w.county.accounts[login].ID, time.Hour)
	if err != nil {
		w.Fatal(fmt.Errorf("%s: %w", login, err))
	}
	w.open("/sign-in/link?t=" + link)
	w.click("进入")
	return w
}
