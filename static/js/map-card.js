// The card beside the pointer: an element that the caller fills, kept inside the window, closed with Escape.

const GAP = 14; // pixels between pointer and card

export class HoverCard {
  // fill(element, code): writes what there is to say into the empty element; returns false to show nothing.
  constructor(fill) {
    this.fill = fill;
    this.code = null;
    this.element = document.createElement("div");
    this.element.className = "map-card";
    this.element.hidden = true;
    // The table beside the map says the same to those who do not point at things.
    this.element.setAttribute("aria-hidden", "true");
    document.body.append(this.element);
    this.onKey = (event) => event.key === "Escape" && this.hide();
    document.addEventListener("keydown", this.onKey);
  }

  show(code, x, y) {
    if (code !== this.code) this.#write(code);
    if (!this.element.hidden) this.#place(x, y);
  }

  hide() {
    this.code = null;
    this.element.hidden = true;
  }

  // Writes the card again where it is open: the day or the layer has changed under a resting pointer.
  refresh() {
    if (this.code !== null && !this.element.hidden) this.#write(this.code);
  }

  remove() {
    document.removeEventListener("keydown", this.onKey);
    this.element.remove();
  }

  #write(code) {
    this.code = code;
    this.element.replaceChildren();
    this.element.hidden = this.fill(this.element, code) === false;
    this.box = this.element.hidden ? null : this.element.getBoundingClientRect();
  }

  #place(x, y) {
    const { width, height } = this.box;
    const left = x + GAP + width > window.innerWidth ? x - GAP - width : x + GAP;
    const top = y + GAP + height > window.innerHeight ? y - GAP - height : y + GAP;
    this.element.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }
}

// The words of each municipality stand in the drawing; with script the card beside the pointer says them instead.
export function takeLabels(element) {
  const titles = [...element.querySelectorAll(".municipalities title")];
  return new Map(
    titles.map((title) => {
      const { code } = title.parentNode.dataset;
      title.remove();
      return [code, title.textContent];
    }),
  );
}
