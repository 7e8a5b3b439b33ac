// Forms: focus on the problems, no double sending, drafts kept on this device.

start(root => { const err = $("[data-focus]", root); if (err) err.focus(); });

on("input", e => { const f = e.target.closest(".pre"); if (f) f.classList.add("touched"); });

// A form is sent once. Buttons are disabled after the submit event, so that
// the pressed button's own value is still sent.
on("submit", e => {
  const form = e.target;
  if (e.defaultPrevented || form.getAttribute("method") !== "post" || form.getAttribute("target") === "_blank") return;
  if (form.dataset.sent) { e.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => buttons(form, true), 0);
  setTimeout(() => release(form), 10000);
});
const buttons = (form, off) => [...form.elements].forEach(b => { if (b.type === "submit") b.disabled = off; });
const release = form => { delete form.dataset.sent; buttons(form, false); };
window.addEventListener("pageshow", e => { if (e.persisted) $$("form[data-sent]").forEach(release); });

// Drafts. Hidden, secret and sealed inputs are never kept; a form or field
// marked data-nodraft is left alone.
const kept = form => [...form.elements].filter(el => el.name && !el.hasAttribute("data-nodraft")
  && !/^(password|file|submit|button|reset)$/.test(el.type)
  && (el.type !== "hidden" || el.closest(".combo")));
const ticks = el => el.type === "checkbox" || el.type === "radio";
const values = form => kept(form).map(el => ticks(el) ? [el.name, el.value, el.checked] : [el.name, el.value]);
const draftKey = form => form.dataset.draft && !form.hasAttribute("data-nodraft") ? "draft:" + form.dataset.draft : "";

const saveDraft = form => {
  const key = draftKey(form);
  if (!key) return false;
  const at = Date.now();
  if (!store.set(key, { at, version: form.dataset.version || "", values: values(form) })) return false;
  const note = $("[data-saved]", form);
  if (note) note.textContent = "草稿已存在本机 " + clock(at);
  return true;
};

const fill = (form, list) => {
  list.forEach(([name, value, checked]) => {
    const find = () => [...form.elements].filter(el => el.name === name && (!ticks(el) || el.value === value));
    let els = find();
    const row = /^(.+)\.(\d+)\.[^.]+$/.exec(name);
    if (!els.length && row && value) { growRows(form, name); els = find(); }
    els.forEach(el => { if (ticks(el)) el.checked = checked; else el.value = value; });
  });
  form.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
};

const offerDraft = form => {
  const key = draftKey(form), draft = key && store.get(key);
  if (!draft) return;
  if (Date.now() - draft.at > 30 * 864e5) { store.del(key); return; }
  if ($(".err", form)) return; // the server sent back what was typed
  if (JSON.stringify(values(form)) === JSON.stringify(draft.values)) return;
  const same = draft.version === (form.dataset.version || "");
  const day = new Date(draft.at), when = `${day.getMonth() + 1}月${day.getDate()}日 ${clock(draft.at)}`;
  const act = (words, fn) => {
    const b = make("button", { type: "button", class: "btn txt sm" }, words);
    b.addEventListener("click", () => { fn(); note.remove(); });
    return b;
  };
  const drop = act("清掉，用原来的", () => { 
    store.del(key);
    form.reset();
    $$("[data-was]", form).forEach(h => { h.value = h.dataset.was; }); // a reset leaves hidden inputs alone
    form.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
  });
  const note = make("div", { class: "notice info", role: "status" }, make("div", {}));
  if (same) {
    fill(form, draft.values);
    note.firstChild.append(`已恢复 ${when} 没有交的内容 `, drop);
  } else {
    note.firstChild.append(`有 ${when} 没有交的内容，之后这条记录被改过 `, act("仍然恢复", () => fill(form, draft.values)), drop);
  }
  form.prepend(note);
};

const dirty = new WeakSet();
const timers = new WeakMap();
on("input", e => {
  const form = e.target.form;
  if (!form || !form.classList.contains("form") || form.getAttribute("method") !== "post") return;
  dirty.add(form);
  if (!draftKey(form) || e.isComposing) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => saveDraft(form), 1000));
});

// On submit the draft moves to the tab's own memory, and comes back only when
// the person returns by Back because the network failed.
on("submit", e => {
  const form = e.target, key = draftKey(form);
  dirty.delete(form);
  clearTimeout(timers.get(form));
  if (form.hasAttribute("data-forget")) store.keys("draft:").forEach(store.del);
  if (!key || e.defaultPrevented) return;
  try { sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), version: form.dataset.version || "", values: values(form) })); } catch (_) { /* full */ }
  store.del(key);
});
const returned = () => { const nav = performance.getEntriesByType("navigation")[0]; return nav && nav.type === "back_forward"; };
start(root => $$("form[data-draft]", root).forEach(form => {
  const key = draftKey(form);
  try {
    const sent = key && sessionStorage.getItem(key);
    if (sent && returned() && !store.get(key)) localStorage.setItem(key, sent);
    if (sent) sessionStorage.removeItem(key);
  } catch (_) { /* storage forbidden */ }
  offerDraft(form);
}));

// What is not kept as a draft is not lost without a question.
const unsaved = root => $$("form.form", root).some(f => dirty.has(f) && !draftKey(f) && f.closest(".main"));
window.addEventListener("beforeunload", e => { if (unsaved(document)) { e.preventDefault(); e.returnValue = ""; } });
window.addEventListener("pagehide", () => $$("form[data-draft]").forEach(f => { if (dirty.has(f)) saveDraft(f); }));

// The undo bar [撤销] leaves after ten seconds, unless it is in use.
start(root => $$("[data-undo]", root).forEach(bar => setTimeout(function leave() {
  if (bar.matches(":hover") || bar.contains(document.activeElement)) setTimeout(leave, 3000);
  else bar.remove();
}, 10000)));
