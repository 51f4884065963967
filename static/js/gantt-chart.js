// One chart of bars: a static drawing in whose place, in the same frame, Plotly's is put, with hover and zoom along the time
// axis. Print is always the drawing.
//
// A host is `<div class="gantt-host" data-gantt="ID" data-plotly="URL">`; the element ID holds what `figures.gantt` made.

import { currentTheme } from "./page.js";

const TEXT = "--ds-color-neutral-text-default";
const SOFT = "--ds-color-neutral-text-subtle";
const LINE = "--ds-color-neutral-border-subtle";
const TICK = 52; // pixels that a word on the axis needs
const CONFIG = { displayModeBar: false, doubleClick: "reset", responsive: false, scrollZoom: false };

class Gantt {
  // Plotly: a bundle that can draw bars; another than the one that the page draws its map with, where it has a map.
  constructor(host, Plotly) {
    this.host = host;
    this.Plotly = Plotly;
    this.figure = JSON.parse(document.getElementById(host.dataset.gantt).textContent);
    this.element = document.createElement("div");
    this.element.className = "gantt-plot";
    this.element.setAttribute("aria-hidden", "true"); // the drawing stays, with its words, for those who listen
    host.append(this.element);
  }

  async draw() {
    const { data, layout } = this.#coloured();
    await this.Plotly.react(this.element, data, layout, CONFIG);
    this.host.dataset.drawn = "plotly";
  }

  #coloured() {
    const colours = this.figure.themes[currentTheme()];
    const look = getComputedStyle(this.host);
    const value = (name) => look.getPropertyValue(name).trim();
    const [text, soft, line] = [TEXT, SOFT, LINE].map((name) => resolved(this.host, value(name)));
    const font = { family: look.fontFamily, size: 12.5, color: text };
    const width = this.host.clientWidth;
    const nticks = Math.min(this.figure.layout.xaxis.nticks, Math.floor(width / TICK));
    const ground = value("--map-page");
    const { layout } = this.figure;
    return {
      data: this.figure.data.map((trace) =>
        trace.meta in colours ? painted(trace, colours[trace.meta]) : signed(trace, text),
      ),
      layout: {
        ...layout,
        font,
        annotations: layout.annotations.map((name) => ({ ...name, bgcolor: ground })),
        width,
        dragmode: window.matchMedia("(pointer: coarse)").matches ? false : "zoom",
        xaxis: { ...layout.xaxis, ...this.zoom, nticks, gridcolor: line, tickfont: { color: soft, size: 12 } },
        shapes: layout.shapes?.map((shape) => ({ ...shape, line: { ...shape.line, color: text } })),
        hoverlabel: { bgcolor: ground, bordercolor: text, font, align: "left", namelength: -1 },
      },
    };
  }

  // Draws again as the page looks now; what the reader zoomed to is kept.
  async redraw() {
    const range = this.element._fullLayout?.xaxis?.range;
    this.zoom = range ? { range: [...range] } : {};
    await this.draw();
  }
}

function painted(trace, { fill, second }) {
  const pattern = { ...trace.marker.pattern, fgcolor: second || fill };
  return { ...trace, marker: { ...trace.marker, color: fill, pattern } };
}

// Signs have no colour of their own.
function signed(trace, color) {
  return { ...trace, marker: { ...trace.marker, color } };
}

// A colour as rgb(): Plotly does not understand light-dark().
function resolved(host, colour) {
  const probe = document.createElement("span");
  probe.style.color = colour;
  host.append(probe);
  const plain = getComputedStyle(probe).color;
  probe.remove();
  return plain;
}

function watchWidth(gantt) {
  let waiting;
  const observer = new ResizeObserver(() => {
    if (gantt.host.clientWidth === gantt.element._fullLayout?.width) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => gantt.redraw(), 150);
  });
  observer.observe(gantt.host);
}

// Draws every chart of bars on the page.
export async function drawGantts(hosts, Plotly) {
  for (const host of hosts) {
    const gantt = new Gantt(host, Plotly);
    await gantt.draw();
    document.addEventListener("themechange", () => gantt.redraw());
    watchWidth(gantt);
  }
}
