// The form of filters, and the choice it stands for: kept equal, both ways.

import { MANY } from "./choice.js";

export class FilterForm {
  // changed(name): the choice has changed; recount(): it has to be counted anew by the server.
  constructor(form, choice, { changed, recount }) {
    Object.assign(this, { form, choice });
    // A day that asks for another page is taken when it is finished, not while its parts are being typed.
    const asOf = form.elements.as_of;
    const finish = () => {
      if (asOf.value !== choice.counting.as_of && asOf.checkValidity()) this.#read(asOf, changed, recount);
    };
    asOf.addEventListener("blur", finish);
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("formaction")) return; // to another page, with the choice as it is
      event.preventDefault();
      finish();
    });
    form.addEventListener("input", (event) => event.target.name === "q" && this.#read(event.target, changed, recount));
    form.addEventListener("change", ({ target }) => target.type !== "date" && this.#read(target, changed, recount));
    document.querySelectorAll(`[form="${form.id}"]:not([type="date"])`).forEach((control) => {
      control.addEventListener("change", (event) => {
        event.stopPropagation();
        this.#read(control, changed, recount);
      });
    });
  }

  #read({ name, value }, changed, recount) {
    if (name in this.choice.counting) {
      this.choice.counting[name] = value;
      recount(name);
      return;
    }
    if (name === "area") this.choice.many.area = value ? [value] : [];
    else if (MANY.includes(name)) this.choice.many[name] = this.#checked(name);
    else this.choice[name] = value;
    changed();
  }

  #checked(name) {
    return [...this.form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
  }

  // Writes the choice into the form, after the legend, a link or the back button has changed it.
  show() {
    const { choice, form } = this;
    MANY.filter((name) => name !== "area").forEach((name) => {
      form.querySelectorAll(`input[name="${name}"]`).forEach((box) => {
        box.checked = choice.many[name].includes(box.value);
      });
      const count = form.querySelector(`[data-count="${name}"]`);
      if (count) count.textContent = choice.many[name].length ? `(${choice.many[name].length})` : "";
    });
    form.elements.area.value = choice.many.area[0] ?? "";
    form.elements.definition.value = choice.definition;
    form.elements.rural.value = choice.rural;
    form.elements.layer.value = choice.layer;
    form.elements.sort.value = choice.sort;
    if (form.elements.q.value !== choice.q) form.elements.q.value = choice.q;
    Object.entries(choice.counting).forEach(([name, value]) => {
      if (form.elements[name]) form.elements[name].value = value;
    });
  }
}
