// Fragments. A link or GET form inside [data-swap="#id"] fetches its own
// address with the header X-Fragment, and only the element #id is exchanged.
// The server may answer the whole page. Whatever goes wrong, or takes longer
// than eight seconds, becomes an ordinary navigation.
const policy = window.trustedTypes ? trustedTypes.createPolicy("sanshe", { createHTML: s => s }) : { createHTML: s => s };
const parse = html => new DOMParser().parseFromString(policy.createHTML(html), "text/html");
let pending;

async function swap(url, sel, opts) {
  const old = $(sel), quiet = opts && opts.quiet, go = () => { if (!quiet) location.href = url; };
  if (!old || !window.AbortController) return go();
  if (pending) pending.abort();
  const ask = pending = new AbortController();
  let late = false, bar;
  const giveUp = setTimeout(() => { late = true; ask.abort(); }, 8000);
  const slow = setTimeout(() => { if (!quiet) { bar = make("div", { class: "bar1" }); document.body.append(bar); } }, 300);
  old.setAttribute("aria-busy", "true");
  try {
    const res = await fetch(url, { headers: { "X-Fragment": sel }, signal: ask.signal, credentials: "same-origin", cache: quiet ? "no-cache" : "default" });
    if (!res.ok || !/text\/html/.test(res.headers.get("Content-Type") || "")) return go();
    if (res.redirected && new URL(res.url).pathname !== new URL(url, location.href).pathname) return go();
    const page = parse(await res.text()), part = page.querySelector(sel);
    if (!part) return go();
    put(old, document.importNode(part, true), url, sel, opts || {}, page.title);
  } catch (_) {
    if (late || !ask.signal.aborted) go(); // an aborted request was followed by another
  } finally {
    clearTimeout(giveUp);
    clearTimeout(slow);
    if (bar) bar.remove();
    old.removeAttribute("aria-busy");
  }
}

function put(old, part, url, sel, opts, title) {
  const had = old.contains(document.activeElement) && document.activeElement;
  if (opts.push) {
    if (!history.state) history.replaceState({ swap: sel }, "");
    history.pushState({ swap: sel }, "", url);
  }
  old.replaceWith(part);
  if (title) document.title = title;
  starters.forEach(fn => fn(part));
  if (opts.quiet) return;
  land(part, had);
  say(($("[data-total]", part) || $("h1, h2", part) || {}).textContent || document.title);
}

// land puts the focus where the person was, or on the heading of what came.
function land(part, had) {
  const panel = $("#figure", part);
  if (panel && innerWidth < 1200) { $("h1, h2", panel).focus(); panel.scrollIntoView(); return; }
  if (!had) return;
  const same = had.dataset.figure ? $(`[data-figure="${CSS.escape(had.dataset.figure)}"]`, part)
    : had.id ? $("#" + CSS.escape(had.id), part)
    : had.href ? $$("a", part).find(a => a.href === had.href && a.textContent === had.textContent) : null;
  const head = same || $("h1, h2", part);
  if (!head) return;
  if (!same && !head.hasAttribute("tabindex")) head.setAttribute("tabindex", "-1");
  head.focus({ preventScroll: !!same });
}

const mayLeave = sel => !unsaved($(sel) || document) || confirm("填的内容还没有保存，离开吗？");

on("click", e => {
  if (e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
  const a = e.target.closest("a[href]"), area = a && a.closest("[data-swap]");
  if (!area || a.target || a.hasAttribute("download") || a.origin !== location.origin || (a.hash && a.pathname === location.pathname && a.search === location.search)) return;
  const sel = area.dataset.swap;
  if (!shown($(sel))) return;
  e.preventDefault();
  if (a.hasAttribute("aria-current") && a.href === location.href) { const h = $("h1, h2", $(sel)); if (h) h.focus(); return; }
  if (!mayLeave(sel)) return;
  if (a.hasAttribute("data-row")) {
    $$("[aria-current]", a.closest("[data-list]")).forEach(x => x.removeAttribute("aria-current"));
    a.setAttribute("aria-current", "true");
  }
  swap(a.href, sel, { push: true });
});

on("submit", e => {
  const form = e.target, area = form.closest("[data-swap]");
  if (e.defaultPrevented || !area || form.getAttribute("method") === "post" || !shown($(area.dataset.swap))) return;
  e.preventDefault();
  const url = new URL(form.getAttribute("action"), location.href);
  url.search = "";
  new FormData(form).forEach((v, k) => { if (v !== "") url.searchParams.append(k, v); });
  swap(url.href, area.dataset.swap, { push: true });
});

window.addEventListener("popstate", e => {
  if (!e.state || !e.state.swap) return;
  if (shown($(e.state.swap))) swap(location.href, e.state.swap, {}); else location.reload();
});

// The wall screen [大屏] renews itself every five minutes, unless someone is at it.
if (document.documentElement.dataset.mode === "screen") {
  setInterval(() => { if (document.activeElement === document.body) swap(location.href, "#main", { quiet: true }); }, 300000);
}
