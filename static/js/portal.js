// The home of a provider's portal: the map and the charts come as static drawings; Plotly's take their places, in the same
// frames. The map's bundle draws no bars, so the agreements take one more, when all else is there. If Plotly cannot be
// had, the drawings simply stay.

import { TrendChart } from "./coverage-trend.js";
import { drawGantts } from "./gantt-chart.js";
import { RolloutMap } from "./map.js";
import { takeLabels } from "./map-card.js";
import { loadBeside, loadPlotly } from "./map-plot.js";
import { currentTheme } from "./page.js";

const HINT = 2_500; // milliseconds

const state = JSON.parse(document.getElementById("state").textContent);
const host = document.getElementById("map");
const labels = host && takeLabels(host);
let tapped = null; // a finger sees the card first, and opens the area with a second tap
let hinting;

const map = host && new RolloutMap(host, {
  palette: state.palette,
  theme: currentTheme(),
  boundariesUrl: state.urls.boundaries,
  plotlyUrl: state.urls.plotly,
  card: writeCard,
});

function writeCard(element, code) {
  if (!labels.has(code)) return false;
  element.textContent = labels.get(code);
  return true;
}

// Where the provider is, to its area there; elsewhere to the municipality.
function open(code) {
  location.assign(state.links[code] ?? state.urls.municipality.replace("0000", code));
}

function hint(words) {
  const element = document.querySelector("[data-map-hint]");
  clearTimeout(hinting);
  element.textContent = words;
  element.hidden = false;
  hinting = setTimeout(() => {
    element.hidden = true;
  }, HINT);
}

function listenToMap() {
  map.on("click", ({ code, pointerType }) => {
    if (pointerType !== "touch" || code === tapped) open(code);
    tapped = code;
  });
  map.on("hint", ({ why }) => hint(state.hints[why]));
  map.on("error", ({ error }) => console.warn(error));
  document.addEventListener("themechange", ({ detail }) => map.setTheme(detail));
}

async function drawCharts() {
  const hosts = [...document.querySelectorAll("[data-trend]")];
  const charts = hosts.map((place) => new TrendChart(place, window.Plotly, () => {}));
  for (const chart of charts) await chart.draw();
  document.addEventListener("themechange", () => charts.forEach((chart) => chart.redraw()));
}

async function drawAgreements() {
  const hosts = [...document.querySelectorAll("[data-gantt]")];
  if (hosts.length) await drawGantts(hosts, await loadBeside(hosts[0].dataset.plotly));
}

if (map) listenToMap();
loadPlotly(state.urls.plotly)
  .then(() => Promise.all([map?.mount(), drawCharts()]))
  .then(drawAgreements)
  .catch((error) => console.warn(error));
