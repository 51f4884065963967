// The workspace of a plan: puts the parts together. All of it works without this, more slowly.

import { PlaceList } from "./plan-list.js";
import { PlanMap } from "./plan-map.js";
import { Saver } from "./plan-save.js";
import { Selection } from "./plan-selection.js";

const root = document.querySelector("[data-plan-workspace]");
const readState = () => JSON.parse(document.getElementById("plan-state").textContent);
const selection = new Selection(readState());
const form = document.getElementById("move");
const find = root.querySelector("[data-narrow]");
const host = document.getElementById("map");
const modes = [...root.querySelectorAll('input[name="map-mode"]')];

const list = new PlaceList(form, find, selection, { pick });
const map = host?.querySelector("svg") && new PlanMap(host, selection, {
  mode: () => modes.find((each) => each.checked)?.value ?? "click",
  whole: () => root.querySelector("[data-whole-areas]")?.checked ?? false,
  edits: Boolean(form.querySelector("[data-part=bar]")),
});

new Saver(root, selection.state.words, (sent, ok) => {
  selection.read(readState());
  list.paint();
  map?.paint();
  for (const seen of root.querySelectorAll('input[name="seen"]')) {
    if (!seen.closest(".conflict")) seen.value = selection.state.seen;
  }
  if (ok && sent === form) selection.clear();
  measureStrip();
  tell();
});

selection.addEventListener("change", tell);
selection.addEventListener("narrowed", tell);
modes.forEach((each) => each.addEventListener("change", () => map?.showMode()));
root.addEventListener("change", ({ target }) => target.id === "move-to" && tell());
root.addEventListener("input", ({ target }) => target.dataset.searchList && searchIn(target));
root.addEventListener("click", ({ target }) => {
  if (target.closest("[data-clear]")) selection.clear();
  const zoom = target.closest("[data-zoom]")?.dataset.zoom;
  if (zoom) ({ in: () => map.view.zoomIn(), out: () => map.view.zoomOut(), reset: () => map.view.reset() })[zoom]();
});
root.addEventListener("click", (event) => {
  const link = event.target.closest("[data-show-phase]");
  if (!link) return;
  event.preventDefault();
  find.elements.phase.value = link.dataset.showPhase;
  list.narrow();
  document.getElementById("places").scrollIntoView();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = root.querySelector("details.step[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else if (event.target.closest?.("#places") || event.target === document.body) selection.clear();
});
map?.showMode();
tell();
measureStrip();
window.addEventListener("resize", measureStrip);

// What sticks under the strip has to know how high it is.
function measureStrip() {
  root.style.setProperty("--strip", `${root.querySelector(".strip").offsetHeight}px`);
}

// A digit chooses the phase of that number in the bar.
function pick(digit) {
  const options = [...(document.getElementById("move-to")?.options ?? [])];
  const found = options.find((option) => option.dataset.number === digit);
  if (found) {
    found.selected = true;
    tell();
  }
}

// Says what is chosen and what the button will do.
function tell() {
  const bar = root.querySelector("[data-part=bar]");
  if (!bar) return;
  const { words } = selection.state;
  const to = bar.querySelector("#move-to").selectedOptions[0];
  const number = selection.codes.size;
  const hidden = list.hiddenChosen;
  const places = number === 1 ? words.place : words.places.replace("{number}", number);
  const areas = selection.areas ? ` (${selection.areas === 1 ? words.area : words.areas.replace("{number}", selection.areas)})` : "";
  bar.querySelector("[data-chosen]").textContent = number ? `${places}${areas}${hidden ? ` ${words.hidden.replace("{number}", hidden)}` : ""}` : words.nothing;
  const button = bar.querySelector("[data-move]");
  const isReady = number && to?.value;
  button.textContent = isReady ? words.move.replace("{places}", `${places}${areas}`).replace("{phase}", to.text) : words.moveChosen;
  bar.classList.toggle("is-ready", Boolean(isReady));
}

function searchIn(input) {
  const wanted = input.value.trim().toLowerCase();
  for (const row of document.getElementById(input.dataset.searchList).children) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
  }
}
