// Names for the admin's search fields: what Select2 puts in the place of a list has no name of its own.

function nameOf(select) {
  return document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.replace(/:?\s*$/, "").trim();
}

function nameFields() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = nameOf(select);
    const box = select.parentElement.querySelector(".select2-selection");
    if (!name || !box) continue;
    for (const part of [box, ...box.querySelectorAll("[role=textbox]")]) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
  }
}

// Select2 comes some time after the page, and again with every row that is added.
new MutationObserver(nameFields).observe(document.body, { childList: true, subtree: true });
nameFields();
