// Keeps what the reader looks at where it is, while the page above it grows or shrinks.

const LINE = 0.4; // how far down the window the reader is taken to look

// Makes a change to the page without moving what the reader looks at; what the parts of it are called outlives the change.
export function steadily(root, change) {
  const looked = lookedAt(root);
  const before = looked?.getBoundingClientRect().top;
  change();
  const now = looked && document.getElementById(looked.id);
  if (now) window.scrollBy({ top: now.getBoundingClientRect().top - before, behavior: "instant" });
}

// The innermost named part of the page that lies across the line; none while the reader is at the top.
function lookedAt(root) {
  const line = window.innerHeight * LINE;
  return [...root.querySelectorAll("section[id], tbody[id]")].findLast((part) => {
    const { top, bottom } = part.getBoundingClientRect();
    return top <= line && bottom >= line;
  });
}
