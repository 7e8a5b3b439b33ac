package ui

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	g "maragu.dev/gomponents"
)

func render(t testing.TB, n g.Node) string {
	t.Helper()
	var b bytes.Buffer
	if err := n.Render(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// site serves the screens at /x/<name> and the assets with the real policy,
// and behind the addresses in the fixtures something fitting.
func site(t testing.TB, u *UI) *httptest.Server {
	pages := map[string]string{}
	for name, n := range screens(u) {
		pages[name] = render(t, n)
	}
	mux := http.NewServeMux()
	mux.Handle("/x/assets/", u.Assets())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/x/")
		switch {
		case strings.HasPrefix(name, "/search/"):
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `[{"value":"1","label":"%s一号","note":"甲"},{"value":"2","label":"二号","note":"乙"}]`, r.URL.Query().Get("q"))
			return
		case strings.HasPrefix(name, "/inbox/"):
			name = "a"
		case strings.HasPrefix(name, "/figures/"):
			name = "b"
		case name == "/orgs":
			name = "list"
		case name == "/board" || strings.HasPrefix(name, "/c/"):
			name = "b-closed"
		case r.Method == "POST":
			time.Sleep(200 * time.Millisecond)
			name = "c-done"
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", CSP)
		if pages[name] == "" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, pages[name])
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// TestShots takes pictures of every screen: UI_SHOTS=dir go test -run Shots.
// UI_ONLY=a,b takes the screens of those names.
func TestShots(t *testing.T) {
	dir := os.Getenv("UI_SHOTS")
	if dir == "" {
		t.Skip("UI_SHOTS is not set")
	}
	browser, base := chrome(t), site(t, New("/x")).URL+"/x/"
	only := strings.Split(os.Getenv("UI_ONLY"), ",")
	write := func(file string, data []byte, err error) {
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, file), data, 0o644)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	wanted := func(name string) bool { return only[0] == "" || slices.Contains(only, name) }
	view := func(name string, w, h int64, scale float64) {
		if !wanted(name) {
			return
		}
		if err := chromedp.Do(browser, chromedp.EmulateViewport(w, h, chromedp.EmulateScale(scale)), chromedp.Navigate(base+name), chromedp.Sleep(150*time.Millisecond)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		png, err := chromedp.Run(browser, chromedp.CaptureScreenshot())
		write(fmt.Sprintf("%s-%d.png", name, w), png, err)
	}
	for name := range screens(New("/x")) {
		switch {
		case name == "b-screen":
			view(name, 1920, 1080, 1)
		case name[0] == 'c':
			view(name, 360, 1000, 2)
		default:
			view(name, 1366, 768, 1)
		}
	}
	for _, name := range []string{"a", "b", "form", "list", "b-closed"} {
		view(name, 1920, 1080, 1)
		view(name, 1024, 768, 1)
		view(name, 683, 900, 1)
		view(name, 360, 1400, 1)
		view(name, 1367, 2200, 1)
	}
	view("a-inbox", 360, 900, 1)
	view("c-list", 1366, 768, 1)
	view("odds", 1367, 1600, 1)
	for _, s := range []struct {
		name, state string
		w, h        int64
		js          string
	}{
		{"a", "menu", 360, 740, `document.querySelector(".menu").open = true`},
		{"a", "who", 1366, 768, `document.querySelector(".who").open = true`},
		{"a", "rail", 1024, 768, `document.querySelector(".shell > .nav .c3 a").focus()`},
		{"a", "keys", 1366, 768, `document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "?", bubbles: true}))`},
		{"list", "batch", 1366, 768, `document.querySelector("[data-all]").click(); document.querySelectorAll(".more")[1].open = true`},
		{"list", "more", 1366, 768, `document.querySelector(".filter details").open = true`},
		{"form-ok", "combo", 1366, 1200, `scrollTo(0, 300); document.querySelector("#f-community").focus(); document.querySelector("#f-community").click()`},
		{"c", "draft", 360, 900, `localStorage.setItem("draft:p/need", JSON.stringify({at: Date.now(), version: "", values: [["text", "想请人理发"]]})); location.reload()`},
	} {
		if !wanted(s.name) && !wanted(s.state) {
			continue
		}
		if err := chromedp.Do(browser, chromedp.EmulateViewport(s.w, s.h), chromedp.Navigate(base+s.name)); err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Run(browser, chromedp.Evaluate[string](`{`+s.js+`}; ""`)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(400 * time.Millisecond)
		png, err := chromedp.Run(browser, chromedp.CaptureScreenshot())
		write(s.name+"-"+s.state+".png", png, err)
	}
	for _, name := range []string{"a", "b", "list"} {
		if wanted(name) {
			if err := chromedp.Do(browser, chromedp.Navigate(base+name)); err != nil {
				t.Fatal(err)
			}
			pdf, err := chromedp.Run(browser, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
			write(name+".pdf", pdf, err)
		}
	}
}

// chrome is a headless browser, or the test is skipped.
func chrome(t testing.TB) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil && path == "" {
			path = p
		}
	}
	if path == "" {
		t.Skip("no chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	ctx, end := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(func() { end(); cancel(); stop() })
	return ctx
}
