// The follow-up page: each chart comes as a static drawing; Plotly's takes its place, in the same frame, with hover and
// zoom. A click on a month that can be chosen goes there. If Plotly cannot be had, the drawings simply stay.

import { TrendChart } from "./coverage-trend.js";
import { loadPlotly } from "./map-plot.js";

const hosts = [...document.querySelectorAll("[data-trend]")];
const months = document.getElementById("period");

// day: as 2026-01-01, the first day of a month.
function goToMonth(day) {
  const month = day.slice(0, 7);
  if (month === months.value || ![...months.options].some(({ value }) => value === month)) return;
  months.value = month;
  months.form.requestSubmit();
}

async function start() {
  await loadPlotly(hosts[0].dataset.plotly);
  const charts = hosts.map((host) => new TrendChart(host, window.Plotly, goToMonth));
  for (const chart of charts) await chart.draw();
  document.addEventListener("themechange", () => charts.forEach((chart) => chart.redraw()));
}

if (hosts.length) start().catch((error) => console.warn(error));
