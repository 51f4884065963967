// The map by Plotly alone: a choropleth, coloured anew by `restyle`. Stands after `bare_map.js`.

window.PlotlyGeoAssets = { topojson: { europe_110m: {} } };
const keys = Object.keys(facts.fills);
const values = (shown) => shown.map((key) => keys.indexOf(key));

addEventListener("DOMContentLoaded", async () => {
  const geojson = await (await fetch("municipalities.geojson")).json();
  const scale = keys.flatMap((key, index) => [[index / keys.length, facts.fills[key]], [(index + 1) / keys.length, facts.fills[key]]]);
  const trace = {
    type: "choropleth", geojson, locations: facts.codes, z: values(shown()), zmin: -0.5, zmax: keys.length - 0.5,
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
  listen((shown) => Plotly.restyle("map", { z: [values(shown)] }));
});
