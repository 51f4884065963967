// The map of the page. It starts as the static SVG that came with the page, which answers to pointer, wheel and keys at
// once; when Plotly has been drawn under it, in the same place, its municipalities give way and Plotly's are seen.
// If Plotly cannot be had, the static map simply stays.
//
// Knows codes and class keys. Days, words, filters and the table are the page's: it calls `paint`, `filter` and
// `toggle`, and listens with `on`.

import { HoverCard } from "./map-card.js";
import { Marks, Outline, Textures } from "./map-marks.js";
import { asBlob, drawPicture } from "./map-picture.js";
import { PlotlyLayer } from "./map-plot.js";
import { MapView, fitInto } from "./map-view.js";

const SETTLE_AFTER = 160; // milliseconds without another change
const RESIZE_AFTER = 250;

export class RolloutMap {
  // host: the element (class "map-host") with the static map in it.
  // options: palette      palette.as_table()
  //          plotlyUrl, boundariesUrl
  //          codes        the order of all arrays; without it, the order of the static map
  //          names        municipality names in the same order, for Plotly's own figure
  //          theme        "light" or "dark"
  //          card         (element, code) => writes the hover card; false for none
  constructor(host, options) {
    this.host = host;
    this.options = options;
    this.palette = options.palette;
    this.theme = options.theme ?? "light";
    this.svg = host.querySelector("svg.sweden");
    this.#readStaticMap();
    this.listeners = new Map();
    this.ended = new AbortController();
    this.marks = new Marks(this.svg, { codes: this.codes, classes: this.palette.classes });
    this.textures = new Textures(this.svg);
    this.selection = new Outline(this.svg, "selected");
    this.highlighted = new Outline(this.svg, "highlighted");
    this.card = options.card && new HoverCard(options.card);
    this.view = this.#makeView();
    this.#repaint();
    this.#listen();
  }

  // Draws the Plotly map and puts it in place of the static one. Says whether that worked; what went wrong is given to
  // the listeners of "error".
  async mount() {
    const { svg: before, codes, palette } = this;
    const names = this.options.names ?? codes;
    const plot = new PlotlyLayer(this.host, { before, codes, names, classes: palette.classes });
    try {
      this.stale = false;
      await plot.draw({ ...this.options, ...this.#state() });
    } catch (error) {
      plot.remove();
      this.#emit("error", { error });
      return false;
    }
    await nextFrame();
    if (this.ended.signal.aborted) {
      plot.remove();
      return false;
    }
    this.plot = plot;
    this.#swap();
    return true;
  }

  // keys: the class of every municipality, as key or as number in the palette. On the screen in the next frame;
  // Plotly's own figure follows when the changes have come to rest.
  paint(keys) {
    this.keys = Array.from(keys, (key) => (typeof key === "number" ? this.palette.classes[key].key : key));
    this.#changed();
  }

  // mask: true for every municipality in the selection; null for all of them.
  filter(mask) {
    this.mask = mask && Array.from(mask, Boolean);
    this.#changed();
  }

  // hiddenClasses: keys of classes that the reader has switched off in the legend.
  toggle(hiddenClasses) {
    this.hidden = new Set(hiddenClasses);
    this.#changed();
  }

  setTheme(theme) {
    this.theme = theme;
    this.#settleSoon();
  }

  highlight(code) { this.highlighted.draw(this.#outlineOf(code)); }

  select(code) { this.selection.draw(this.#outlineOf(code)); }

  // Moves a zoomed map so that the municipality is in view.
  reveal(code) { this.view.reveal(this.sheet.paths[this.index.get(code)].getBoundingClientRect()); }

  zoomIn() { this.view.zoomIn(); }

  zoomOut() { this.view.zoomOut(); }

  resetZoom() { this.view.reset(); }

  // The words of the picture, for those who cannot see it.
  describe(title, description) {
    this.svg.querySelector("title")?.remove(); // it would open as a tool tip over the whole map
    this.svg.removeAttribute("aria-labelledby");
    this.svg.setAttribute("aria-label", title);
    this.svg.querySelector("desc").textContent = description;
  }

  // name: "hover" and "click" ({code, index, key, x, y, pointerType}), "leave", "zoom" ({scale}), "hint" ({why}),
  // "settled", "error" ({error}). Returns what takes the listener away again.
  on(name, listener) {
    if (!this.listeners.has(name)) this.listeners.set(name, new Set());
    this.listeners.get(name).add(listener);
    return () => this.listeners.get(name).delete(listener);
  }

  // Brings Plotly's figure up to what is painted. Called by itself a moment after the last change.
  async settle() {
    clearTimeout(this.settling);
    if (!this.plot) return;
    this.stale = false;
    await this.plot.restyle(this.#state());
    this.#emit("settled", {});
  }

  // format: "svg" or "png". words: { title, subtitle, legend: [{key, label, count}], footer: [lines] }.
  async image(format, words) {
    const map = {
      outlines: this.staticSheet.paths.map((path) => path.getAttribute("d")),
      keys: this.keys,
      shown: this.mask ?? this.codes.map(() => true),
      hidden: this.hidden,
      dots: this.marks.dots,
      borders: this.svg.querySelector(".counties").getAttribute("d"),
      window: this.#window(),
    };
    return asBlob(drawPicture(map, words, this), format);
  }

  remove() {
    clearTimeout(this.settling);
    clearTimeout(this.resizing);
    this.observer.disconnect();
    this.ended.abort();
    this.plot?.remove();
    this.plot = undefined;
    this.card?.remove();
    delete this.host.dataset.drawn;
  }

  #readStaticMap() {
    const paths = [...this.svg.querySelectorAll(".municipalities > path")];
    const byCode = new Map(paths.map((path) => [path.dataset.code, path]));
    this.codes = this.options.codes ?? [...byCode.keys()];
    this.index = new Map(this.codes.map((code, index) => [code, index]));
    const ordered = this.codes.map((code) => byCode.get(code));
    this.staticSheet = this.sheet = new Sheet(ordered, "");
    this.keys = ordered.map((path) => path.getAttribute("class").match(/\bc-(\S+)/)[1]);
    this.mask = ordered.some((path) => path.classList.contains("dim"))
      ? ordered.map((path) => !path.classList.contains("dim"))
      : null;
    this.hidden = new Set();
    const title = this.svg.querySelector("title").textContent;
    this.describe(title, this.svg.querySelector("desc").textContent);
  }

  #makeView() {
    const { width, height } = this.svg.viewBox.baseVal;
    return new MapView(this.host, {
      picture: { width, height },
      apply: (view) => this.#place(view),
      hint: (why) => this.#emit("hint", { why }),
      signal: this.ended.signal,
    });
  }

  // Both maps are moved alike. Between a change of size and Plotly's answer to it, its layer is also stretched.
  #place({ scale, x, y, fit, picture }) {
    const move = `translate(${x}px, ${y}px) scale(${scale})`;
    this.svg.style.transform = scale === 1 ? "" : move;
    if (this.plot) {
      const drawn = fitInto(this.plot.size.width, this.plot.size.height, picture);
      const ratio = fit.scale / drawn.scale;
      const still = ratio === 1 && drawn.x === fit.x && drawn.y === fit.y;
      const stretch = `translate(${fit.x - drawn.x * ratio}px, ${fit.y - drawn.y * ratio}px) scale(${ratio})`;
      this.plot.element.style.transform = still ? this.svg.style.transform : `${move} ${stretch}`;
      this.textures.fit(drawn);
    }
    this.#emit("zoom", { scale });
  }

  #swap() {
    this.sheet = new Sheet(this.plot.paths, "choroplethlocation ");
    this.#onResize(); // the window may have changed while Plotly was drawing
    this.#repaint();
    this.host.dataset.drawn = "plotly";
    if (this.stale) this.#settleSoon();
  }

  // Several changes in one go (a filter and a day) cost one painting, still before the next frame.
  #changed() {
    if (this.waiting) return;
    this.waiting = true;
    queueMicrotask(() => {
      this.waiting = false;
      this.#repaint();
      this.card?.refresh();
      this.#settleSoon();
    });
  }

  #repaint() {
    const looks = this.#looks();
    this.sheet.paint(looks);
    this.marks.paint(this.keys.map((key, index) => (this.#isShown(key, index) ? key : null)));
  }

  #looks() {
    return this.keys.map((key, index) => {
      const off = this.hidden.has(key) ? " off" : "";
      return this.mask && !this.mask[index] ? `m c-${key}${off} dim` : `m c-${key}${off}`;
    });
  }

  #isShown(key, index) {
    return !this.hidden.has(key) && (!this.mask || this.mask[index]);
  }

  #state() {
    const all = !this.mask && this.hidden.size === 0;
    const selected = all ? null : this.keys.map((key, index) => this.#isShown(key, index));
    return { keys: this.keys, selected, theme: this.theme };
  }

  #settleSoon() {
    this.stale = true; // Plotly's figure says something else than what is painted
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle().catch((error) => this.#emit("error", { error })), SETTLE_AFTER);
  }

  #listen() {
    const { host } = this;
    const { signal } = this.ended;
    host.addEventListener("pointermove", (event) => this.#onMove(event), { signal });
    host.addEventListener("pointerleave", () => this.#leave(), { signal });
    host.addEventListener("click", (event) => this.#onClick(event), { signal });
    // Print is always the static map; it is brought up to date only then.
    window.addEventListener("beforeprint", () => this.staticSheet.paint(this.#looks()), { signal });
    this.observer = new ResizeObserver(() => this.#onResize());
    this.observer.observe(host);
  }

  #onMove(event) {
    if (event.pointerType === "touch") return; // a finger on its way somewhere; a tap comes as a click
    const code = event.target.closest?.("[data-code]")?.dataset.code;
    if (!code || this.host.classList.contains("dragging")) this.#leave();
    else this.#hover(code, event);
  }

  #hover(code, event) {
    if (code !== this.under) {
      this.under = code;
      this.highlight(code);
      this.#emit("hover", this.#described(code, event));
    }
    this.card?.show(code, event.clientX, event.clientY);
  }

  #leave() {
    if (this.under === undefined) return;
    this.under = undefined;
    this.highlight(null);
    this.card?.hide();
    this.#emit("leave", {});
  }

  #onClick(event) {
    const code = event.target.closest?.("[data-code]")?.dataset.code;
    if (this.view.dragged) return;
    if (!code) this.#leave();
    else {
      if (event.pointerType === "touch") this.#hover(code, event);
      this.#emit("click", this.#described(code, event));
    }
  }

  #described(code, { clientX: x, clientY: y, pointerType }) {
    const index = this.index.get(code);
    return { code, index, key: this.keys[index], x, y, pointerType };
  }

  #onResize() {
    if (this.host.clientWidth === 0) return; // out of sight: nothing to fit into
    this.view.measure();
    if (!this.plot) return;
    clearTimeout(this.resizing);
    this.resizing = setTimeout(() => this.#resize().catch((error) => this.#emit("error", { error })), RESIZE_AFTER);
  }

  async #resize() {
    const { width, height } = this.plot.size;
    if (width === this.host.clientWidth && height === this.host.clientHeight) return;
    await this.plot.resize();
    this.#place(this.view);
  }

  #window() {
    const { scale, x, y, fit, width, height, picture } = this.view;
    if (scale === 1) return { x: 0, y: 0, ...picture };
    const unit = fit.scale * scale;
    return {
      x: (-x / scale - fit.x) / fit.scale,
      y: (-y / scale - fit.y) / fit.scale,
      width: width / unit,
      height: height / unit,
    };
  }

  #outlineOf(code) {
    return code === null ? null : this.staticSheet.paths[this.index.get(code)];
  }

  #emit(name, detail) {
    for (const listener of this.listeners?.get(name) ?? []) listener(detail);
  }
}

// The shapes of one map, static or Plotly's. Touches only those whose look has changed.
class Sheet {
  constructor(paths, always) {
    this.paths = paths;
    this.always = always;
    this.looks = paths.map(() => null);
  }

  paint(looks) {
    looks.forEach((look, index) => {
      if (look === this.looks[index]) return;
      this.looks[index] = look;
      this.paths[index].setAttribute("class", this.always + look);
    });
  }
}

function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
