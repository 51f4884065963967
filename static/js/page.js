// What every page does: change between light and dark. The choice is kept in a cookie, so that the server sends the page
// in the right colours from the start.

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
