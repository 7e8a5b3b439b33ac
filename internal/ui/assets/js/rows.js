// Rows in a form: add, take away, Enter goes down, a block from Excel is pasted
// over cells. Without script three blank rows are always there.
const rowsOf = grid => [...$("tbody", grid).rows];

const addRow = grid => {
  const used = rowsOf(grid).map(tr => { const el = $("[name]", tr), m = el && /\.(\d+)\.[^.]+$/.exec(el.name); return m ? +m[1] : -1; });
  const i = Math.max(-1, ...used) + 1;
  const tr = document.importNode($("template", grid).content, true).querySelector("tr");
  [tr, ...$$("*", tr)].forEach(el => [...el.attributes].forEach(a => { if (a.value.includes("__i__")) a.value = a.value.replace(/__i__/g, i); }));
  $$("label, .vh", tr).forEach(el => { if (!el.children.length) el.textContent = el.textContent.replace("__i__", rowsOf(grid).length + 1); });
  $("tbody", grid).append(tr);
  starters.forEach(fn => fn(tr));
  return tr;
};

growRows = (form, name) => {
  const list = name.slice(0, name.search(/\.\d+\.[^.]+$/)), i = +/\.(\d+)\.[^.]+$/.exec(name)[1];
  const grid = $$("[data-rows]", form).find(g => g.querySelector("template").content.querySelector(`[name^="${list}."]`));
  for (let n = 0; grid && n < 500 && ![...form.elements].some(el => el.name === name) && n <= i; n++) addRow(grid);
};

start(root => {
  const grids = $$("[data-rows]", root);
  const own = root.closest && root.closest("[data-rows]"); // a row just added
  grids.forEach(grid => {
    const add = $("[data-add]", grid);
    if (!add) return;
    add.hidden = false;
    rowsOf(grid).filter(tr => tr.hasAttribute("data-blank")).slice(1).forEach(tr => tr.remove());
  });
  if (grids.length || own) $$("[data-drop]", root).forEach(b => { b.hidden = false; });
});

on("click", e => {
  const add = e.target.closest("[data-add]"), drop = e.target.closest("[data-drop]");
  if (!add && !drop) return;
  const grid = e.target.closest("[data-rows]"), form = e.target.closest("form");
  if (add) { $("input:not([type=hidden]), select, textarea", addRow(grid)).focus(); return; }
  const tr = drop.closest("tr"), next = tr.nextElementSibling || tr.previousElementSibling;
  tr.remove();
  if (form) form.dispatchEvent(new Event("input", { bubbles: true }));
  ($("input:not([type=hidden]), select, textarea", next || grid) || $("[data-add]", grid)).focus();
});

const cellsOf = tr => [...tr.cells].map(td => $("input:not([type=hidden]), select, textarea", td)).filter(Boolean);
on("keydown", e => {
  if (composing(e) || e.defaultPrevented || e.key !== "Enter" || e.ctrlKey || e.metaKey) return;
  const grid = e.target.closest("[data-rows]"), tr = e.target.closest("tr");
  if (!grid || !tr || e.target.tagName !== "INPUT") return;
  e.preventDefault();
  const col = cellsOf(tr).indexOf(e.target), rows = rowsOf(grid);
  cellsOf(rows[rows.indexOf(tr) + 1] || addRow(grid))[Math.max(0, col)].focus();
});

on("paste", e => {
  const grid = e.target.closest && e.target.closest("[data-rows]"), text = e.clipboardData && e.clipboardData.getData("text/plain");
  if (!grid || !text || !/[\t\n]/.test(text.trim())) return;
  e.preventDefault();
  const tr = e.target.closest("tr"), col = cellsOf(tr).indexOf(e.target);
  let r = rowsOf(grid).indexOf(tr);
  const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").slice(0, 500);
  lines.forEach(line => {
    const cells = cellsOf(rowsOf(grid)[r++] || addRow(grid));
    line.split("\t").forEach((v, i) => {
      const cell = cells[col + i], word = v.trim();
      if (!cell || cell.readOnly) return;
      if (cell.tagName === "SELECT") { const o = [...cell.options].find(o => o.text === word); if (o) cell.value = o.value; }
      else cell.value = word;
      cell.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  e.target.dispatchEvent(new Event("input", { bubbles: true }));
  say(`已贴入 ${lines.length} 行`);
});
