// The table of municipalities: the same rows as the map, in the reader's order.

const ORDER = Object.fromEntries(["old", "notice", "gap", "winding", "new", "unknown"].map((key, index) => [key, index]));

export class List {
  constructor(table, facts, words) {
    Object.assign(this, { table, facts, words, body: table.tBodies[0], heads: [...table.querySelectorAll("th[data-sort]")] });
    this.signs = new Map(facts.palette.classes.map((each) => [each.key, each.sign]));
    this.rows = new Map([...this.body.rows].map((row) => [row.dataset.code, row]));
    this.statuses = new Map();
    this.order = [];
  }

  // shown: mask; now: what depends on the day; sort: "name", "-providers" …
  // carried: the query string of the links.
  show(shown, now, sort, carried) {
    this.carried = carried;
    const order = sorted(this.facts, now, sort).filter((index) => shown[index]);
    order.forEach((index) => this.#write(this.#row(index), index, now));
    if (order.join() !== this.order.join()) {
      this.body.replaceChildren(...order.map((index) => this.rows.get(this.facts.codes[index])));
      this.order = order;
    }
    this.#mark(sort);
    this.busy = false;
  }

  // Whether what it shows is no longer what the map shows.
  set busy(is) {
    if (is) this.table.setAttribute("aria-busy", "true");
    else this.table.removeAttribute("aria-busy");
  }

  get busy() { return this.table.hasAttribute("aria-busy"); }

  highlight(code) {
    this.here?.classList.remove("here");
    this.here = this.rows.get(code);
    this.here?.classList.add("here");
  }

  #row(index) {
    const code = this.facts.codes[index];
    if (!this.rows.has(code)) this.rows.set(code, this.#make(index, code));
    return this.rows.get(code);
  }

  #make(index, code) {
    const row = document.createElement("tr");
    row.dataset.code = code;
    const head = document.createElement("th");
    head.scope = "row";
    const link = document.createElement("a");
    link.textContent = this.facts.names[index];
    const small = document.createElement("span");
    small.className = "code";
    small.textContent = code;
    head.append(link, " ", small);
    const status = document.createElement("td");
    status.dataset.status = "";
    const sign = document.createElement("span");
    sign.setAttribute("aria-hidden", "true");
    status.append(sign, " ", document.createTextNode(""));
    const providers = document.createElement("td");
    providers.className = "number";
    const phase = document.createElement("td");
    phase.textContent = this.words.phases[this.facts.phase[index]] ?? "–";
    row.append(head, status, providers, phase);
    return row;
  }

  #write(row, index, now) {
    const [head, status, providers] = row.cells;
    const address = this.facts.urls.municipality.replace("0000", row.dataset.code) + this.carried;
    if (head.firstElementChild.getAttribute("href") !== address) head.firstElementChild.setAttribute("href", address);
    const key = now.statuses[index];
    if (this.statuses.get(row) !== key) {
      this.statuses.set(row, key);
      status.firstChild.className = `k-sign k-${key}`;
      status.firstChild.textContent = this.signs.get(key);
      status.lastChild.data = ` ${this.words.short[key]}`;
    }
    const count = now.providers[index];
    const text = count === null ? "–" : String(count);
    if (providers.textContent !== text) providers.textContent = text;
    providers.dataset.providers = now.coverage[index];
  }

  #mark(sort) {
    const down = sort.startsWith("-");
    this.heads.forEach((head) => {
      const here = head.dataset.sort === sort.replace("-", "");
      head.setAttribute("aria-sort", here ? (down ? "descending" : "ascending") : "none");
    });
  }
}

// The places of the municipalities in an order; what is missing comes last either way, as on the server.
function sorted(facts, now, sort) {
  const places = facts.codes.map((_, index) => index);
  const down = sort.startsWith("-");
  const column = sort.replace("-", "");
  if (column === "name") return down ? places.reverse() : places;
  const value = {
    code: (index) => facts.codes[index],
    county: (index) => facts.county[index],
    status: (index) => ORDER[now.statuses[index]],
    providers: (index) => now.providers[index],
    phase: (index) => facts.phase[index],
    population: (index) => facts.population[index],
  }[column];
  return places.sort((one, other) => compare(value(one), value(other), down ? -1 : 1));
}

function compare(one, other, way) {
  if (one === null || other === null) return (one === null) - (other === null);
  return one < other ? -way : one > other ? way : 0;
}
