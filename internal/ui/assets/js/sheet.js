// A grid to paste into [粘贴]: the text field with the table gives way to cells,
// and is filled from them when the form is sent. Ctrl+V puts a block at the cell
// in hand, Ctrl+Z takes back what a paste did, Enter and arrows move.
const table = text => {
  const rows = [[]];
  let cell = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) { if (c !== '"') cell += c; else if (text[i + 1] === '"') cell += text[++i]; else quoted = false; continue; }
    if (c === '"' && !cell) { quoted = true; continue; }
    if (c !== "\t" && c !== "\n") { if (c !== "\r") cell += c; continue; }
    rows[rows.length - 1].push(cell);
    cell = "";
    if (c === "\n") rows.push([]);
  }
  if (quoted) return text.replace(/\r/g, "").split("\n").map(l => l.split("\t"));
  rows[rows.length - 1].push(cell);
  while (rows.length && rows[rows.length - 1].every(v => !v)) rows.pop();
  return rows;
};
const untable = rows => rows.map(r => r.map(v => /[\t\n"]/.test(v) ? '"' + v.replace(/"/g, '""') + '"' : v).join("\t").replace(/\t+$/, "")).join("\n").replace(/\n+$/, "") + "\n";

start(root => $$("[data-sheet]", root).forEach(box => {
  const field = $("textarea", box), body = make("tbody", {}), head = make("tr", {}), past = [];
  const grid = make("div", { class: "tw scrollx sheetgrid", role: "region", "aria-label": "表格内容", tabindex: "0" },
    make("table", { class: "tight" }, make("caption", { class: "vh" }, "表格内容"), make("thead", {}, head), body));
  const cells = () => [...body.rows].map(tr => $$("input", tr).map(i => i.value));
  const letter = n => n < 26 ? String.fromCharCode(65 + n) : letter(Math.floor(n / 26) - 1) + letter(n % 26);
  const draw = rows => {
    const wide = Math.max(4, ...rows.map(r => r.length)), high = Math.max(10, rows.length + 2);
    [head, body].forEach(e => { e.textContent = ""; });
    head.append(make("th", { scope: "col" }, make("span", { class: "vh" }, "行")), ...[...Array(wide).keys()].map(n => make("th", { scope: "col" }, letter(n))));
    body.append(...[...Array(high).keys()].map(r => make("tr", {}, make("th", { scope: "row" }, r ? "" + (r + 1) : "表头"),
      ...[...Array(wide).keys()].map(c => {
        const i = make("input", { type: "text", autocomplete: "off", "aria-label": `第 ${r + 1} 行 ${letter(c)} 列` });
        i.value = (rows[r] || [])[c] || "";
        return make("td", {}, i);
      }))));
  };
  const go = (r, c) => { const tr = body.rows[r], i = tr && $$("input", tr)[c]; if (i) { i.focus(); i.select(); } };
  const place = i => [body.rows.length && [...body.rows].indexOf(i.closest("tr")), $$("input", i.closest("tr")).indexOf(i)];
  draw(table(field.value));
  $(".fd", box).classList.add("vh");
  field.tabIndex = -1;
  box.append(grid);
  grid.addEventListener("paste", e => {
    const text = e.clipboardData && e.clipboardData.getData("text/plain");
    if (!text) return;
    e.preventDefault();
    const [r, c] = e.target.tagName === "INPUT" ? place(e.target) : [0, 0], block = table(text);
    let rows = cells();
    past.push(rows.map(x => x.slice()));
    if (!r && !c && rows.slice(1).every(x => x.every(v => !v))) rows = []; // a table with its own head
    block.forEach((line, n) => line.forEach((v, m) => { (rows[r + n] = rows[r + n] || [])[c + m] = v.trim(); }));
    draw([...rows].map(x => [...(x || [])].map(v => v || "")).filter((x, n, all) => n < 1 || all.slice(n).some(y => y.some(v => v))));
    go(r, c);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    say(`已贴入 ${block.length} 行，Ctrl+Z 撤回`);
  });
  grid.addEventListener("keydown", e => {
    if (composing(e) || e.target.tagName !== "INPUT") return;
    const [r, c] = place(e.target), i = e.target, ends = i.selectionStart === i.selectionEnd || i.selectionEnd - i.selectionStart === i.value.length;
    if ((e.ctrlKey || e.metaKey) && e.key === "z" && past.length) { e.preventDefault(); draw(past.pop()); go(r, c); say("已撤回"); return; }
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const to = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: ends && i.selectionEnd === i.value.length && [0, 1], ArrowLeft: ends && !i.selectionStart && [0, -1] }[e.key];
    if (!to) return;
    e.preventDefault();
    if (r + to[0] === body.rows.length) { const rows = cells(); draw(rows.concat([[]])); }
    go(r + to[0], c + to[1]);
  });
  box.closest("form").addEventListener("submit", () => { field.value = untable(cells()); });
}));

// A page that shows how far a job is renews itself while the job runs.
start(root => $$("[data-poll]", root).forEach(p => setTimeout(() => { if (document.contains(p)) swap(location.href, p.dataset.poll, { quiet: true }); }, 1000)));
