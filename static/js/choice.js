// What the reader has chosen: day, layer, definition, order and filters. Written into the address, and read back from it
// by the server; knows nothing of the page's elements.

export const PLACES = ["county", "part", "group", "phase", "area"];
export const MANY = [...PLACES, "status", "providers"];
const LAYER_FILTER = { status: "status", coverage: "providers", phase: "phase" };

export class Choice {
  constructor(state) {
    const { on, layer, definition, sort, counting, defaults } = state;
    Object.assign(this, { on, layer, definition, sort, counting: { ...counting }, defaults, today: state.today });
    this.q = state.chosen.q;
    this.rural = state.chosen.rural;
    this.many = Object.fromEntries(MANY.map((name) => [name, state.chosen[name].map(String)]));
  }

  // The municipalities chosen by place: what is counted.
  scope(facts) {
    const words = searchKey(this.q);
    const code = /^\s*\d{3,4}\s*$/.test(this.q) ? this.q.trim().padStart(4, "0") : null;
    const inside = (name, value) => !this.many[name].length || this.many[name].includes(String(value));
    const rural = facts.rural[this.definition];
    return facts.codes.map((each, index) => {
      if (code !== null ? each !== code : this.q.trim() && (!words || !facts.search[index].includes(words))) return false;
      if (this.rural && (rural[index] === "1") !== (this.rural === "yes")) return false;
      if (this.many.area.length && !facts.areas[index].some((area) => inside("area", area))) return false;
      return ["county", "part", "group", "phase"].every((name) => inside(name, facts[name][index] ?? "none"));
    });
  }

  // The municipalities shown: the scope, narrowed by what depends on the day.
  shown(scope, now) {
    const { status, providers } = this.many;
    return scope.map(
      (inside, index) =>
        inside &&
        (!status.length || status.includes(now.statuses[index])) &&
        (!providers.length || providers.includes(now.coverage[index])),
    );
  }

  // The palette keys of the classes that are on in the legend; null when all are.
  classesOn() {
    const chosen = this.many[LAYER_FILTER[this.layer]];
    if (!chosen.length) return null;
    return this.layer === "phase" ? chosen.map(phaseKey) : chosen;
  }

  // A click in the legend: all on is no filter, and the last one cannot go out.
  toggleClass(key, keys) {
    const on = this.classesOn() ?? keys;
    const after = keys.filter((each) => on.includes(each) !== (each === key));
    const all = !after.length || after.length === keys.length;
    this.many[LAYER_FILTER[this.layer]] = all ? [] : this.layer === "phase" ? after.map(phaseValue) : after;
  }

  get filtersOn() {
    const names = MANY.filter((name) => this.many[name].length);
    const single = [this.q.trim(), this.rural, this.counting.provider, this.counting.service];
    return names.length + single.filter(Boolean).length;
  }

  clearFilters() {
    MANY.forEach((name) => {
      this.many[name] = [];
    });
    Object.assign(this, { q: "", rural: "" });
    Object.assign(this.counting, { provider: "", service: "" });
  }

  // What a link to a municipality takes with it: days and basis, where they are not the usual ones.
  carried(toIso) {
    const { on, today, counting, defaults } = this;
    const pairs = [
      ["on", on !== today && toIso(on)],
      ["as_of", counting.as_of],
      ["basis", counting.basis !== defaults.basis && counting.basis],
    ];
    const text = new URLSearchParams(pairs.filter(([, value]) => value)).toString();
    return text ? `?${text}` : "";
  }

  // The query string, with only what differs from what the page shows without one.
  query(toIso, changes = {}) {
    const { on, layer, definition, sort, q, rural, many, counting, defaults } = { ...this, ...changes };
    const pairs = [];
    const add = (name, value, usual) => value && value !== usual && pairs.push([name, value]);
    add("on", on === this.today ? "" : toIso(on));
    add("layer", layer, defaults.layer);
    add("definition", definition, defaults.definition);
    add("sort", sort, "name");
    add("q", q.trim());
    add("rural", rural);
    MANY.forEach((name) => many[name].forEach((value) => pairs.push([name, value])));
    Object.entries(counting).forEach(([name, value]) => add(name, value, defaults[name]));
    const text = new URLSearchParams(pairs).toString();
    return text ? `?${text}` : "";
  }
}

// A phase stands in the address by its number, or "none"; on the map by its palette key.
export const phaseKey = (value) => (value === "none" ? "nophase" : `p${Number(value) % 8}`);
const phaseValue = (key) => (key === "nophase" ? "none" : key.slice(1));

const FOUND_AS = { æ: "a", ø: "o", œ: "oe", ð: "d", đ: "d", þ: "th", ł: "l", ı: "i", ß: "ss" };

// The same folding as `search_key` in municipalities/swedish.py does for what can be typed in a Swedish name.
export function searchKey(text) {
  const folded = text.normalize("NFKC").toLowerCase().replace(/[æøœðđþłıß]/gu, (letter) => FOUND_AS[letter]);
  const bare = folded.normalize("NFKD").replace(/\p{M}/gu, "");
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
