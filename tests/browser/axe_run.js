// What axe finds in the page, in the hands of `axe.py`: only the rules that are broken, and where.
//
// To look at every row of a long table costs seconds and finds what the first row had shown. So of what is made alike
// only the first two and the last are looked at; and for their colours, of what looks alike.

const COLOURS = ["color-contrast", "link-in-text-block"];

// What decides how well an element's text is seen, besides what it stands upon.
const LOOKS = [
  "color", "background-color", "background-image", "opacity", "filter", "mix-blend-mode", "visibility", "position",
  "font-size", "font-weight", "text-shadow", "text-decoration-line", "-webkit-text-stroke-width",
];

const spared = (group) => group.slice(2, -1);
const kept = (group) => [...new Set([...group.slice(0, 2), group.at(-1)])];
const hasText = (node) => [...node.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());

// The elements in which nothing is to be found that the others do not have: siblings of the same elements with the same
// classes and attributes, with text in the same places.
function madeAlike(root) {
  const makes = new Map();
  const make = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeType === Node.TEXT_NODE && node.data.trim() ? "text" : "";
    if (!makes.has(node)) {
      const attributes = [...node.attributes].map(({ name, value }) => (name === "class" ? `.${value}` : name));
      makes.set(node, `${node.tagName}[${attributes}](${[...node.childNodes].map(make)})`);
    }
    return makes.get(node);
  };
  const alike = (host) => {
    const groups = [...Map.groupBy(host.children, make).values()];
    return groups.flatMap((group) => [...spared(group), ...kept(group).flatMap(alike)]);
  };
  return new Set(alike(root).flatMap((each) => [each, ...each.querySelectorAll("*")]));
}

// The elements whose text is seen as others' is: of the same tag and style, with or without text of their own, within
// others of which that is true.
function lookingAlike(root, out) {
  const numbers = new Map();
  const numbered = new Map();
  const look = (node, within) => {
    if (out.has(node)) return;
    const style = getComputedStyle(node);
    const own = [within, node.tagName, hasText(node), ...LOOKS.map((name) => style.getPropertyValue(name))].join("|");
    if (!numbers.has(own)) numbers.set(own, numbers.size);
    numbered.set(node, numbers.get(own));
    for (const child of node.children) look(child, numbered.get(node));
  };
  look(root, "");
  return new Set([...Map.groupBy(numbered.keys(), (node) => numbered.get(node)).values()].flatMap(spared));
}

// What axe is to leave out. It asks each element of a list of those whether it contains another, for every other and
// every rule: with hundreds in the list that takes longer than all else. So one is named, and answers for all.
function leftOut(out) {
  const [first] = out;
  if (!first) return document;
  first.contains = (node) => out.has(node);
  return { include: document, exclude: [first] };
}

// Has a rule pass over some elements.
function passOver(id, out) {
  const rule = axe._audit.rules.find((each) => each.id === id);
  rule.ownMatches ??= rule.matches;
  rule.matches = (node, ...others) => !out.has(node) && rule.ownMatches(node, ...others);
}

const alike = madeAlike(document.body);
const context = leftOut(alike);
const seen = lookingAlike(document.body, alike);
COLOURS.forEach((rule) => passOver(rule, seen));
const rules = onlyColours ? { runOnly: COLOURS } : {};
const { violations } = await axe.run(context, { resultTypes: ["violations"], preload: false, ...rules });
context.exclude?.forEach((element) => delete element.contains);
return violations.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes.map((node) => node.target).slice(0, 3))}`);
