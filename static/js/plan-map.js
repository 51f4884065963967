// The map of phases: chooses by click, box or lasso, and shows what is chosen. One finger scrolls the page unless the
// reader has asked to draw. Knows codes, nothing of what is done with them.

import { HoverCard } from "./map-card.js";
import { Outline } from "./map-marks.js";
import { MapView } from "./map-view.js";

const SVG = "http://www.w3.org/2000/svg";
const DRAG_STARTS_AT = 4; // pixels; less is a click

export class PlanMap {
  // host: the element with the static map; tools: mode(): "click", "box" or "lasso"; whole(): whole areas are meant.
  constructor(host, selection, { mode, whole, edits }) {
    Object.assign(this, { host, selection, mode, whole, edits, svg: host.querySelector("svg.sweden") });
    this.paths = new Map([...this.svg.querySelectorAll(".municipalities > path")].map((path) => [path.dataset.code, path]));
    this.points = readPoints(this.svg, [...this.paths.keys()]);
    this.split = this.#append("split-shapes");
    this.chosen = this.#append("chosen-shapes");
    this.hovered = new Outline(this.svg, "highlighted");
    this.drawing = this.#append("drawn");
    this.svg.setAttribute("aria-label", this.svg.querySelector("title").textContent);
    this.svg.removeAttribute("aria-labelledby");
    this.svg.querySelector("title").remove(); // it would open as a tool tip over the whole map
    this.card = new HoverCard((element, code) => this.#describe(element, code));
    const { width, height } = this.svg.viewBox.baseVal;
    this.view = new MapView(host, {
      picture: { width, height },
      apply: (view) => this.#place(view),
      hint: () => {},
      signal: new AbortController().signal,
    });
    this.#listen();
    this.paint();
  }

  // Colours of the phases and outlines of split areas, from the selection's state.
  paint() {
    const { phases, phaseOf, split, members } = this.selection.state;
    for (const [code, path] of this.paths) path.setAttribute("class", `m c-${phases[phaseOf[code]].key}`);
    this.#paintRings();
    this.split.setAttribute("d", this.#outlines(split.flatMap((area) => members[area] ?? [])));
  }

  showMode() { this.host.classList.toggle("drawing", this.edits && this.mode() !== "click"); }

  #place({ scale, x, y }) {
    this.svg.style.transform = scale === 1 ? "" : `translate(${x}px, ${y}px) scale(${scale})`;
  }

  #append(name) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    this.svg.append(path);
    return path;
  }

  #outlines(codes) { return codes.map((code) => this.paths.get(code)?.getAttribute("d") ?? "").join(""); }

  // The rings that tell the later phases from the earlier ones: drawn by the server, moved here.
  #paintRings() {
    const { phases, phaseOf } = this.selection.state;
    const group = this.svg.querySelector(".signs");
    group.replaceChildren();
    const keys = new Set(Object.values(phases).map((phase) => phase.key));
    for (const key of [...keys].filter((each) => /^p[4-7]$/.test(each))) {
      const codes = [...this.paths.keys()].filter((code) => phases[phaseOf[code]].key === key);
      const d = codes.map((code) => `M${this.points.get(code).join(" ")}h0`).join("");
      for (const look of ["ring", "core"]) {
        const path = document.createElementNS(SVG, "path");
        path.setAttribute("class", `s s-${key} ${look}`);
        path.setAttribute("d", d);
        group.append(path);
      }
    }
  }

  #listen() {
    this.host.addEventListener("pointermove", (event) => this.#hover(event));
    this.host.addEventListener("pointerleave", () => this.#unhover());
    this.selection.addEventListener("change", () => {
      this.chosen.setAttribute("d", this.#outlines([...this.selection.codes]));
    });
    new ResizeObserver(() => this.view.measure()).observe(this.host);
    if (!this.edits) return;
    this.host.addEventListener("click", (event) => this.#onClick(event));
    this.host.addEventListener("pointerdown", (event) => this.#onDown(event), { capture: true });
  }

  #codeAt(event) { return event.target.closest?.("path[data-code]")?.dataset.code; }

  #hover(event) {
    const code = event.pointerType === "touch" || this.host.classList.contains("dragging") ? undefined : this.#codeAt(event);
    if (!code) {
      this.#unhover();
      return;
    }
    this.hovered.draw(this.paths.get(code));
    this.card.show(code, event.clientX, event.clientY);
  }

  #unhover() {
    this.hovered.draw(null);
    this.card.hide();
  }

  #describe(element, code) {
    const { names, phases, phaseOf, areas } = this.selection.state;
    const name = document.createElement("strong");
    name.textContent = names[code];
    const area = areas[this.selection.areaOf.get(code)];
    element.append(name, document.createElement("br"), [phases[phaseOf[code]].word, area].filter(Boolean).join(" · "));
  }

  #onClick(event) {
    if (this.view.dragged || this.drew) {
      this.drew = false;
      return;
    }
    const code = this.#codeAt(event);
    if (code) this.#choose([code], event);
  }

  // A finger has no shift key: it adds, and takes away what is chosen already. So does the mouse with a key held.
  #choose(found, { shiftKey, ctrlKey, metaKey, pointerType }) {
    const codes = this.whole() ? this.selection.wholeAreas(found) : found;
    if (ctrlKey || metaKey || (pointerType === "touch" && codes.length)) this.selection.toggle(codes);
    else if (shiftKey) this.selection.add(codes);
    else this.selection.replace(codes);
  }

  #onDown(event) {
    this.drew = false;
    if (this.mode() === "click" || event.button !== 0) return;
    event.stopImmediatePropagation(); // else the map would be moved
    this.stopDrawing?.();
    if (!event.isPrimary) return; // a second finger: the map's own gesture
    const start = [event.clientX, event.clientY];
    const line = [this.#unit(event)];
    const move = (next) => {
      if (!this.drew && Math.hypot(next.clientX - start[0], next.clientY - start[1]) < DRAG_STARTS_AT) return;
      this.drew = true;
      line.push(this.#unit(next));
      this.drawing.setAttribute("d", `M${this.#ring(line).map((point) => point.join(" ")).join("L")}Z`);
    };
    const end = (last) => {
      this.stopDrawing();
      if (this.drew && last.type === "pointerup") this.#chooseInside(this.#ring(line), last);
    };
    const ended = new AbortController();
    this.stopDrawing = () => {
      ended.abort();
      this.drawing.setAttribute("d", "");
      this.stopDrawing = null;
    };
    window.addEventListener("pointermove", move, { signal: ended.signal });
    window.addEventListener("pointerup", end, { signal: ended.signal });
    window.addEventListener("pointercancel", end, { signal: ended.signal });
  }

  // A pointer's place in the units of the static map.
  #unit({ clientX, clientY }) {
    const box = this.host.getBoundingClientRect();
    const { x, y, scale, fit } = this.view;
    return [(clientX - box.left - x) / scale - fit.x, (clientY - box.top - y) / scale - fit.y].map((each) => Math.round(each / fit.scale));
  }

  #ring(line) {
    if (this.mode() === "lasso") return line;
    const [[left, top], [right, bottom]] = [line[0], line.at(-1)];
    return [[left, top], [right, top], [right, bottom], [left, bottom]];
  }

  #chooseInside(ring, event) {
    const found = [...this.points].filter(([, point]) => isInside(point, ring)).map(([code]) => code);
    this.#choose(found, { ...keysOf(event), pointerType: "mouse", shiftKey: event.shiftKey || event.pointerType === "touch" });
  }
}

function keysOf({ ctrlKey, metaKey }) { return { ctrlKey, metaKey }; }

function readPoints(svg, codes) {
  const points = svg.querySelector(".signs").dataset.points.split(" ");
  return new Map(codes.map((code, index) => [code, points[index].split(",").map(Number)]));
}

// Whether a ray from the point crosses the ring an odd number of times.
export function isInside([x, y], ring) {
  let inside = false;
  ring.forEach(([ax, ay], index) => {
    const [bx, by] = ring.at(index - 1);
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}
