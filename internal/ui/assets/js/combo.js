// Comboboxes: a text box with suggestions, from the server (data-source) or
// from the options of a long <select>. Works with input methods, wholly by
// keyboard, and leaves a plain text box behind when the network does not answer.
let comboNo = 0;
start(root => $$("[data-combobox]", root).forEach(el => { if (!el.dataset.on) combo(el); }));

function combo(el) {
  el.dataset.on = "1";
  const select = el.tagName === "SELECT" ? el : null, input = select ? swapSelect(select) : el;
  const box = input.closest(".combo"), hiddenInput = select ? null : $("input[type=hidden]", box);
  if (hiddenInput) hiddenInput.dataset.was = hiddenInput.value;
  const list = make("ul", { class: "hits", role: "listbox", id: "hits-" + ++comboNo, hidden: "" });
  box.append(list);
  box.classList.add("on");
  input.removeAttribute("list");
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
    .forEach(([k, v]) => input.setAttribute(k, v));
  let hits = [], at = -1, timer, ask, picked = input.value;

  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const move = to => {
    const items = $$("[role=option]", list);
    if (!items.length) return;
    at = (to + items.length) % items.length;
    items.forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  };
  const show = found => {
    hits = found;
    at = -1;
    list.textContent = "";
    hits.forEach((h, i) => list.append(make("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": "false" }, make("span", {}, h.label), make("small", {}, h.note || ""))));
    if (!hits.length) list.append(make("li", { class: "none" }, `没有找到“${input.value}”`));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    say(hits.length ? `有 ${hits.length} 个可选` : "没有找到");
  };
  const pick = h => {
    picked = input.value = h.label;
    if (select) select.value = h.value; else hiddenInput.value = h.value;
    close();
    (select || input).dispatchEvent(new Event("change", { bubbles: true }));
    input.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "picked" }));
  };
  const look = async () => {
    const q = select && input.value === picked ? "" : input.value.trim().toLowerCase();
    if (select) {
      show([...select.options].filter(o => o.value && (o.text + " " + (o.dataset.note || "")).toLowerCase().includes(q))
        .slice(0, 50).map(o => ({ value: o.value, label: o.text, note: o.dataset.note })));
      return;
    }
    if (ask) ask.abort();
    if (!q) { close(); return; }
    ask = window.AbortController ? new AbortController() : { abort() {} };
    try {
      const url = new URL(input.dataset.source, location.href);
      url.searchParams.set("q", q);
      const res = await fetch(url, { signal: ask.signal, headers: { Accept: "application/json" } });
      if (res.ok) show(await res.json());
    } catch (_) { close(); }
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(look, select ? 0 : 250); };

  input.addEventListener("input", e => {
    if (e.isComposing || e.detail === "picked") return;
    if (hiddenInput && input.value !== picked) hiddenInput.value = "";
    later();
  });
  input.addEventListener("compositionend", later);
  input.addEventListener("keydown", e => {
    if (composing(e)) return;
    const open = !list.hidden;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (!open) look(); else move(e.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (e.key === "Enter" && open && hits.length) {
      e.preventDefault();
      pick(hits[Math.max(0, at)]);
    } else if (e.key === "Escape" && open) {
      e.preventDefault();
      e.stopPropagation();
      close();
    }
  });
  list.addEventListener("mousedown", e => e.preventDefault());
  list.addEventListener("click", e => { const li = e.target.closest("[role=option]"); if (li) pick(hits[$$("[role=option]", list).indexOf(li)]); });
  input.addEventListener("blur", () => {
    close();
    if (select) { if (!input.value) select.value = ""; echoSelect(select); }
  });
  if (select) input.addEventListener("click", () => { picked = input.value; input.select(); look(); });
}

// echoSelect shows the chosen option in the box beside its select.
const echoSelect = select => { const o = select.selectedOptions[0]; $("input", select.parentNode).value = o && o.value ? o.text : ""; };
on("filled", e => $$(".combo > select", e.target).forEach(echoSelect));

// swapSelect puts a text box in the place of a long select, which keeps the value.
function swapSelect(select) {
  const box = make("span", { class: "combo" }), now = select.selectedOptions[0];
  const input = make("input", { type: "text", autocomplete: "off", placeholder: "输入几个字来找", id: select.id });
  ["aria-describedby", "aria-invalid", "aria-required"].forEach(a => { if (select.hasAttribute(a)) input.setAttribute(a, select.getAttribute(a)); });
  if (now && now.value) input.value = now.text;
  select.removeAttribute("id");
  select.hidden = true;
  (select.closest(".sel1") || select).replaceWith(box);
  box.append(select, input);
  return input;
}
