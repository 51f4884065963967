// What the bare pages share: the class of each municipality on a day, on a layer, within a county; and their controls.
// `facts` is written before it by `bare_pages.py`.

const at = (changes, day) => {
  let number = 0;
  for (let index = 0; index < changes.length && changes[index] <= day; index += 2) number = changes[index + 1];
  return number;
};
const layers = {
  coverage: (day) => facts.changes.map((changes) => {
    const number = at(changes, day);
    return ["none", "one", "two", "few", "few"][number] ?? "many";
  }),
  status: (day) => {
    const now = facts.patterns.map((pattern) => pattern.findLast(([since]) => since === null || since <= day)[1]);
    return facts.of.map((pattern) => now[pattern]);
  },
};
const chosen = { day: facts.day, layer: "coverage", county: "" };
const shown = () => layers[chosen.layer](chosen.day).map((key, index) => (
  chosen.county && facts.counties[index] !== chosen.county ? "left out" : key
));
const listen = (paint) => {
  const take = (change) => {
    Object.assign(chosen, change);
    paint(shown());
  };
  document.getElementById("day").addEventListener("input", (event) => take({ day: Number(event.target.value) }));
  document.getElementById("county").addEventListener("change", (event) => take({ county: event.target.value }));
  document.querySelectorAll("[data-layer]").forEach((button) => {
    button.addEventListener("click", () => take({ layer: button.dataset.layer }));
  });
};
