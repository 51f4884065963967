// What every page does: change between light and dark, and begin what may wait until the page has been seen.
// The choice of theme is kept in a cookie, so that the server sends the page in the right colours from the start.

const root = document.documentElement;
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

export function currentTheme() {
  const chosen = root.dataset.colorScheme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return systemIsDark.matches ? "dark" : "light";
}

function announce() {
  document.dispatchEvent(new CustomEvent("themechange", { detail: currentTheme() }));
}

function offer(button) {
  button.addEventListener("click", () => {
    root.dataset.colorScheme = currentTheme() === "dark" ? "light" : "dark";
    document.cookie = `theme=${root.dataset.colorScheme}; path=/; max-age=31536000; samesite=lax`;
    announce();
  });
}

systemIsDark.addEventListener("change", announce);
document.querySelectorAll("[data-theme-switch]").forEach(offer);

// The suggestions of the search field are fetched when somebody turns to it.
document.querySelectorAll("form[data-suggestions]").forEach((form) => {
  form.addEventListener("focusin", () => import("./search.js"), { once: true });
});

// When the page has been seen, its style is told, for what is laid out only then; and a script that is not needed to see
// the page comes with all that it asks for: until then nothing competes with the first picture, neither for the line nor
// for the processor.
const { after, asked, drawn } = document.getElementById("everything").dataset;
seen().then(() => {
  root.dataset.seen = "";
  if (after) begin(); // not awaited: that script imports this one
});

function begin() {
  if (asked) promise({ rel: "preload", href: asked, as: "fetch", crossOrigin: "anonymous" });
  for (const href of drawn.split(" ").filter(Boolean)) {
    const as = href.endsWith(".js") ? "script" : "fetch";
    promise({ rel: "preload", href, as, crossOrigin: as === "fetch" ? "anonymous" : null, fetchPriority: "low" });
  }
  return import(after);
}

function promise(link) { document.head.append(Object.assign(document.createElement("link"), link)); }

function seen() {
  if (!PerformanceObserver.supportedEntryTypes.includes("paint")) return new Promise(requestAnimationFrame);
  return new Promise((resolve) => {
    new PerformanceObserver((_entries, observer) => {
      observer.disconnect();
      resolve();
    }).observe({ type: "paint", buffered: true });
  });
}
