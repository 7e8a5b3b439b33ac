package browser_test

import (
	"strings"
	"testing"
)

// idle is script that lists what cannot be used without script: forms nobody can
// send, buttons that do nothing, what is to be read but hidden.
const idle = `(() => {
	const shown = e => e.getClientRects().length > 0, bad = [];
	if (document.querySelectorAll("h1").length !== 1) bad.push(document.querySelectorAll("h1").length + " h1");
	for (const f of document.forms) {
		const fields = [...f.elements].filter(e => shown(e) && e.type !== "submit" && e.type !== "button");
		if (fields.length && ![...f.elements].some(e => e.type === "submit" && !e.disabled && shown(e)) && !f.matches("[role=search], .search")) bad.push("nothing sends " + f.outerHTML.slice(0, 80));
	}
	for (const b of document.querySelectorAll("button[type=button]")) if (shown(b)) bad.push("does nothing: " + b.outerHTML.slice(0, 80));
	return bad.join(" | ");
})()`

// Every page can be read and every form sent without script.
func TestNoScript(t *testing.T) {
	t.Parallel()
	visit(t, 1366, 768)
	c, err := theCounty()
	if err != nil {
		t.Fatal(err)
	}
	windows := map[string]*window{}
	for n, k := range c.pages {
		if testing.Short() && n%4 != 0 {
			continue
		}
		w := windows[k.as]
		if w == nil {
			if w = visit(t, 1366, 768); k.as != "" {
				w.as(k.as)
			}
			w.noScript()
			windows[k.as] = w
		}
		w.open(k.path)
		if got := w.text(idle); got != "" {
			t.Errorf("%s: %s", k.name, got)
		}
	}
	w := windows["worker"]
	if w == nil {
		return
	}
	w.open("/r/need/paste")
	w.run(`document.querySelector("textarea[name=text]").value = ` + "`" + strings.ReplaceAll(mixed, "\t", "\\t") + "`")
	w.click("核对")
	w.says("怎么改", "月份")
	w.run(`document.querySelector('select[name="cell.2.category"]').selectedIndex = 1`)
	w.click("全部应用")
	w.says("导入这 2 行")
	w.click("取消这次导入")

	o := windows["officer"]
	o.open("/settings/value/need.answer_days/change?value=2&from=2027-01-04&note=试一试")
	o.click("保存改动")
	o.says("2027-01-04", "2 个工作日", "试一试")
}

// Whatever page says that something is not filled in says it twice in the same
// words, above and at the field; it puts the focus on the list, and keeps what
// was typed.
func TestProblems(t *testing.T) {
	t.Parallel()
	seen := 0
	each(t, func(w *window, k kind) {
		if w.text(`!!document.querySelector("#errors")`) == "false" {
			return
		}
		seen++
		w.is(`document.activeElement.id`, "errors")
		if got := w.text(`document.title`); !strings.Contains(got, "错误") {
			t.Errorf("%s: the title says %q", k.name, got)
		}
		if got := w.text(`[...document.querySelectorAll("#errors a")].filter(a => {
			const field = document.querySelector(a.hash), box = field && field.closest(".fd");
			return !box || ![...box.querySelectorAll(".fe")].some(e => a.textContent.includes(e.textContent.replace(/^错误[：:]/, "").trim()));
		}).map(a => a.textContent + " " + a.hash).join(" | ")`); got != "" {
			t.Errorf("%s: not at the field: %s", k.name, got)
		}
	})
	if seen < 3 && !testing.Short() {
		t.Errorf("only %d pages with problems", seen)
	}
	w := visit(t, 1366, 768).as("worker")
	w.open("/r/need/new")
	w.fill("detail", "三单元的灯不亮")
	w.click("保存")
	w.says("还差")
	w.is(`document.querySelector("[name=detail]").value`, "三单元的灯不亮")
}

// While an input method composes, Enter and letters belong to it: on no page is
// anything sent, opened or pressed.
func TestComposing(t *testing.T) {
	t.Parallel()
	const how = `for (const how of [{isComposing: true}, {keyCode: 229}]) `
	each(t, func(w *window, k kind) {
		was := w.text(`location.href + document.querySelectorAll("[hidden]").length`)
		w.run(`window.sent = 0; addEventListener("submit", e => { e.preventDefault(); window.sent++ }, true); addEventListener("click", () => window.sent++, true);
			document.activeElement.blur();
			for (const key of ["j", "a", "c", "e", "?", "/", "x", "g", "Enter", "Escape", "ArrowDown", "Tab"]) ` + how + `document.body.dispatchEvent(new KeyboardEvent("keydown", Object.assign({key, bubbles: true, cancelable: true}, how)));
			for (const field of document.querySelectorAll("main input:not([type=hidden]), main textarea, main select, #q")) { field.focus(); const before = document.activeElement; ` + how + `for (const key of ["Enter", "Escape", "ArrowDown", "ArrowUp", "Tab"]) for (const ctrlKey of [true, false]) {
				const e = new KeyboardEvent("keydown", Object.assign({key, ctrlKey, bubbles: true, cancelable: true}, how));
				field.dispatchEvent(e); if (e.defaultPrevented || document.activeElement !== before) window.sent += 100; } }`)
		if got := w.text(`window.sent`); got != "0" || w.text(`location.href + document.querySelectorAll("[hidden]").length`) != was {
			t.Errorf("%s: %s keys did something, or the page changed", k.name, got)
		}
	})
	w := visit(t, 1366, 768).as("worker")
	w.open("/r/need/new")
	w.run(`window.sent = 0; addEventListener("submit", e => { e.preventDefault(); window.sent++ }, true); document.querySelector("form.form textarea").focus()`)
	w.ctrlEnter() // the guard above would notice
	w.is(`window.sent`, "1")
}
