package ui

import (
	"fmt"
	"math"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	g "maragu.dev/gomponents"
)

func TestHref(t *testing.T) {
	for in, want := range map[string]string{
		"/needs?a=b:c": "/needs?a=b:c", "?size=large": "?size=large", "#f-a": "#f-a", "https://a.cn/x": "https://a.cn/x", "tel:12345": "tel:12345", "mailto:a@b.cn": "mailto:a@b.cn", "needs/1": "needs/1",
		"javascript:alert(1)": "#", "JaVaScript:x": "#", "data:text/html,x": "#", "java\nscript:x": "#", " javascript:x": "#", "//evil.cn": "#", "/\\evil.cn": "#", "vbscript:x": "#",
	} {
		if got := render(t, g.El("a", Href(in))); got != `<a href="`+want+`"></a>` {
			t.Errorf("Href(%q) = %s", in, got)
		}
	}
}

func TestAssets(t *testing.T) {
	u := New("/sanshe/")
	for _, name := range []string{"app.css", "app.js", "portal.css", "portal.js", "mark.svg"} {
		url := u.AssetURL(name)
		if !regexp.MustCompile(`^/sanshe/assets/\w+-[0-9a-f]{8}\.\w+$`).MatchString(url) {
			t.Errorf("address %s", url)
		}
		r := httptest.NewRequest("GET", url, nil)
		r.Header.Set("Accept-Encoding", "gzip, br")
		w := httptest.NewRecorder()
		u.Assets().ServeHTTP(w, r)
		if w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
	}
	w := httptest.NewRecorder()
	u.Assets().ServeHTTP(w, httptest.NewRequest("GET", "/sanshe/assets/app-00000000.css", nil))
	if w.Code != 404 {
		t.Errorf("an old name answers %d", w.Code)
	}
}

// TestBudgets holds the transferred sizes: style ≤ 24 KB, script ≤ 12 KB, a
// resident's first page with everything ≤ 40 KB.
func TestBudgets(t *testing.T) {
	u := New("")
	size := func(name string) int { return len(u.assets[strings.TrimPrefix(u.AssetURL(name), "/assets/")].gz) }
	page := len(squeeze([]byte(render(t, u.PhonePage(phoneForm(true, Prefs{}))))))
	t.Logf("app.css %d, app.js %d, portal.css %d, portal.js %d, phone page %d", size("app.css"), size("app.js"), size("portal.css"), size("portal.js"), page)
	if size("app.css") > 24<<10 || size("portal.css") > 24<<10 || size("app.js") > 12<<10 {
		t.Error("over budget")
	}
	if all := page + size("portal.css") + size("portal.js") + size("mark.svg"); all > 40<<10 {
		t.Errorf("a resident's page needs %d bytes", all)
	}
}

func TestPrefs(t *testing.T) {
	u := New("/s")
	r := httptest.NewRequest("GET", "/?size=large&theme=pink", nil)
	r.Header.Set("Cookie", "contrast=more; rows=<script>")
	w := httptest.NewRecorder()
	if got := u.Prefs(w, r); got != (Prefs{Size: "large", Contrast: "more"}) {
		t.Errorf("%+v", got)
	}
	if c := w.Header().Values("Set-Cookie"); len(c) != 1 || !strings.HasPrefix(c[0], "size=large; Path=/s/;") {
		t.Errorf("cookies %v", c)
	}
	r = httptest.NewRequest("GET", "/?size=standard", nil)
	r.Header.Set("Cookie", "size=large")
	if got := u.Prefs(httptest.NewRecorder(), r); got.Size != "" {
		t.Errorf("back to standard: %+v", got)
	}
}

func TestSentences(t *testing.T) {
	b := boardFixture(false)
	for i, want := range []string{
		`aria-label="78 家纳入基数的社会组织：单独建立 63 家，联合覆盖 9 家，视同覆盖 2 家，未覆盖 4 家"`,
		`aria-label="民办非企业 140 家，社会团体 102 家"`,
		`aria-label="每月服务次数：1月 38 次，`,
		`aria-label="14 项举措：落实 11 项，推进中 3 项"`,
	} {
		if got := render(t, b.Cards[i].Chart); !strings.Contains(got, want) {
			t.Errorf("no %s in %.300s", want, got)
		}
	}
	if got := render(t, b.Cards[0].Lead); !strings.Contains(got, `aria-label="党组织覆盖率 94.87%，78 家中 74 家已覆盖"`) {
		t.Error(got)
	}
	if n := strings.Count(render(t, b.Cards[0].Chart), "<rect"); n != 78 {
		t.Errorf("%d squares for 78", n)
	}
}

func TestSmallThings(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -8184: "-8,184", 1234567: "1,234,567", -100: "-100"} {
		if got := Comma(n); got != want {
			t.Errorf("Comma(%d) = %s", n, got)
		}
	}
	if got := fmt.Sprint(groups("427 815 6039")); got != "[427 815 6039]" {
		t.Error(got)
	}
	m := TileMap{}
	for i := range 10 {
		m.Tiles = append(m.Tiles, Tile{Value: int64(i / 2)})
	}
	for v, want := range []int{1, 2, 3, 4, 5} {
		if got := m.class(int64(v)); got != want {
			t.Errorf("class(%d) = %d", v, got)
		}
	}
	if (TileMap{Tiles: []Tile{{Value: 3}, {Value: 3}}}).class(3) != 1 {
		t.Error("equal tiles should be alike and light")
	}
}

// TestBanned keeps out what the product must not have, and what the oldest
// browsers do not know.
func TestBanned(t *testing.T) {
	sources := map[string]string{}
	for _, dir := range []string{".", "assets/css", "assets/js"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if name := dir + "/" + e.Name(); !e.IsDir() && !strings.HasSuffix(name, "_test.go") {
				b, _ := os.ReadFile(name)
				sources[name] = string(b)
			}
		}
	}
	everywhere := []string{"排名", "排行", "积分", "打卡", "勋章", "在线时长", "最后在线", "连续签到", "应建", "好评", "geolocation", "<video", "canvas-confetti", "../" + "shared", "/" + "work/"}
	byKind := map[string][]string{
		".js":  {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "?.", "??", "replaceChildren", "requestSubmit", "import ", "http:", "https:"},
		".css": {":has(", ":is(", ":where(", "oklch", "@container", "@import", "@font-face", "inset:", "aspect-ratio", "url(", "text-size-adjust: none", "dvh"},
		".go":  {"func init(", "h.Style", `"style"`},
	}
	for name, src := range sources {
		words := everywhere
		for ext, more := range byKind {
			if strings.HasSuffix(name, ext) {
				words = append(words[:len(words):len(words)], more...)
			}
		}
		for _, w := range words {
			if strings.Contains(src, w) && !(w == "http:" && strings.Contains(src, "http://www.w3.org/2000/svg") && strings.Count(src, "http:") == 1) {
				t.Errorf("%s contains %q", name, w)
			}
		}
	}
	flexGap := regexp.MustCompile(`display: (inline-)?flex[^}]*[; ]gap:|&[ .:]`)
	width := regexp.MustCompile(`@media \((min|max)-width`)
	for name, src := range sources {
		if strings.HasSuffix(name, ".css") && (flexGap.MatchString(src) || width.MatchString(src)) {
			t.Errorf("%s: gap in a flex box, nesting, or a width query that paper would match", name)
		}
	}
}

// TestContrast computes every pair of tokens that meet on a page.
func TestContrast(t *testing.T) {
	src, err := os.ReadFile("assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[string]map[string]string{}
	for _, m := range regexp.MustCompile(`(?s)(:root[^{,]*)\{(.*?)\}`).FindAllStringSubmatch(string(src), -1) {
		sel := strings.TrimSpace(m[1])
		if blocks[sel] == nil {
			blocks[sel] = map[string]string{}
		}
		for _, v := range regexp.MustCompile(`--([\w-]+): (#[0-9A-F]{6})`).FindAllStringSubmatch(m[2], -1) {
			blocks[sel][v[1]] = v[2]
		}
	}
	themes := map[string][]string{
		"light": {":root"}, "dark": {":root", ":root[data-theme=dark]"}, "more": {":root", ":root[data-contrast=more]"},
		"dark+more": {":root", ":root[data-theme=dark]", ":root[data-contrast=more]", ":root[data-theme=dark][data-contrast=more]"},
		"system":    {":root", ":root:not([data-theme=dark])"},
	}
	text := "ink/bg ink/surface ink/surface-2 ink/sunken ink/primary-soft ink/warn-soft ink/ok-soft ink/bad-soft ink/info-soft ink-2/bg ink-2/surface ink-2/surface-2 ink-2/sunken ink-2/primary-soft " +
		"ink-3/bg ink-3/surface ink-3/surface-2 primary/bg primary/surface primary/surface-2 primary/sunken primary/info-soft on-primary/primary on-primary/primary-hover surface/ink surface/p1 surface/p2 surface/p3 surface/p4 " +
		"p1/surface p2/surface p3/surface p4/surface p1/p1-soft p2/p2-soft p3/p3-soft p4/p4-soft ink-2/p1-soft ink-2/p2-soft ink-2/p3-soft ink-2/p4-soft ok/surface warn/surface bad/surface bad/bg warn/bg ok/ok-soft warn/warn-soft bad/bad-soft info/info-soft " +
		"on-demo/demo on-q1/q1 on-q2/q2 on-q3/q3 on-q4/q4 on-q5/q5 surface/ok"
	control := "field/surface field/bg field/surface-2 focus/surface focus/bg focus/primary-soft focus/surface-2 primary/surface primary/bg bad/bg ink-3/surface p1/surface p2/surface p3/surface p4/surface"
	for theme, layers := range themes {
		tok := map[string]string{}
		for _, l := range layers {
			if len(blocks[l]) == 0 {
				t.Fatalf("no block %s", l)
			}
			for k, v := range blocks[l] {
				tok[k] = v
			}
		}
		check := func(pairs string, least float64) {
			for _, p := range strings.Fields(pairs) {
				fg, bg, _ := strings.Cut(p, "/")
				if c := contrast(tok[fg], tok[bg]); c < least {
					t.Errorf("%s: %s %.2f, want %.1f", theme, p, c, least)
				}
			}
		}
		check(text, 4.5)
		check(control, 3)
	}
}

func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + .05) / (min(la, lb) + .05)
}

func luminance(hex string) float64 {
	if len(hex) != 7 {
		return 0.18 // an unknown token contrasts with nothing
	}
	var l float64
	for i, w := range []float64{.2126, .7152, .0722} {
		v, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		c := float64(v) / 255
		if c <= .03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		l += w * c
	}
	return l
}
