// What is probably recorded already [可能说过了] is shown while it is being typed.
let asking;
const alike = e => {
  const form = e.target.form, box = form && $("[data-alike]", form);
  if (!box || e.target.tagName !== "TEXTAREA" || e.type === "input" && e.isComposing) return;
  clearTimeout(asking);
  asking = setTimeout(async () => {
    try {
      const res = await fetch(box.dataset.alike, { method: "POST", headers: { "X-Fragment": "#alike" }, body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });
      const part = res.ok && parse(await res.text()).querySelector("#alike");
      if (!part) return;
      box.textContent = "";
      box.append(...document.importNode(part, true).childNodes);
    } catch (_) { /* the button asks again */ }
  }, 600);
};
on("input", alike);
on("compositionend", alike);
