package browser_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// mostKeys is what recording an activity may cost besides the words themselves:
// at four keys a second, and forty words typed at the pace of an office, it is done within
// ninety seconds.
const mostKeys = 12

// Recording an activity takes the keyboard alone: C anywhere opens the form, as
// it was last time; the three fields that change come first; Ctrl+Enter keeps it.
func TestRecordAnActivityByKeyboard(t *testing.T) {
	t.Parallel()
	w := visit(t, 1366, 768)
	w.as("worker")
	w.open("/inbox")
	keys := 0
	press := func(k ...string) {
		keys += len(k)
		w.press(k...)
	}
	words := func(text string) { w.do(chromedp.KeyEvent(text)) }
	press("c")
	w.is(`document.querySelector("h1").textContent + document.activeElement.name`, "记一次活动title")
	words("楼道里的义剪")
	w.tab(1)
	w.is(`document.activeElement.name`, "names")                             // pasted: one key more
	w.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error { // a Tab typed would move on
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: "1\t陈桂芳\t１３８００００００７１\n2\t王建国\n3\t陈桂芳 13800000071"})
		return err
	}))
	w.tab(1)
	w.is(`document.activeElement.name`, "unnamed")
	words("6")
	keys += 3 // two tabs, one paste
	w.run(`const was = document.querySelector("[name=kind]:checked, select[name=kind]"); if (!was || !was.value) throw "no kind from last time"`)
	w.ctrlEnter()
	keys += 2
	w.says("楼道里的义剪", "已登记", "已完成", "记名 2 人次，没有记名 6 人", "第 1 行全角的数字和字母已改成半角", "第 3 行与第 1 行是同一个人，只记一次")
	if keys > mostKeys {
		t.Errorf("%d keys besides the words, at most %d", keys, mostKeys)
	}
	t.Logf("%d keys besides the words", keys)
}
