// The Plotly side of the map: a choropleth of the same frame and projection as `rollout/svgmap.py` draws, in a layer
// under the static map. What a municipality looks like is decided by CSS classes on Plotly's paths; the figure's own
// data (`z`, selected points) follow by one restyle, so that whoever asks the figure gets the same answer as the eye.

const LAYOUT = {
  margin: { l: 0, r: 0, t: 0, b: 0 },
  paper_bgcolor: "rgba(0,0,0,0)",
  hovermode: false,
  dragmode: false,
  geo: {
    scope: "europe",
    visible: false,
    fitbounds: false,
    bgcolor: "rgba(0,0,0,0)",
    projection: { type: "conic conformal", rotation: { lon: 16.6 }, parallels: [57, 67] },
    center: { lon: 16.6, lat: 62.35 },
    lonaxis: { range: [10.9, 22.3] },
    lataxis: { range: [55.15, 69.2] },
  },
};
const CONFIG = { displayModeBar: false, staticPlot: false, scrollZoom: false, doubleClick: false, responsive: false };

export class PlotlyLayer {
  // host: the map's element; before: the static map, which stays on top; codes: in the order of all arrays;
  // classes: the palette's classes, whose place in the list is the value of `z`.
  constructor(host, { before, codes, names, classes }) {
    Object.assign(this, { host, codes, names, classes, paths: [], size: { width: 0, height: 0 } });
    this.place = new Map(classes.map((each, index) => [each.key, index]));
    this.element = document.createElement("div");
    this.element.className = "plotted";
    this.element.setAttribute("aria-hidden", "true"); // the static map has the words; this is the same picture
    host.insertBefore(this.element, before);
  }

  async draw({ plotlyUrl, boundariesUrl, keys, selected, theme }) {
    const [geojson] = await Promise.all([fetchBoundaries(boundariesUrl), loadPlotly(plotlyUrl)]);
    forbidFetchingAWorldMap();
    this.size = this.#hostSize();
    const trace = {
      type: "choropleth",
      geojson,
      locations: this.codes,
      text: this.names,
      hoverinfo: "none",
      showscale: false,
      zmin: -0.5,
      zmax: this.classes.length - 0.5,
      marker: { line: { width: 0.5 } },
      unselected: { marker: { opacity: 1 } },
      ...this.#values(keys, selected),
      colorscale: this.#scale(theme),
    };
    await window.Plotly.newPlot(this.element, [trace], { ...LAYOUT, ...this.size }, CONFIG);
    this.paths = this.#findPaths();
  }

  async restyle({ keys, selected, theme }) {
    const { z, selectedpoints } = this.#values(keys, selected);
    const colorscale = this.#scale(theme);
    await window.Plotly.restyle(this.element, { z: [z], selectedpoints: [selectedpoints], colorscale: [colorscale] });
  }

  async resize() {
    const size = this.#hostSize();
    await window.Plotly.relayout(this.element, size);
    this.size = size;
  }

  remove() {
    window.Plotly?.purge(this.element);
    this.element.remove();
  }

  #hostSize() {
    return { width: this.host.clientWidth, height: this.host.clientHeight };
  }

  #values(keys, selected) {
    const points = selected && [...selected.keys()].filter((index) => selected[index]);
    return { z: keys.map((key) => this.place.get(key)), selectedpoints: points ?? null };
  }

  // A step per class: twice each colour, at both ends of its band.
  #scale(theme) {
    const bands = this.classes.length;
    return this.classes.flatMap((each, index) => [
      [index / bands, each[theme].fill],
      [(index + 1) / bands, each[theme].fill],
    ]);
  }

  #findPaths() {
    const paths = [...this.element.querySelectorAll("path.choroplethlocation")];
    const { length } = this.codes;
    if (paths.length !== length) throw new Error(`Plotly drew ${paths.length} of ${length} municipalities`);
    paths.forEach((path, index) => path.setAttribute("data-code", this.codes[index]));
    return paths;
  }
}

async function fetchBoundaries(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

// Uses the script of the page where there is one, else adds it; rejects where it cannot be had.
export function loadPlotly(url) {
  if (window.Plotly) return Promise.resolve();
  const waiting = document.readyState !== "complete" && document.querySelector(`script[src="${CSS.escape(url)}"]`);
  const script = waiting || Object.assign(document.createElement("script"), { src: url, async: true });
  const loaded = new Promise((resolve, reject) => {
    script.addEventListener("load", () => (window.Plotly ? resolve() : reject(new Error(`${url}: no Plotly in it`))));
    script.addEventListener("error", () => reject(new Error(`${url}: could not be loaded`)));
  });
  if (!waiting) document.head.append(script);
  return loaded;
}

// Another bundle beside the one that draws the map, for what that one cannot draw; the map's stays the page's own.
export function loadBeside(url) {
  const own = window.Plotly;
  const script = Object.assign(document.createElement("script"), { src: url, async: true });
  return new Promise((resolve, reject) => {
    script.addEventListener("load", () => {
      resolve(window.Plotly);
      window.Plotly = own;
    });
    script.addEventListener("error", () => reject(new Error(`${url}: could not be loaded`)));
    document.head.append(script);
  });
}

// Even with boundaries of its own, Plotly asks a server far away for a world map unless it believes it has one.
function forbidFetchingAWorldMap() {
  window.PlotlyGeoAssets ??= {};
  window.PlotlyGeoAssets.topojson ??= {};
  window.PlotlyGeoAssets.topojson.europe_110m ??= {};
}
