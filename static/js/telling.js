// The words of the page that move with day, layer and filter. The templates and labels come from the server.

import { inWords } from "./day-bar.js";
import { toIso } from "./facts.js";

const lang = document.documentElement.lang === "en" ? "en-GB" : "sv";
const percent = lang === "sv" ? "\u00a0%" : "%";
const whole = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });

// The same marks as the server writes: a narrow space between thousands, a dash for what is missing.
const number = (value) => (value === null ? "–" : whole.format(value).replaceAll("\u00a0", "\u202f"));
const share = ({ part, whole: of }) => (of && part !== null ? `${Math.round((part / of) * 100)}${percent}` : "–");

export class Telling {
  constructor(facts, choice) {
    Object.assign(this, { facts, choice, words: facts.words });
    this.heading = document.getElementById("sentence");
    this.figureHosts = Object.fromEntries(
      [...document.querySelectorAll("[data-figure]")].map((host) => [host.dataset.figure, host]),
    );
    this.legendHost = document.querySelector("[data-legend]");
    this.hintHost = document.querySelector("[data-map-hint]");
  }

  sentence(key, counts) {
    const holes = { ...counts, day: inWords(this.choice.on), old: this.words.old, new: this.words.new };
    write(this.heading, this.words.sentences[key].replace(/\{(\w+)\}/g, (_, name) => holes[name]));
  }

  // Read aloud once the reader's hand is still, not for every day that is passed.
  say() {
    write(document.querySelector("[data-said]"), this.heading.textContent);
  }

  figures(figures) {
    Object.entries(figures).forEach(([key, figure]) => {
      const host = this.figureHosts[key];
      write(host.querySelector("[data-share]"), share(figure));
      write(host.querySelector("[data-part]"), number(figure.part));
      write(host.querySelector("[data-whole]"), number(figure.whole));
      const counted = this.words.counted[key]?.[this.choice.definition];
      if (counted) write(host.querySelector("[data-counted]"), counted);
    });
  }

  legendKeys() {
    const { classes } = this.words;
    return this.facts.palette.classes.filter((each) => each.layer === this.choice.layer && each.key in classes).map((each) => each.key);
  }

  // The legend of another layer: new buttons in the old place.
  drawLegend() {
    const signs = new Map(this.facts.palette.classes.map((each) => [each.key, each.sign]));
    const pattern = this.legendHost.firstElementChild;
    const keys = this.legendKeys().map((key) => {
      const button = pattern.cloneNode(true);
      button.dataset.class = key;
      const [swatch, word] = button.children;
      swatch.className = `k-swatch k-${key}`;
      swatch.textContent = signs.get(key);
      word.textContent = this.words.classes[key];
      return button;
    });
    this.legendHost.replaceChildren(...keys);
    document.querySelectorAll("[data-layer]").forEach((link) => {
      mark(link, link.dataset.layer === this.choice.layer);
    });
  }

  legend(keys, scope) {
    const counts = this.#counts(keys, scope);
    const on = this.choice.classesOn();
    [...this.legendHost.children].forEach((button) => {
      const key = button.dataset.class;
      write(button.querySelector(".legend-count"), number(counts.get(key) ?? 0));
      button.setAttribute("aria-pressed", String(on === null || on.includes(key)));
    });
    this.counts = counts;
  }

  #counts(keys, scope) {
    const counts = new Map();
    keys.forEach((key, index) => scope[index] && counts.set(key, (counts.get(key) ?? 0) + 1));
    return counts;
  }

  shown(mask) {
    const count = mask.filter(Boolean).length;
    document.querySelectorAll("[data-shown]").forEach((host) => write(host, number(count)));
    document.querySelector("[data-empty]").hidden = count > 0;
    const on = this.choice.filtersOn;
    write(document.querySelector("[data-count-filters]"), on ? `(${on})` : "");
    document.querySelector("[data-clear]").hidden = !on;
  }

  freshness(day) {
    const { freshness } = this.words;
    if (freshness.example) return;
    const latest = this.facts.listings.filter((listed) => listed <= day).at(-1);
    const listed = () => freshness.listed.replace("{day}", inWords(latest)).replace("{age}", number(day - latest));
    write(document.querySelector("[data-freshness]"), latest === undefined ? freshness.none : listed());
  }

  // The lists behind the figures, and the layers, under the day and filters as they are now.
  links() {
    const { choice } = this;
    const to = (layer, { rural = choice.rural, status = [], providers = [] }) =>
      this.facts.urls.page + choice.query(toIso, { layer, rural, many: { ...choice.many, status, providers } });
    const set = (key, part, of) => {
      aim(this.figureHosts[key].querySelector("[data-part]"), part);
      aim(this.figureHosts[key].querySelector("[data-whole]"), of);
    };
    const all = to(choice.layer, {});
    if (choice.rural === "no") set("rural", null, null); // nothing is counted, and no filter says "rural and not rural"
    else set("rural", to("coverage", { rural: "yes", providers: ["none"] }), to("coverage", { rural: "yes" }));
    set("all", to("coverage", { providers: ["none"] }), all);
    set("winding", to("status", { status: ["winding"] }), all);
    set("gap", to("status", { status: ["gap"] }), all);
    document.querySelectorAll("[data-layer]").forEach((link) => {
      link.href = this.facts.urls.page + choice.query(toIso, { layer: link.dataset.layer });
    });
    const here = choice.query(toIso);
    document.querySelectorAll("a[hreflang]").forEach((link) => {
      link.search = here;
    });
    document.querySelectorAll(".views a").forEach((link) => mark(link, inOrder(link.search) === inOrder(here)));
  }

  mapTitle() {
    const { title, layers } = this.words.map;
    return title.replace("{layer}", layers[this.choice.layer]).replace("{day}", inWords(this.choice.on));
  }

  mapDescription() {
    const keys = this.legendKeys().filter((key) => this.counts.get(key));
    return keys.map((key) => `${this.words.classes[key]}: ${this.counts.get(key)}`).join("; ");
  }

  writeCard(element, index, now) {
    const { facts, words } = this;
    const head = document.createElement("strong");
    head.textContent = facts.names[index];
    const place = document.createElement("div");
    place.textContent = `${facts.codes[index]} · ${facts.counties[facts.county[index]]}`;
    const lines = [
      words.classes[now.statuses[index]],
      `${words.card.providers}: ${number(now.providers[index])}`,
      words.phases[facts.phase[index]] ?? "",
    ].filter(Boolean);
    element.append(head, place, ...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line })));
  }

  hint(why) {
    write(this.hintHost, this.words.hints[why] ?? "");
    this.hintHost.hidden = !this.hintHost.textContent;
    clearTimeout(this.hinting);
    this.hinting = setTimeout(() => {
      this.hintHost.hidden = true;
    }, 2_500);
  }

  open(code) {
    location.assign(this.facts.urls.municipality.replace("0000", code) + this.choice.carried(toIso));
  }

  pictureWords(keys, scope) {
    const counts = this.#counts(keys, scope);
    return {
      title: this.mapTitle(),
      subtitle: this.heading.textContent,
      legend: this.legendKeys().map((key) => ({ key, label: this.words.classes[key], count: counts.get(key) ?? 0 })),
      footer: [
        document.querySelector(".sources").textContent.replace(/\s+/g, " ").trim(),
        location.href,
      ],
    };
  }
}

// Leads a link somewhere; a link to nowhere is words.
function aim(link, address) {
  if (address === null) link.removeAttribute("href");
  else link.href = address;
}

function mark(link, isHere) {
  if (isHere) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

// What a query asks for, whatever the order in which it does.
function inOrder(query) {
  const asked = new URLSearchParams(query);
  asked.sort();
  return asked.toString();
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
