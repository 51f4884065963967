// A measure through time: comes with the page as a static drawing; Plotly's takes its place, in the same frame, and adds
// hover, zoom along the time axis, and a click that goes to a day. If Plotly cannot be had, the drawing simply stays.

const TOKENS = {
  text: "--ds-color-neutral-text-default",
  soft: "--ds-color-neutral-text-subtle",
  line: "--ds-color-neutral-border-subtle",
  accent: "--ds-color-accent-base-default",
};
const YEAR = 52; // pixels that a word on the time axis needs
const CROWDED = 20; // pixels between two words over the lines of the phases
const CONFIG = { displayModeBar: false, doubleClick: "reset", responsive: false, scrollZoom: false };

export class TrendChart {
  // host: the element with the drawing in it; go(day): called with the day, as 2021-09-29, that the reader clicks on.
  constructor(host, Plotly, go) {
    Object.assign(this, { host, Plotly, go });
    this.figure = JSON.parse(document.getElementById(host.dataset.trend).textContent);
    this.element = document.createElement("div");
    this.element.className = "trend-plot";
    this.element.setAttribute("aria-hidden", "true"); // the drawing stays, with its words, for those who listen
    host.append(this.element);
    this.observer = new ResizeObserver(() => this.#onResize());
  }

  async draw() {
    const { data, layout } = this.#coloured();
    await this.Plotly.react(this.element, data, layout, CONFIG);
    if (!this.host.dataset.drawn) {
      this.element.on("plotly_click", ({ points }) => this.go(String(points[0].x).slice(0, 10)));
      this.observer.observe(this.host);
    }
    this.host.dataset.drawn = "plotly";
  }

  // Draws again as the page looks now; what the reader zoomed to is kept.
  async redraw() {
    const range = this.element._fullLayout?.xaxis?.range;
    this.zoom = range ? { range: [...range] } : {};
    await this.draw();
  }

  remove() {
    clearTimeout(this.waiting);
    this.observer.disconnect();
    this.Plotly.purge(this.element);
    this.element.remove();
  }

  #onResize() {
    if (this.host.clientWidth === 0 || this.host.clientWidth === this.element._fullLayout?.width) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.redraw(), 150);
  }

  #coloured() {
    const look = getComputedStyle(this.host);
    const colours = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, this.#resolved(token)]));
    const ground = look.getPropertyValue("--map-page").trim();
    const font = { family: look.fontFamily, size: 12, color: colours.soft };
    const width = this.host.clientWidth;
    const { data, layout } = this.figure;
    return {
      data: data.map((trace) => ({ ...trace, ...traceLook(trace, colours, ground) })),
      layout: {
        ...layout,
        font,
        width,
        dragmode: window.matchMedia("(pointer: coarse)").matches ? false : "zoom",
        annotations: uncluttered(layout, width).map((each) => ({ ...each, font, bgcolor: ground })),
        shapes: layout.shapes.map((each) => uprightLook(each, colours)),
        xaxis: { ...layout.xaxis, ...this.zoom, nticks: Math.min(layout.xaxis.nticks, Math.floor(width / YEAR)) },
        yaxis: { ...layout.yaxis, gridcolor: colours.line, zerolinecolor: colours.soft },
        hoverlabel: { bgcolor: ground, bordercolor: colours.text, font: { ...font, color: colours.text }, align: "left" },
      },
    };
  }

  // A colour as rgb(): Plotly does not understand light-dark().
  #resolved(token) {
    const probe = document.createElement("span");
    probe.style.color = `var(${token})`;
    this.host.append(probe);
    const plain = getComputedStyle(probe).color;
    probe.remove();
    return plain;
  }
}

function traceLook(trace, { accent }, ground) {
  if (trace.marker) return { marker: { ...trace.marker, color: accent, line: { ...trace.marker.line, color: ground } } };
  return { line: { ...trace.line, color: accent }, fillcolor: accent.replace("rgb(", "rgba(").replace(")", ", 0.12)") };
}

function uprightLook(shape, { text, soft }) {
  return { ...shape, line: { ...shape.line, color: shape.name === "day" ? text : soft } };
}

// A word over a line gives way to the one before it where there is no room for both; the line stays.
function uncluttered({ annotations, xaxis }, width) {
  const [first, last] = xaxis.range.map(Date.parse);
  let reached = -Infinity;
  return annotations.filter((each) => {
    if (each.name !== "mark") return true;
    const x = ((Date.parse(each.x) - first) / (last - first)) * width;
    if (x - reached < CROWDED) return false;
    reached = x;
    return true;
  });
}
