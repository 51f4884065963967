// Sends the forms of the workspace without leaving the page, and puts the parts of the answer in place. What somebody
// has typed elsewhere and not saved yet stays as it is. Without this the same forms post and come back as a page.

import { steadily } from "./plan-steady.js";

const PAUSE = 400; // milliseconds without another save

export class Saver {
  // root: the workspace; words: texts for what goes wrong; swapped(form, ok): parts have been replaced.
  constructor(root, words, swapped) {
    Object.assign(this, { root, words, swapped, asked: new WeakMap() });
    root.addEventListener("submit", (event) => this.#onSubmit(event));
    root.addEventListener("change", (event) => this.#onDay(event));
    root.addEventListener("input", ({ target }) => this.#mark(target));
    window.addEventListener("beforeunload", (event) => this.#unsaved().length && !this.leaving && event.preventDefault());
  }

  #onSubmit(event) {
    const form = event.target;
    if (!form.matches("[data-swap]")) {
      this.leaving = form.method === "post";
      return;
    }
    event.preventDefault();
    this.#send(form, event.submitter);
  }

  async #send(form, submitter) {
    if (this.root.getAttribute("aria-busy") === "true") return;
    this.root.setAttribute("aria-busy", "true");
    const answer = await this.#ask(form, new FormData(form, submitter));
    this.root.removeAttribute("aria-busy");
    if (!answer.page) {
      this.say(answer.fault);
      return;
    }
    const focused = document.activeElement?.id;
    const part = form.closest("[data-part]")?.dataset.part;
    steadily(this.root, () => {
      this.#swap(answer.page, form, answer.ok);
      this.swapped(form, answer.ok);
    });
    this.#focus(focused, answer, [form.id.replace("form-", ""), part]);
    if (answer.ok) this.#askOutcome();
  }

  async #ask(form, body) {
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { "X-Plan-Parts": "1" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (page.querySelector('[data-part="strip"]')) return { page, ok: response.ok };
      if (response.status === 503) return { fault: this.words.busy };
      return { fault: response.redirected ? this.words.signedOut : this.words.failed };
    } catch {
      return { fault: this.words.failed };
    }
  }

  // What the plan changes in coverage takes the server longer than the rest: it comes when the editor pauses.
  async #askOutcome() {
    const old = this.root.querySelector('[data-part="outcome"]');
    const turn = (this.turn = (this.turn ?? 0) + 1);
    old.setAttribute("aria-busy", "true");
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (this.turn !== turn) return;
    try {
      const response = await fetch(old.dataset.url);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector('[data-part="outcome"]');
      if (fresh && this.turn === turn) steadily(this.root, () => this.root.querySelector('[data-part="outcome"]').replaceWith(document.adoptNode(fresh)));
    } catch {
      old.hidden = true; // no figures rather than old ones
    }
  }

  say(words) { this.root.querySelector("[data-said]").textContent = words; }

  // Asks what the rules suggest for the days as they are typed; nothing is saved.
  async #onDay({ target }) {
    const form = target.form;
    if (target.type !== "date" || !form?.matches("[data-suggests]")) return;
    const turn = (this.asked.get(form) ?? 0) + 1;
    this.asked.set(form, turn);
    const body = new FormData(form);
    body.set("use", "none");
    const { page } = await this.#ask(form, body);
    if (!page || this.asked.get(form) !== turn) return;
    const line = target.closest("tbody");
    const fresh = page.getElementById(line.id);
    for (const place of line.querySelectorAll("[data-suggestion]")) {
      const told = fresh?.querySelector(`[data-suggestion="${place.dataset.suggestion}"]`);
      if (told) place.replaceWith(told);
    }
    line.querySelector(".grid-save")?.replaceWith(fresh.querySelector(".grid-save"));
  }

  #mark(target) {
    const line = target.closest("tbody[data-phase]");
    line?.classList.toggle("is-changed", isChanged(line));
  }

  #unsaved() {
    return [...this.root.querySelectorAll("tbody[data-phase]")].filter((line) => isChanged(line) || line.matches(".is-unsaved"));
  }

  #swap(page, form, ok) {
    const open = new Set([...this.root.querySelectorAll("details[data-keep][open]")].map((each) => each.dataset.keep));
    const sent = form.id.replace("form-", "");
    const kept = this.#unsaved().filter((line) => line.id !== sent);
    for (const fresh of page.querySelectorAll("[data-part]")) {
      const old = document.querySelector(`[data-part="${fresh.dataset.part}"]`);
      if (!old || (KEPT_WHILE_TYPED.includes(fresh.dataset.part) && !old.contains(form) && isChanged(old))) continue;
      old.replaceWith(document.adoptNode(fresh));
    }
    for (const line of kept) document.getElementById(line.id)?.replaceWith(line);
    for (const each of this.root.querySelectorAll("details[data-keep]")) {
      if (open.has(each.dataset.keep) && !(ok && each.dataset.keep.startsWith("step-"))) each.open = true;
    }
  }

  // The reader goes on where they were; what went wrong is brought into view: in what was sent, before what is unsaved
  // elsewhere. sent: the line or form, and the part, that the reader sent.
  #focus(id, { ok }, [sent, part]) {
    const places = [document.getElementById(sent), this.root.querySelector(`[data-part="${part}"]`), this.root];
    const fault = ok ? null : places.map((place) => place?.querySelector(FAULTS)).find(Boolean);
    if (fault) {
      if (!fault.matches("input, select, textarea")) fault.tabIndex = -1;
      fault.focus({ preventScroll: true });
      fault.scrollIntoView({ block: "center" });
    } else if (id) document.getElementById(id)?.focus({ preventScroll: true });
  }
}

const FAULTS = '.conflict, [aria-invalid="true"], .fault';
const KEPT_WHILE_TYPED = ["paste", "providers"];

// Whether anything in a part of the page is not as the server sent it. In a phase's line only the phase's own fields
// count: the weeks to move it by are asked for, not edited.
function isChanged(part) {
  const own = part.querySelector("form[data-suggests]");
  return [...part.querySelectorAll("input, textarea")].filter((each) => !own || each.form === own).some((each) =>
    each.type === "checkbox" || each.type === "radio" ? each.checked !== each.defaultChecked
      : each.type !== "hidden" && each.value !== each.defaultValue);
}
