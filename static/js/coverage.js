// The coverage page. Every choice is an address: without script a link or the form asks for the page anew; with it the
// same page is fetched and its parts take the places of the old ones, so that the reader stays where she is, the map
// keeps its zoom, and only what has changed is seen to change.

import { replaceParts } from "./coverage-parts.js";
import { TrendChart } from "./coverage-trend.js";
import { RolloutMap } from "./map.js";
import { takeLabels } from "./map-card.js";
import { loadPlotly } from "./map-plot.js";
import { currentTheme } from "./page.js";

const WHOLE_PAGE = ["as_of", "basis"]; // what stands outside the parts depends on these
const ALSO = [".crumbs", ".top-tools a[hreflang]"];
const HINT = 2_500; // milliseconds

const state = JSON.parse(document.getElementById("state").textContent);
const host = document.getElementById("map");
let labels = host && takeLabels(host);
let trend = null;
let asking = null;
let tapped = null; // a finger sees the card first, and opens the municipality with a second tap
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

// --- Going to another address of this page --------------------------------------------------------------------------

async function go(address, { push = true } = {}) {
  const where = new URL(address, location.href);
  if (asksForWholePage(where)) {
    location.assign(where);
    return;
  }
  const next = await fetched(where);
  if (!next) return;
  if (push) history.pushState(null, "", where);
  show(next);
  if (where.hash) reach(where.hash.slice(1));
}

function asksForWholePage(where) {
  const here = new URL(location.href).searchParams;
  return WHOLE_PAGE.some((name) => (where.searchParams.get(name) ?? "") !== (here.get(name) ?? ""));
}

// The page at an address; null where another has been asked for since. What cannot be had or shown is left to the browser.
async function fetched(where) {
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  try {
    const answer = await fetch(where, { signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && Boolean(page.querySelector("#map svg")) === Boolean(map)) return page;
  } catch {
    if (mine.signal.aborted) return null;
  }
  location.assign(where);
  return null;
}

function show(next) {
  document.querySelector("[data-said]").textContent = next.querySelector("[data-headline]").textContent;
  if (map) showOnMap(next.getElementById("map"));
  trend?.remove();
  trend = null;
  replaceParts(next, ALSO);
  drawTrend();
}

function showOnMap(drawing) {
  labels = takeLabels(drawing);
  const paths = new Map([...drawing.querySelectorAll(".municipalities > path")].map((path) => [path.dataset.code, path]));
  const ordered = map.codes.map((code) => paths.get(code));
  const shown = ordered.map((path) => !path.classList.contains("dim"));
  map.paint(ordered.map((path) => path.getAttribute("class").match(/\bc-(\S+)/)[1]));
  map.filter(shown.every(Boolean) ? null : shown);
  map.describe(drawing.querySelector("title").textContent, drawing.querySelector("desc").textContent);
}

// A number that opens its list leads the eye, and the keyboard, there.
function reach(id) {
  const part = document.getElementById(id);
  const heading = part?.querySelector("h3");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  part?.scrollIntoView({ block: "start" });
}

// --- What the reader does -------------------------------------------------------------------------------------------

function withDay(day) {
  const where = new URL(location.href);
  where.searchParams.set("on", day);
  where.hash = "";
  return where;
}

// The address that the form asks for; what is empty, or meant anyway, is left out.
function asked(form) {
  const usual = (name) => form.elements[name]?.dataset?.usual ?? "";
  const pairs = [...new FormData(form)].filter(([name, value]) => value !== "" && value !== usual(name));
  const query = new URLSearchParams(pairs).toString();
  return location.pathname + (query && `?${query}`);
}

function submit(form) {
  if (form.reportValidity()) go(asked(form));
}

function listen() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.href);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.form?.id !== "coverage-form") return;
    // Which rows were listed says nothing of another measure.
    if (target.name === "measure") target.form.querySelectorAll("[data-of-list]").forEach((field) => field.remove());
    submit(target.form);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "coverage-form") return;
    event.preventDefault();
    submit(event.target);
  });
  window.addEventListener("popstate", () => go(location.href, { push: false }));
  document.addEventListener("themechange", ({ detail }) => {
    map?.setTheme(detail);
    trend?.redraw();
  });
}

function listenToMap() {
  map.on("click", ({ code, pointerType }) => {
    if (pointerType !== "touch" || code === tapped) open(code);
    tapped = code;
  });
  map.on("hint", ({ why }) => hint(state.hints[why]));
  map.on("error", ({ error }) => console.warn(error));
}

function open(code) {
  const here = new URL(location.href).searchParams;
  const kept = ["on", ...WHOLE_PAGE].filter((name) => here.get(name)).map((name) => [name, here.get(name)]);
  const query = new URLSearchParams(kept).toString();
  location.assign(state.urls.municipality.replace("0000", code) + (query && `?${query}`));
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

// --- Plotly: one bundle draws both ----------------------------------------------------------------------------------

async function drawTrend() {
  const place = document.querySelector("[data-trend]");
  if (!place || !window.Plotly) return;
  trend = new TrendChart(place, window.Plotly, (day) => go(withDay(day)));
  await trend.draw();
}

listen();
if (map) listenToMap();
loadPlotly(state.urls.plotly)
  .then(() => Promise.all([map?.mount(), drawTrend()]))
  .catch((error) => console.warn(error));
