package browser_test

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// ways are the ways of using a page: with script and without.
var ways = map[string]func(*window) *window{
	"script":    func(w *window) *window { return w },
	"no script": (*window).noScript,
}

// A resident tells on the phone what is needed, and finds it again by the code.
func TestResident(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			w := way(visit(t, 360, 740))
			w.open("/p/")
			w.says("有什么需要，告诉社区", "提需求", "看进度")
			portal(w)
			w.click("提交")
			w.says("还差 3 处没填好", "写一两句：什么人、什么事")
			w.is(`document.activeElement.id`, "errors")
			tell(w)
			w.says("已收到", "查询码")
			code := strings.Join(strings.Fields(w.text(`document.querySelector("b.code").textContent`)), "")
			if len(code) != 10 {
				t.Fatalf("code %q", code)
			}
			w.open("/p/progress")
			w.fill("code", strings.ToLower(code[:3])+" "+code[3:])
			w.click("看进度")
			w.says("答复您", "不用办了，撤回")
			w.fits(360)
		})
	}
}

// A worker goes through the inbox and records an activity without a mouse.
func TestWorkerKeys(t *testing.T) {
	w := visit(t, 1366, 768).as("worker")
	w.open("/inbox")
	w.run(`window.mark = 1`)
	w.press("j")
	for range 20 { // down to a need nobody has answered
		if w.text(`(document.activeElement.querySelector(".m") || {}).textContent`) == "答复需求" {
			break
		}
		w.press("j")
	}
	title := w.text(`document.activeElement.querySelector(".t").textContent`)
	w.press("k", "j", kb.Enter)
	w.is(`document.querySelector("#detail .ttl").firstChild.textContent`, title)
	w.is(`window.mark`, "1") // only the detail was exchanged
	w.press("a")
	w.says("已受理")
	w.is(`document.querySelector("h1").textContent`, title)
	w.press("c")
	w.is(`document.querySelector("h1").textContent`, "记一次活动")
	w.run(`document.querySelector("#f-title").focus()`)
	w.do(chromedp.KeyEvent("键盘记的一次活动"))
	w.run(`document.querySelector("#f-names").focus()`)
	w.do(chromedp.KeyEvent("陈桂芳、王建国"))
	w.ctrlEnter()
	w.says("键盘记的一次活动", "已登记", "记名 2 人次")
	w.press("/")
	w.is(`document.activeElement.id`, "q")
	w.do(chromedp.KeyEvent("jpjd"))
	w.press(kb.Enter)
	w.is(`location.pathname + document.readyState`, "/searchcomplete")
	w.says("键盘记的一次活动")
	w.press("g", "i")
	w.is(`location.pathname`, "/inbox")
}

// ctrlEnter sends the form of the field in hand.
func (w *window) ctrlEnter() {
	w.Helper()
	w.run(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true, cancelable: true}))`)
}

// An officer opens 94.87 % down to the 74 organisations, and takes the report home.
func TestOfficer(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			width := map[string]int64{"script": 1366, "no script": 1920}[name]
			w := way(visit(t, width, 900).as("officer"))
			w.is(`location.pathname`, "/board")
			w.open("/board?at=2026-09-30")
			w.says("78 家中 74 家")
			w.run(`window.mark = 1`)
			w.click("94.87%")
			w.says("怎么算", "63 单独建立党支部", "78 纳入基数", "第 1 版")
			w.is(`window.mark === 1`, map[string]string{"script": "true", "no script": "false"}[name])
			w.click("全部 74 家")
			w.says("共 74 家")
			w.is(`document.querySelectorAll("tbody tr").length`, "74")
			w.click("其余 4")
			w.is(`document.querySelectorAll("tbody tr").length`, "4")
			w.open("/report?at=2026-09-30")
			w.says("94.87%", "数字来历表", "待接入")
			w.download("下载 .docx")
		})
	}
}

// download presses a link that gives a file, which must be a whole Word document.
func (w *window) download(words string) {
	w.Helper()
	dir := w.TempDir()
	w.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		list, err := chromedp.Targets(ctx)
		for _, x := range list {
			if x.TargetID == t.TargetID && err == nil {
				_, err = chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: x.BrowserContextID, DownloadPath: dir})
			}
		}
		return err
	}))
	w.run(find + `("` + words + `").click()`)
	for range 100 {
		files, err := filepath.Glob(filepath.Join(dir, "*.docx"))
		if err != nil {
			w.Fatal(err)
		}
		if len(files) == 1 {
			z, err := zip.OpenReader(files[0])
			if err != nil {
				w.Fatal(err)
			}
			defer z.Close()
			if _, err := z.Open("word/document.xml"); err != nil {
				w.Fatal(err)
			}
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	left, _ := os.ReadDir(dir)
	w.Fatalf("no file came: %v", left)
}
