// Helpers shared by every part. The parts are joined in order into one module,
// written for Chromium 86 and Safari 13. Nothing here is needed for a page to
// work: each part saves steps and gives way when it cannot.
const $ = (sel, root = document) => root.querySelector(sel);
const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];
const on = (type, fn, opts) => document.addEventListener(type, fn, opts);
const shown = el => el && el.getClientRects().length > 0;

// An input method [输入法] is composing: Enter and letters belong to it.
// Safari ends the composition before the key event, hence 229.
const composing = e => e.isComposing || e.keyCode === 229;

// say tells screen readers.
const say = words => { const p = $("#live"); if (p) p.textContent = words; };

const clock = t => new Date(t).toTimeString().slice(0, 5);

// store is localStorage that may be full, forbidden or absent.
const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (_) { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch (_) { return false; } },
  del(key) { try { localStorage.removeItem(key); } catch (_) { /* nothing to delete */ } },
  keys(prefix) { try { return Object.keys(localStorage).filter(k => k.startsWith(prefix)); } catch (_) { return []; } },
};

// make builds an element: make("button", {type: "button"}, "关闭").
const make = (tag, attrs, ...kids) => {
  const el = document.createElement(tag);
  Object.keys(attrs).forEach(k => el.setAttribute(k, attrs[k]));
  el.append(...kids);
  return el;
};

// start runs fn on the document at the end of the script (go.js), and on each
// fragment that comes in later.
const starters = [];
const start = fn => starters.push(fn);

// growRows(form, name) adds grid rows until the named input is there; rows.js
// fills it in where there are grids.
let growRows = () => {};

// Menus close on a click elsewhere; Escape is in keys.js, or here for the portal.
const closeMenus = but => $$("details[data-menu][open]").forEach(d => { if (d !== but) d.open = false; });
on("click", e => closeMenus(e.target.closest("details[data-menu]")));
on("keydown", e => {
  if (composing(e) || e.key !== "Escape") return;
  const menu = e.target.closest("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  $("summary", menu).focus();
  e.preventDefault();
});

// Looks [深色、大字…] change at once and are remembered in a cookie; without
// script the links carry ?theme=dark and the server does the same.
const base = new URL(".", new URL("..", ($("link[rel=stylesheet]") || location).href)).pathname;
on("click", e => {
  const link = e.target.closest("a[data-pref]");
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  const { pref, value, next, alt } = link.dataset;
  if (value === "standard") document.documentElement.removeAttribute("data-" + pref);
  else document.documentElement.setAttribute("data-" + pref, value);
  document.cookie = `${pref}=${value}; path=${base}; max-age=31536000; samesite=lax`;
  $$(`a[data-pref=${pref}]`).forEach(a => {
    a.dataset.alt = a.textContent;
    a.textContent = alt;
    a.dataset.value = next;
    a.dataset.next = value;
    a.setAttribute("href", a.getAttribute("href").replace(/=\w+$/, "=" + next));
  });
});
