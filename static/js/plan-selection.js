// What is chosen in the workspace: one set of municipalities for map, list and bar. Knows areas, nothing of the page.

export class Selection extends EventTarget {
  // state: what the server says of the plan (#plan-state).
  constructor(state) {
    super();
    this.codes = new Set();
    this.read(state);
  }

  // Takes over a newer state; what is chosen stays chosen.
  read(state) {
    this.state = state;
    this.areaOf = new Map();
    for (const [area, codes] of Object.entries(state.members)) codes.forEach((code) => this.areaOf.set(code, area));
  }

  has(code) { return this.codes.has(code); }

  add(codes) { this.#change(() => codes.forEach((code) => this.codes.add(code))); }

  remove(codes) { this.#change(() => codes.forEach((code) => this.codes.delete(code))); }

  replace(codes) { this.#change(() => (this.codes = new Set(codes))); }

  clear() { this.replace([]); }

  // Takes all of them out where all are in, else puts all in.
  toggle(codes) {
    if (codes.every((code) => this.codes.has(code))) this.remove(codes);
    else this.add(codes);
  }

  // The municipalities of the areas that some municipalities lie in; one that lies in none stands for itself.
  wholeAreas(codes) {
    const found = new Set(codes);
    for (const code of codes) (this.state.members[this.areaOf.get(code)] ?? []).forEach((each) => found.add(each));
    return [...found];
  }

  // How many areas are chosen whole.
  get areas() {
    const touched = new Set([...this.codes].map((code) => this.areaOf.get(code)).filter(Boolean));
    return [...touched].filter((area) => this.state.members[area].every((code) => this.codes.has(code))).length;
  }

  #change(change) {
    change();
    this.dispatchEvent(new Event("change"));
  }
}
