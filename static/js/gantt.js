// The charts of bars of a page without a map: each comes as a static drawing; if Plotly cannot be had, it simply stays.

import { drawGantts } from "./gantt-chart.js";
import { loadPlotly } from "./map-plot.js";

const hosts = [...document.querySelectorAll("[data-gantt]")];
if (hosts.length) {
  loadPlotly(hosts[0].dataset.plotly)
    .then(() => drawGantts(hosts, window.Plotly))
    .catch((error) => console.warn(error));
}
