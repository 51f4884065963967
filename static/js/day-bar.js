// The day bar: slider, steps, play, typed day, and ticks where the phases begin. Tells the page which day it is to be.

import { toIso, toNumber } from "./facts.js";

const DAYS_A_SECOND = 45;

export class DayBar {
  // change(day, {settled}): called for each new day; settled is false while it is still moving.
  constructor(element, { first, last, today, on, ticks, change }) {
    Object.assign(this, { element, first, last, today, on, change });
    this.slider = element.querySelector("#day");
    this.typed = element.querySelector("#on");
    this.player = element.querySelector("[data-play]");
    this.years = element.querySelector("[data-day-years]");
    Object.assign(this.slider, { min: first, max: last, value: on });
    this.#drawTicks(element.querySelector("[data-day-ticks]"), ticks);
    this.#drawYears();
    this.#markToday(element.querySelector("[data-day-now]"));
    this.#listen();
    this.show(on);
  }

  show(day) {
    this.on = day;
    this.slider.value = day;
    this.typed.value = toIso(day);
    this.slider.setAttribute("aria-valuetext", inWords(day));
  }

  go(day, { settled = true } = {}) {
    const inside = Math.min(Math.max(day, this.first), this.last);
    this.show(inside);
    this.change(inside, { settled });
  }

  play() {
    if (this.playing) return;
    this.#showPlaying(true);
    let start = null;
    const from = this.on >= this.last ? this.first : this.on;
    const step = (time) => {
      start ??= time;
      const day = from + Math.floor(((time - start) / 1000) * DAYS_A_SECOND);
      if (day !== this.on) this.go(day, { settled: false });
      if (day >= this.last) this.stop();
      else this.playing = requestAnimationFrame(step);
    };
    this.playing = requestAnimationFrame(step);
  }

  stop() {
    if (!this.playing) return;
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.#showPlaying(false);
    this.go(this.on);
  }

  #showPlaying(playing) {
    const { start, stop } = this.player.dataset;
    this.player.textContent = playing ? stop : start;
    this.player.setAttribute("aria-pressed", String(playing));
  }

  #listen() {
    this.slider.addEventListener("input", () => {
      this.#still();
      this.go(Number(this.slider.value), { settled: false });
    });
    this.slider.addEventListener("change", () => this.go(Number(this.slider.value)));
    this.typed.addEventListener("change", () => {
      this.#still();
      if (this.typed.value && this.typed.checkValidity()) this.go(toNumber(this.typed.value));
      else this.typed.reportValidity();
    });
    this.player.addEventListener("click", () => (this.playing ? this.stop() : this.play()));
    this.element.querySelector("[data-today]").addEventListener("click", () => this.#jump(this.today));
    this.element.querySelectorAll("[data-step]").forEach((button) => {
      button.addEventListener("click", () => this.#jump(this.on + Number(button.dataset.step)));
    });
  }

  #jump(day) {
    this.#still();
    this.go(day);
  }

  // Whoever takes hold of the bar has it.
  #still() {
    if (!this.playing) return;
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.#showPlaying(false);
  }

  #drawTicks(host, ticks) {
    ticks.forEach(({ day, label, short }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = short;
      button.title = `${label}: ${inWords(day)}`;
      button.setAttribute("aria-label", button.title);
      button.style.left = this.#share(day);
      button.addEventListener("click", () => this.#jump(day));
      host.append(button);
    });
    this.ticks = [...host.children];
    new ResizeObserver(() => this.#unclutter()).observe(host);
  }

  // A label gives way to the one before it; its tick and its name stay.
  #unclutter() {
    let reached = -Infinity;
    this.ticks.forEach((tick) => {
      const { left, right } = tick.getBoundingClientRect();
      tick.toggleAttribute("data-crowded", left < reached);
      if (left >= reached) reached = right;
    });
  }

  #drawYears() {
    for (let year = new Date(this.first * 86_400_000).getUTCFullYear(); ; year += 1) {
      const day = toNumber(`${year}-07-01`);
      if (day > this.last) break;
      const span = document.createElement("span");
      span.textContent = year;
      span.style.left = this.#share(day);
      this.years.append(span);
    }
  }

  // Where the plan goes on after today, the bar says where today is.
  #markToday(mark) {
    mark.hidden = this.today >= this.last;
    mark.style.left = this.#share(this.today);
  }

  #share(day) {
    return `${((day - this.first) / (this.last - this.first)) * 100}%`;
  }
}

const long = new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : "sv", {
  dateStyle: "long",
  timeZone: "UTC",
});

export function inWords(day) {
  return long.format(new Date(day * 86_400_000));
}
