// Keys and selection. Single keys are off inside inputs, with Ctrl, Alt or ⌘,
// while an input method composes, and when switched off in the ? list.
const keysOn = () => store.get("keys") !== false;
const typing = el => el.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

// Selection of rows: the batch bar shows itself only when something is picked.
// getAttribute, because a box named "id" hides form.id.
const picks = form => $$(`input[data-pick][form="${form.getAttribute("id")}"]`);
const countPicks = () => $$("form[data-batch]").forEach(form => {
  const all = picks(form), n = all.filter(p => p.checked).length;
  form.hidden = n === 0;
  $("[data-picked]", form).textContent = `已选 ${n} 条`;
  all.forEach(p => { const tr = p.closest("tr"); if (tr) tr.classList.toggle("on", p.checked); });
  $$("[data-all]").forEach(box => { box.checked = n > 0 && n === all.length; box.indeterminate = n > 0 && n < all.length; });
});
const unpick = () => { const any = $$("input[data-pick]:checked"); any.forEach(p => { p.checked = false; }); countPicks(); return any.length > 0; };
start(() => { $$("[data-unpick]").forEach(b => { b.hidden = false; }); countPicks(); });
on("change", e => {
  if (e.target.matches("[data-all]")) $$("input[data-pick]", e.target.closest("table")).forEach(p => { p.checked = e.target.checked; });
  if (e.target.matches("[data-all], [data-pick]")) countPicks();
});
on("click", e => { if (e.target.closest("[data-unpick]")) unpick(); });

// The list of keys.
const sheet = $("#keys");
let before;
const openKeys = () => { if (!sheet) return; before = document.activeElement; $("#keys-on").checked = keysOn(); sheet.hidden = false; $("h2", sheet).focus(); };
const closeKeys = () => { sheet.hidden = true; if (before) before.focus(); };
if (sheet) {
  sheet.addEventListener("click", e => { if (e.target === sheet || e.target.closest("[data-close]")) closeKeys(); });
  $("#keys-on").addEventListener("change", e => store.set("keys", e.target.checked));
  sheet.addEventListener("keydown", e => {
    if (composing(e) || e.key !== "Tab") return;
    const stops = $$("button, input", sheet), end = e.shiftKey ? 0 : stops.length - 1;
    if (document.activeElement === stops[end] || !sheet.contains(document.activeElement)) { e.preventDefault(); stops[stops.length - 1 - end].focus(); }
  });
}

const rowAt = () => document.activeElement.closest("[data-row]");
const listRows = () => {
  const here = document.activeElement.closest("[data-list]") || $$("[data-list]").find(shown);
  return here ? $$("[data-row]", here).filter(shown) : [];
};
const focusRow = row => { const to = row.matches("a") ? row : $("[data-open], a, input, button", row); if (to) { to.focus(); row.scrollIntoView({ block: "nearest" }); } };
const step = (by, extend) => {
  const rows = listRows(), now = rowAt() || rows.find(r => r.hasAttribute("aria-current"));
  const to = rows[now ? rows.indexOf(now) + by : 0];
  if (!to) return;
  if (extend) [now, to].forEach(r => { const p = r && $("[data-pick]", r); if (p) p.checked = true; });
  focusRow(to);
  if (extend) countPicks();
};
const press = key => { const el = $$(`[data-key="${key}"]`).find(shown); if (el) el.click(); return !!el; };
const visit = key => { const a = $(`a[data-go="${key}"]`); if (a) location.href = a.href; return !!a; };

let goUntil = 0;
on("keydown", e => {
  if (composing(e) || e.defaultPrevented || e.altKey) return;
  if (e.ctrlKey || e.metaKey) return chord(e);
  if (e.key === "Escape") return escape(e);
  if (typing(e.target) || !keysOn() || (sheet && !sheet.hidden)) return;
  const key = e.key.length === 1 ? e.key.toUpperCase() : e.key;
  let done = true;
  if (Date.now() < goUntil && /^[1-4ID]$/.test(key)) { goUntil = 0; done = visit(key); }
  else if (key === "G") goUntil = Date.now() + 1500;
  else if (key === "J" || key === "K") step(key === "J" ? 1 : -1, e.shiftKey);
  else if ((key === "ArrowDown" || key === "ArrowUp") && rowAt()) step(key === "ArrowDown" ? 1 : -1, e.shiftKey);
  else if (key === "X" && rowAt()) { const p = $("[data-pick]", rowAt()); if (p) { p.checked = !p.checked; countPicks(); } }
  else if (key === "/") { const q = $("#q"); if (q) { q.focus(); q.select(); } }
  else if (key === "?") openKeys();
  else if (/^[A-Z]$/.test(key) && !e.shiftKey) done = press(key);
  else done = false;
  if (done) e.preventDefault();
});

function chord(e) {
  const form = e.target.closest("form.form") || $("form.form");
  if (!form || e.shiftKey) return;
  if (e.key === "s" || e.key === "S") { e.preventDefault(); say(saveDraft(form) ? "草稿已存在本机" : "这张表不在本机存草稿"); }
  if (e.key === "Enter" && e.target.closest("form.form")) { const b = $("[data-primary]", form) || $("[type=submit]", form); if (b) { e.preventDefault(); b.click(); } }
}

function escape(e) {
  if (sheet && !sheet.hidden) closeKeys();
  else if (e.target.closest(".nav .grp")) e.target.blur();
  else if (typing(e.target)) e.target.blur();
  else if (!unpick()) { const close = $("[data-close-panel]"); if (close) close.click(); }
}
