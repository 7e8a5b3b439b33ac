package browser_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// LOOK="who path w h [js];..."
func TestZZLook(t *testing.T) {
	if os.Getenv("LOOK") == "" {
		t.Skip()
	}
	wins := map[string]*window{}
	for i, s := range strings.Split(os.Getenv("LOOK"), ";") {
		var who, path string
		var width, height int64
		fmt.Sscanf(strings.TrimSpace(s), "%s %s %d %d", &who, &path, &width, &height)
		w := wins[who]
		if w == nil {
			w = visit(t, width, height)
			if who != "-" {
				w.as(who)
			}
			wins[who] = w
		}
		w.size(width, height)
		if path == "NEED" {
			verified(w)
		} else {
			w.open(path)
		}
		time.Sleep(150 * time.Millisecond)
		png, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile(fmt.Sprintf("/tmp/wshots/look%d.png", i), png, 0o644)
	}
}
