// The list of municipalities by area: ticks, keyboard, search and the colours of the phases. It holds what the map shows.

const NEXT = { ArrowDown: 1, ArrowUp: -1 };

export class PlaceList {
  // host: the form with the rows; find: the form that narrows them; pick(number): a digit was pressed.
  constructor(host, find, selection, { pick }) {
    Object.assign(this, { host, find, selection, pick, last: null });
    this.rows = new Map([...host.querySelectorAll("li[data-code]")].map((row) => [row.dataset.code, row]));
    this.blocks = [...host.querySelectorAll("[data-area]")];
    this.texts = new Map([...this.rows].map(([code, row]) => [code, searchable(`${code} ${this.#named(code)} ${areaName(row)}`)]));
    host.addEventListener("change", (event) => this.#onChange(event));
    host.addEventListener("click", (event) => this.#onClick(event));
    host.addEventListener("keydown", (event) => this.#onKey(event));
    selection.addEventListener("change", () => this.#showTicks());
    find.addEventListener("input", () => this.narrow());
    find.addEventListener("submit", (event) => {
      event.preventDefault();
      this.narrow();
    });
    this.#takeOverTicks();
    this.paint();
  }

  // Brings colours, words and split marks up to the selection's state.
  paint() {
    const { phases, phaseOf, split } = this.selection.state;
    for (const [code, row] of this.rows) {
      const phase = phases[phaseOf[code]];
      const swatch = row.querySelector(".k-swatch");
      swatch.className = `k-swatch k-${phase.key}`;
      swatch.textContent = phase.sign;
      row.querySelector("[data-phase-word]").textContent = phase.word;
    }
    for (const block of this.blocks) block.querySelector("[data-split]").hidden = !split.includes(block.dataset.area);
    this.narrow();
  }

  // Shows the rows that fit the words and the phase in the form, and says how many.
  narrow() {
    const words = searchable(this.find.elements.q.value);
    const phase = this.find.elements.phase.value;
    let shown = 0;
    for (const [code, row] of this.rows) {
      const fits = this.texts.get(code).includes(words) && (!phase || this.selection.state.phaseOf[code] === phase);
      row.hidden = !fits;
      shown += fits;
    }
    for (const block of this.blocks) block.hidden = !block.querySelector("li[data-code]:not([hidden])");
    this.host.querySelector("[data-none]").hidden = shown > 0;
    this.find.querySelector("[data-shown]").textContent = shown;
    const asked = [...new FormData(this.find)].filter(([, value]) => value);
    for (const link of document.querySelectorAll("#places a[download]")) link.search = new URLSearchParams(asked);
    this.selection.dispatchEvent(new Event("narrowed"));
  }

  // Chosen municipalities that the search hides.
  get hiddenChosen() { return [...this.selection.codes].filter((code) => this.rows.get(code)?.hidden).length; }

  #named(code) { return this.selection.state.names[code]; }

  #ticks() {
    return [...this.host.querySelectorAll('.area-columns input[type="checkbox"]')].filter((box) => box.offsetParent);
  }

  #takeOverTicks() {
    const ticked = [...this.host.querySelectorAll('input[name="code"]:checked')].map((box) => box.value);
    if (ticked.length) this.selection.replace(ticked);
    else this.#showTicks();
  }

  #showTicks() {
    for (const [code, row] of this.rows) {
      const box = row.querySelector('input[name="code"]');
      if (box) box.checked = this.selection.has(code);
    }
    for (const box of this.host.querySelectorAll("[data-area-tick]")) {
      const codes = this.selection.state.members[box.value] ?? [];
      const chosen = codes.filter((code) => this.selection.has(code)).length;
      box.checked = codes.length > 0 && chosen === codes.length;
      box.indeterminate = chosen > 0 && chosen < codes.length;
    }
  }

  #onChange({ target }) {
    if (!target.matches('.area-columns input[type="checkbox"]')) return;
    this.#set(target, target.checked);
  }

  #set(box, on) {
    const codes = this.#codesOf(box);
    if (on) this.selection.add(codes);
    else this.selection.remove(codes);
  }

  #codesOf(box) {
    return box.name === "area" ? (this.selection.state.members[box.value] ?? []) : [box.value];
  }

  #onClick(event) {
    const box = event.target.closest('.area-columns input[type="checkbox"]');
    if (!box) return;
    if (event.shiftKey && this.last && this.last !== box) this.#range(this.last, box);
    this.last = box;
  }

  #range(from, to) {
    const ticks = this.#ticks();
    const [start, end] = [ticks.indexOf(from), ticks.indexOf(to)].sort((one, other) => one - other);
    if (start < 0) return;
    const codes = ticks.slice(start, end + 1).filter((box) => box.name === "code").map((box) => box.value);
    if (to.checked) this.selection.add(codes);
    else this.selection.remove(codes);
  }

  #onKey(event) {
    if (!event.target.matches('.area-columns input[type="checkbox"]') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in NEXT) this.#step(event, NEXT[event.key]);
    else if (/^\d$/.test(event.key)) this.pick(event.key);
    else if (event.key === "Enter") event.preventDefault(); // a tick is no wish to move yet
  }

  // The arrows go from tick to tick; with shift they choose what they pass.
  #step(event, step) {
    event.preventDefault();
    const ticks = this.#ticks();
    const next = ticks[ticks.indexOf(event.target) + step];
    if (!next) return;
    if (event.shiftKey) [event.target, next].filter((box) => box.name === "code").forEach((box) => this.#set(box, true));
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    this.last = next;
  }
}

function areaName(row) {
  return row.closest("[data-area]").querySelector(".area-name label, .area-name > span")?.textContent ?? "";
}

// Text without case and diacritics, as the server compares it.
function searchable(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
