// The parts of a page that change together: taken from a page that has been fetched and put in the places of the old ones.
// What is open stays open, and the focus stays where it was.

const FOCUSABLE = "a[href], button, input, select, summary";

// next: the fetched document. also: selectors of single elements outside the parts that change with them.
export function replaceParts(next, also = []) {
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = next.getElementById(part.id);
    if (fresh) replace(part, document.adoptNode(fresh));
  }
  for (const selector of also) {
    const [old, fresh] = [document.querySelector(selector), next.querySelector(selector)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
  document.title = next.title;
}

function replace(part, fresh) {
  for (const fold of part.querySelectorAll("details[id]")) {
    const same = fresh.querySelector(`#${fold.id}`);
    if (same) same.open = fold.open;
  }
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && [...part.querySelectorAll(FOCUSABLE)].indexOf(focused);
  part.replaceWith(fresh);
  if (!focused) return;
  const same = focused.id ? fresh.querySelector(`#${focused.id}`) : fresh.querySelectorAll(FOCUSABLE)[place];
  same?.focus({ preventScroll: true });
}
