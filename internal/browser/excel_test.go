package browser_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Tables as people copy them: with headings of their own, and with mistakes.
const (
	foreign = "情况\t什么时候\n楼道灯不亮\t2026-11-20"
	mixed   = "要点\t哪方面的事\t具体说说\t来源\t提出日期\n楼道灯\t环境\t三单元的灯不亮\t线下走访\t2026-11-20\n井盖\t环境\t路口的井盖破了\t线下走访\t2026-13-05\n理发\t照顾老人\t想请人上门理发\t线下走访\t2026-11-20"
)

// pasteAt pastes a block into the grid at its nth cell, as Ctrl+V does.
func pasteAt(w *window, n int, text string) {
	w.Helper()
	w.is(`!!document.querySelector(".sheetgrid input")`, "true")
	w.run(fmt.Sprintf(`const cell = document.querySelectorAll(".sheetgrid input")[%d], data = new DataTransfer(); cell.focus(); data.setData("text/plain", %s);
		cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))`, n, strconv.Quote(text)))
}

// A worker pastes sixty rows into the grid and mends them without a mouse.
func TestPasteByKeyboard(t *testing.T) {
	w := visit(t, 1366, 768).as("worker")
	w.open("/r/need/paste")
	pasteAt(w, 0, "a\tb")
	w.is(`document.querySelector(".sheetgrid input").value`, "a")
	w.run(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "z", ctrlKey: true, bubbles: true, cancelable: true}))`)
	w.is(`document.querySelector(".sheetgrid input").value === "a"`, "false")
	rows := mixed
	for i := range 57 {
		rows += fmt.Sprintf("\n第 %d 件\t其他\t说说第 %d 件\t线下走访\t2026-11-20", i, i)
	}
	pasteAt(w, 0, rows)
	w.is(`document.querySelectorAll(".sheetgrid tbody tr").length > 60`, "true")
	w.press(kb.ArrowDown, kb.ArrowRight)
	w.is(`document.activeElement.value`, "环境")
	w.press(kb.Enter)
	w.is(`document.activeElement.getAttribute("aria-label")`, "第 3 行 B 列")
	w.ctrlEnter()
	w.says("核对结果", "环境卫生", "有问题")
	w.is(`document.querySelector(".mend select").value`, "环境卫生")
	w.click("全部改：环境")
	w.says("月份")
	w.run(`document.querySelector('input[name="cell.3.raised_on"]').focus(); document.activeElement.select()`)
	w.do(chromedp.KeyEvent("2026-11-05"))
	w.press(kb.Enter)
	w.says("导入这 60 行")
	w.click("导入这 60 行")
	w.says("已导入")
	w.click("撤销整批")
	w.says("已整批撤销 60 行")
}

// Every list and a blank form of every register prints on A4: nothing is cut off
// at the side, and the head is there.
func TestListsOnPaper(t *testing.T) {
	t.Parallel()
	media := regexp.MustCompile(`/MediaBox \[0 0 (\d+)[.\d]* (\d+)[.\d]*\]`)
	seen := map[string]bool{}
	for _, login := range []string{"officer", "worker"} {
		w := visit(t, 703, 1000).as(login) // as wide as A4 between its margins
		for _, reg := range w.county.Store.Book().Registers {
			for _, path := range []string{"/r/" + reg.Name, "/r/" + reg.Name + "/blank"} {
				if seen[path] {
					continue
				}
				w.open(path)
				if !strings.Contains(w.text(`document.title`), reg.Label) {
					continue // not theirs
				}
				seen[path] = true
				w.paper(true)
				if wide := w.text(`[...document.querySelectorAll("main table, main .card")].filter(e => e.getClientRects().length && e.getBoundingClientRect().right > 705).map(e => e.tagName + " " + Math.round(e.getBoundingClientRect().right)).join(" ")`); wide != "" {
					t.Errorf("%s %s: beyond the paper: %s", login, path, wide)
				}
				w.paper(false)
				if strings.HasSuffix(path, "/blank") {
					continue // it fits, and is cut into sheets as a list is
				}
				pdf, err := chromedp.Run(w.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
				if err != nil {
					t.Fatal(err)
				}
				sheets := media.FindAllSubmatch(pdf, -1)
				if len(sheets) == 0 || len(sheets) > 12 {
					t.Errorf("%s %s: %d sheets", login, path, len(sheets))
				}
				for _, s := range sheets {
					if a, b := string(s[1]), string(s[2]); !(a == "594" || a == "595") || !(b == "841" || b == "842") {
						t.Errorf("%s %s: a sheet of %s × %s points", login, path, a, b)
					}
				}
			}
		}
	}
}
