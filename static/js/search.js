// The search field of every page: suggestions while somebody types, by the keyboard pattern of comboboxes (ARIA APG):
// arrows move, Enter goes, Escape closes. Without this the same form leads to the page of what was found.

const PAUSE = 120; // milliseconds without another key

class Search {
  constructor(form) {
    this.field = form.querySelector("input");
    this.list = form.querySelector("[role=listbox]");
    this.status = form.querySelector("[role=status]");
    this.address = form.dataset.suggestions;
    this.turn = 0;
    this.field.addEventListener("input", () => this.later());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("focus", () => this.options.length && this.show());
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.hide());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  get active() {
    return this.options.find((option) => option.getAttribute("aria-selected") === "true");
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const turn = (this.turn += 1);
    const query = this.field.value.trim();
    const found = query ? await this.suggested(query) : [];
    if (turn !== this.turn) return; // another key was faster
    this.list.replaceChildren(...found.map(option));
    this.status.textContent = query ? this.status.dataset.words.replace("{number}", found.length) : "";
    if (found.length) this.show();
    else this.hide();
  }

  async suggested(query) {
    try {
      const answer = await fetch(`${this.address}?q=${encodeURIComponent(query)}`);
      return answer.ok ? (await answer.json()).found : [];
    } catch {
      return []; // the form still leads to the page
    }
  }

  show() {
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
  }

  hide() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.mark(undefined);
  }

  mark(chosen) {
    this.options.forEach((each) => each.setAttribute("aria-selected", String(each === chosen)));
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const { options, active } = this;
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.hide();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && options.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = active ? options.indexOf(active) : step > 0 ? -1 : options.length;
      this.show();
      this.mark(options[(from + step + options.length) % options.length]);
    } else if (event.key === "Enter" && active) {
      event.preventDefault();
      this.go(active);
    }
  }

  go(chosen) {
    if (chosen) window.location.assign(chosen.dataset.url);
  }
}

function option(each, index) {
  const item = document.createElement("li");
  item.id = `search-option-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.url = each.url;
  item.append(part("search-name", each.name), part("search-hint", [each.code, each.kind, each.hint].filter(Boolean).join(" · ")));
  return item;
}

function part(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}

document.querySelectorAll("form[data-suggestions]").forEach((form) => new Search(form));
