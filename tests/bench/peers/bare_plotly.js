// The same map by Plotly alone: choropleth, slider, two layers, a filter. As little as it takes, and nothing besides.
// `facts` is written before it by `bare_pages.py`.

window.PlotlyGeoAssets = { topojson: { europe_110m: {} } };
const at = (changes, day) => {
  let number = 0;
  for (let index = 0; index < changes.length && changes[index] <= day; index += 2) number = changes[index + 1];
  return number;
};
const layers = {
  coverage: (day) => facts.changes.map((changes) => {
    const number = at(changes, day);
    return ["none", "one", "two", "few", "few"][number] ?? "many";
  }),
  status: (day) => {
    const now = facts.patterns.map((pattern) => pattern.findLast(([since]) => since === null || since <= day)[1]);
    return facts.of.map((pattern) => now[pattern]);
  },
};
const keys = Object.keys(facts.fills);
const chosen = { day: facts.day, layer: "coverage", county: "" };
const values = () => layers[chosen.layer](chosen.day).map((key, index) => (
  chosen.county && facts.counties[index] !== chosen.county ? keys.indexOf("left out") : keys.indexOf(key)
));
const paint = (change) => {
  Object.assign(chosen, change);
  Plotly.restyle("map", { z: [values()] });
};

addEventListener("DOMContentLoaded", async () => {
  const geojson = await (await fetch("municipalities.geojson")).json();
  const scale = keys.flatMap((key, index) => [[index / keys.length, facts.fills[key]], [(index + 1) / keys.length, facts.fills[key]]]);
  const trace = {
    type: "choropleth", geojson, locations: facts.codes, z: values(), zmin: -0.5, zmax: keys.length - 0.5,
    colorscale: scale, showscale: false, hoverinfo: "none", marker: { line: { width: 0.5 } },
  };
  const layout = {
    margin: { l: 0, r: 0, t: 0, b: 0 },
    geo: {
      scope: "europe", visible: false, fitbounds: false,
      projection: { type: "conic conformal", rotation: { lon: 16.6 }, parallels: [57, 67] },
      center: { lon: 16.6, lat: 62.35 }, lonaxis: { range: [10.9, 22.3] }, lataxis: { range: [55.15, 69.2] },
    },
  };
  await Plotly.newPlot("map", [trace], layout, { displayModeBar: false });
  document.getElementById("day").addEventListener("input", (event) => paint({ day: Number(event.target.value) }));
  document.getElementById("county").addEventListener("change", (event) => paint({ county: event.target.value }));
  document.querySelectorAll("[data-layer]").forEach((button) => {
    button.addEventListener("click", () => paint({ layer: button.dataset.layer }));
  });
});
