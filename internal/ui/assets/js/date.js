// Dates are typed freely; on leaving the field it says how it was understood.
// The server's reading is the one that counts.
const pad = n => String(n).padStart(2, "0");
const iso = d => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
const WEEK = "日一二三四五六";

const readDay = (text, now = new Date()) => {
  const s = text.normalize("NFKC").trim(), y = now.getFullYear();
  const at = n => new Date(y, now.getMonth(), now.getDate() + n);
  const near = { 前天: -2, 昨天: -1, 今天: 0, 明天: 1, 后天: 2 }[s];
  if (near !== undefined) return at(near);
  let m = /^(上|下|本|这)?(?:周|星期)([一二三四五六日天])$/.exec(s);
  if (m) {
    const day = (WEEK.indexOf(m[2] === "天" ? "日" : m[2]) + 6) % 7, today = (now.getDay() + 6) % 7;
    return at(day - today + ({ 上: -7, 下: 7 }[m[1]] || 0));
  }
  m = /^(\d{4})(\d{2})(\d{2})$/.exec(s) || /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/.exec(s);
  if (!m) { m = /^(\d{1,2})[-./月](\d{1,2})日?$/.exec(s); if (m) m = [0, y, m[1], m[2]]; }
  if (!m) return null;
  const d = new Date(+m[1], m[2] - 1, +m[3]);
  return d.getMonth() === m[2] - 1 && d.getDate() === +m[3] ? d : null;
};

const echoDate = box => {
  const input = $("input[name]", box), out = box.parentNode.querySelector("output"), kind = box.dataset.date;
  if (!out || kind === "month") return;
  const [, day, time] = /^(.*?)(?:\s+(\d{1,2}:\d{2}))?$/.exec(input.value.trim());
  const d = readDay(day);
  out.textContent = d ? `${d.getFullYear()}年${d.getMonth() + 1}月${d.getDate()}日 周${WEEK[d.getDay()]}${time ? " " + time : ""}` : "";
};
on("change", e => { const box = e.target.closest("[data-date]"); if (box) echoDate(box); });
on("filled", e => $$("[data-date]", e.target).forEach(echoDate));

// The calendar of the browser stands beside the text, for the mouse; the text
// is what the keyboard uses.
start(root => $$("[data-date]", root).forEach(box => {
  const input = $("input[name]", box), type = { datetime: "datetime-local" }[box.dataset.date] || box.dataset.date;
  if (input.readOnly) return;
  const cal = make("input", { type, tabindex: "-1", "aria-hidden": "true" });
  if (cal.type !== type) return;
  cal.addEventListener("input", e => e.stopPropagation());
  cal.addEventListener("click", () => { if (cal.showPicker) try { cal.showPicker(); } catch (_) { /* the indicator opens it */ } });
  cal.addEventListener("change", e => {
    e.stopPropagation();
    input.value = cal.value.replace("T", " ");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
  box.append(svgIcon("M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3"), cal);
}));

function svgIcon(path) {
  const ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg"), p = document.createElementNS(ns, "path");
  svg.setAttribute("class", "i");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  p.setAttribute("d", path);
  svg.append(p);
  return svg;
}
