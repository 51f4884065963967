// The page's own address, kept equal to what the page shows. A browser takes only so many changes of it and then stops
// listening (Chromium: 200 in 30 seconds; a held arrow key makes more): what is too much at once is written a little later.

const WINDOW = 30_000; // milliseconds
const AT_ONCE = 100; // changes in a window that are written as they come
const PAUSE = 400; // milliseconds between those after them, which leaves them well below the limit

export class Address {
  constructor() {
    this.written = [];
  }

  write(address) {
    this.wanted = address;
    const now = performance.now();
    this.written = this.written.filter((moment) => moment > now - WINDOW);
    if (this.written.length < AT_ONCE) this.#write();
    else this.waiting ??= setTimeout(() => this.#write(), PAUSE);
  }

  #write() {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    if (this.wanted === location.pathname + location.search) return;
    this.written.push(performance.now());
    history.replaceState(null, "", this.wanted);
    // The files of what is shown lead to what is shown now.
    document.querySelectorAll("a[data-follows-choice]").forEach((link) => (link.search = location.search));
  }
}
