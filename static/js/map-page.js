// The map page. Everything that moves with day, layer and filter is worked out here from facts that are fetched once; the
// server is asked again only when providers are to be counted in another way.

import { Address } from "./address.js";
import { Choice } from "./choice.js";
import { DayBar } from "./day-bar.js";
import { Facts, keyFigures, sentenceCounts, sentenceKey, toIso } from "./facts.js";
import { FilterForm } from "./filter-form.js";
import { List } from "./list.js";
import { RolloutMap } from "./map.js";
import { currentTheme } from "./page.js";
import { Telling } from "./telling.js";

const given = JSON.parse(document.getElementById("state").textContent);
const state = { ...((await ask(given.urls.facts)) ?? (await goOnWithout())), ...given };
const facts = new Facts(state);
const choice = new Choice(state);
const list = new List(document.getElementById("list"), facts, state.words);
const telling = new Telling(facts, choice);
const address = new Address();
let now = facts.at(choice.on);
let scope;
let shown;
let tapped = null; // a finger sees the card first, and opens the municipality with a second tap

const map = new RolloutMap(document.getElementById("map"), {
  palette: state.palette,
  codes: state.codes,
  names: state.names,
  theme: currentTheme(),
  boundariesUrl: state.urls.boundaries,
  plotlyUrl: state.urls.plotly,
  card: (element, code) => telling.writeCard(element, facts.place.get(code), now),
});

const layerKeys = { status: () => now.statuses, coverage: () => now.coverage, phase: () => facts.phaseKeys };

// What has to be in the next frame: map, sentence, figures, legend.
function paint() {
  now = facts.at(choice.on);
  shown = choice.shown(scope, now);
  map.filter(shown.every(Boolean) ? null : shown);
  map.paint(layerKeys[choice.layer]());
  const figures = keyFigures(now, scope, facts.rural[choice.definition]);
  const counts = sentenceCounts(now, scope, figures);
  telling.sentence(sentenceKey(choice.layer, choice.counting.test, counts), counts);
  telling.figures(figures);
  telling.legend(layerKeys[choice.layer](), scope);
  telling.shown(shown);
}

// What can wait until the reader's hand is still: list, form, address, words.
function settle() {
  list.show(shown, now, choice.sort, choice.carried(toIso));
  form.show();
  telling.say();
  telling.freshness(choice.on);
  telling.links();
  map.describe(telling.mapTitle(), telling.mapDescription());
  address.write(`${location.pathname}${choice.query(toIso)}`);
}

// The map is in the next frame, and the rest in the one after it: writing the list takes longer than all of the map.
// Several changes in a row are settled once.
function changed() {
  scope = choice.scope(facts);
  paint();
  list.busy = true;
  requestAnimationFrame(() => requestAnimationFrame(() => list.busy && settle()));
}

const bar = new DayBar(document.querySelector(".day-bar"), {
  first: state.first,
  last: state.last,
  today: state.today,
  on: choice.on,
  ticks: state.ticks,
  change(day, { settled }) {
    choice.on = day;
    if (settled) changed();
    else paint();
  },
});

const form = new FilterForm(document.getElementById("filter-form"), choice, { changed, recount });

// Another way of counting. A provider or a service changes only the numbers; the others change words all over.
async function recount(name) {
  const query = choice.query(toIso);
  if (["test", "basis", "as_of"].includes(name)) {
    location.assign(state.urls.page + query);
    return;
  }
  const asked = JSON.stringify(choice.counting);
  const answer = await ask(state.urls.state + query);
  if (JSON.stringify(choice.counting) !== asked) return; // the reader has chosen another in the meantime
  if (!answer) {
    location.assign(state.urls.page + choice.query(toIso)); // that page can say what is wrong
    return;
  }
  Object.assign(facts, { counts: answer.counts, listings: answer.listings });
  changed();
}

// Without its facts the page goes on as one without script, and says so.
function goOnWithout() {
  const hint = document.querySelector("[data-map-hint]");
  hint.textContent = hint.dataset.lost;
  hint.hidden = false;
  document.documentElement.dataset.lost = "";
  return new Promise(() => {}); // there is nothing to wait for
}

// The answer to a question to the server; null where there is none.
async function ask(where) {
  try {
    const response = await fetch(where, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function listen() {
  document.querySelectorAll("[data-layer]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choice.layer = link.dataset.layer;
      telling.drawLegend();
      changed();
    });
  });
  const legend = document.querySelector("[data-legend]");
  legend.addEventListener("click", (event) => toggleClass(event));
  legend.addEventListener("keydown", (event) => (event.key === " " || event.key === "Enter") && toggleClass(event));
  list.heads.forEach((head) => {
    head.firstElementChild.addEventListener("click", (event) => {
      event.preventDefault();
      const column = head.dataset.sort;
      choice.sort = choice.sort === column ? `-${column}` : column;
      paint();
      settle(); // at once: it is the list that was asked for
    });
  });
  document.querySelector("[data-clear]").addEventListener("click", (event) => {
    event.preventDefault();
    const asks = choice.counting.provider || choice.counting.service;
    choice.clearFilters();
    if (asks) recount("provider");
    else changed();
  });
  listenToMap();
  document.addEventListener("themechange", (event) => map.setTheme(event.detail));
}

function toggleClass(event) {
  const key = event.target.closest("[data-class]")?.dataset.class;
  if (!key) return;
  event.preventDefault();
  choice.toggleClass(key, telling.legendKeys());
  changed();
}

function listenToMap() {
  map.on("hover", ({ code }) => list.highlight(code));
  map.on("leave", () => list.highlight(null));
  map.on("click", ({ code, pointerType }) => {
    if (pointerType !== "touch" || code === tapped) telling.open(code);
    tapped = code;
  });
  map.on("hint", ({ why }) => telling.hint(why));
  list.body.addEventListener("pointerover", (event) => {
    map.highlight(event.target.closest("tr")?.dataset.code ?? null);
  });
  list.body.addEventListener("pointerleave", () => map.highlight(null));
  list.body.addEventListener("focusin", (event) => map.highlight(event.target.closest("tr")?.dataset.code ?? null));
  const buttons = document.querySelector("[data-map-buttons]");
  const zoom = { in: () => map.zoomIn(), out: () => map.zoomOut(), reset: () => map.resetZoom() };
  buttons.querySelectorAll("[data-zoom]").forEach((button) => {
    button.addEventListener("click", () => zoom[button.dataset.zoom]());
  });
  buttons.querySelectorAll("[data-picture]").forEach((button) => {
    button.addEventListener("click", () => download(button.dataset.picture));
  });
}

async function download(format) {
  const blob = await map.image(format, telling.pictureWords(layerKeys[choice.layer](), scope));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `rollout-${choice.layer}-${toIso(choice.on)}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

listen();
scope = choice.scope(facts);
shown = choice.shown(scope, now);
list.show(shown, now, choice.sort, choice.carried(toIso));
if (location.hash === "#play") {
  history.replaceState(null, "", location.pathname + location.search);
  bar.play();
}
map.on("error", ({ error }) => console.warn(error));
map.mount();
