package browser_test

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestScreenshots writes the pictures of the documents: SANSHE_SHOTS=dir.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("SANSHE_SHOTS")
	if dir == "" {
		t.Skip("SANSHE_SHOTS is not set")
	}
	if !filepath.IsAbs(dir) { // as seen from the root, where make runs
		dir = filepath.Join("../..", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, s := range shots {
		t.Run(s.file, func(t *testing.T) {
			w := visit(t, s.width, s.height)
			if s.scale > 1 {
				w.do(chromedp.EmulateViewport(s.width, s.height, chromedp.EmulateScale(s.scale)))
			}
			if s.as != "" {
				w.as(s.as)
			}
			s.show(w)
			time.Sleep(150 * time.Millisecond)
			shot, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
			if err == nil {
				shot, err = indexed(shot)
			}
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, s.file), shot, 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func to(path string) func(*window) { return func(w *window) { w.open(path) } }

// shots are the pictures: whose, of what, how large.
var shots = []struct {
	file, as      string
	width, height int64
	scale         float64
	show          func(*window)
}{
	{"board-1366.png", "officer", 1366, 768, 1, to("/board?at=2026-09-30&figure=party.coverage_rate")},
	{"board-dark-1366.png", "officer", 1366, 768, 1, to("/board?at=2026-09-30&theme=dark&figure=party.coverage_rate")},
	{"board-1920-screen.png", "officer", 1920, 1080, 1, to("/board?at=2026-09-30&view=screen")},
	{"figure-1366.png", "officer", 1366, 768, 1, to("/figures/party.coverage_rate?at=2026-09-30&part=rest")},
	{"report-1366.png", "officer", 1366, 768, 1, to("/report?at=2026-09-30")},
	{"coverage-1366.png", "officer", 1366, 768, 1, to("/coverage?at=2026-09-30")},
	{"organisation-1366.png", "officer", 1366, 768, 1, openedOrg},
	{"list-1366.png", "officer", 1366, 768, 1, to("/r/social_org")},
	{"inbox-1366.png", "worker", 1366, 768, 1, to("/inbox")},
	{"need-1366.png", "worker", 1366, 768, 1, verified},
	{"form-1366.png", "worker", 1366, 768, 1, to("/r/activity/new")},
	{"inbox-360.png", "worker", 360, 740, 2, to("/inbox")},
	{"portal-360.png", "", 360, 740, 2, portal},
	{"portal-done-360.png", "", 360, 740, 2, func(w *window) { portal(w); tell(w); w.says("查询码") }},
}

// indexed draws a picture with its 256 commonest colours: a page has few besides
// the edges of its letters, and takes a third of the room.
func indexed(raw []byte) ([]byte, error) {
	src, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	b, often := src.Bounds(), map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(src.At(x, y)).(color.RGBA) }
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			often[at(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(often), func(a, b color.RGBA) int {
		return cmp.Or(often[b]-often[a], cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	var few color.Palette
	for _, c := range colours[:min(256, len(colours))] {
		few = append(few, c)
	}
	index := map[color.RGBA]uint8{}
	for c := range often {
		index[c] = uint8(few.Index(c))
	}
	out := image.NewPaletted(b, few)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			out.SetColorIndex(x, y, index[at(x, y)])
		}
	}
	var buf bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&buf, out)
	return buf.Bytes(), err
}
