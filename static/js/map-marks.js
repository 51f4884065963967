// What is drawn over the municipalities: the dots and rings that are the second sign of some classes, and the outlines
// of the municipality under the pointer and of the one chosen. Lives in the static map, in its coordinates.

const SVG = "http://www.w3.org/2000/svg";

export class Marks {
  // svg: the static map. codes: the order of the arrays that `paint` is given. classes: those of the palette.
  constructor(svg, { codes, classes }) {
    this.group = svg.querySelector(".signs");
    this.dots = readDots(svg, this.group, codes);
    this.signs = classes.filter((each) => each.mark === "ring" || each.mark === "dot");
    this.drawn = new Map();
    this.elements = this.#takeOver();
  }

  // keys: the class of each municipality, or null for one that shows no mark.
  paint(keys) {
    const dots = new Map(this.signs.map((each) => [each.key, []]));
    keys.forEach((key, index) => dots.get(key)?.push(this.dots[index]));
    for (const [key, parts] of dots) {
      const d = parts.join("");
      if (this.drawn.get(key) === d) continue;
      this.drawn.set(key, d);
      for (const element of this.elements.get(key)) element.setAttribute("d", d);
    }
  }

  // The server draws only the marks it needs: from here on every sign has its elements.
  #takeOver() {
    this.group.replaceChildren();
    return new Map(this.signs.map(({ key, mark }) => [key, this.#add(key, mark)]));
  }

  #add(key, mark) {
    const looks = mark === "ring" ? [mark, "core"] : [mark];
    return looks.map((look) => appendPath(this.group, `s s-${key} ${look}`));
  }
}

export class Outline {
  // svg: the static map; kind: "highlighted" or "selected" (see map.css).
  constructor(svg, kind) {
    this.parts = ["rim", "line"].map((part) => appendPath(svg, `outline ${part} ${kind}`));
  }

  draw(path) {
    const d = path?.getAttribute("d") ?? "";
    for (const part of this.parts) part.setAttribute("d", d);
  }
}

// Copies the static map's textures for the Plotly layer, whose unit is a pixel: moved and scaled so that the bands lie
// where the static map has them.
export class Textures {
  constructor(svg) {
    const patterns = [...svg.querySelectorAll("defs > pattern")];
    this.copies = patterns.map((pattern) => {
      const copy = pattern.cloneNode(true);
      copy.id = pattern.id.replace(/^[^-]+/, "plotted");
      pattern.after(copy);
      return { copy, turn: pattern.getAttribute("patternTransform") };
    });
  }

  fit({ x, y, scale }) {
    for (const { copy, turn } of this.copies) {
      copy.setAttribute("patternTransform", `translate(${x} ${y}) scale(${scale}) ${turn}`);
    }
  }
}

function appendPath(parent, className) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", className);
  parent.append(path);
  return path;
}

function readDots(svg, group, codes) {
  const points = group.dataset.points.split(" ");
  const paths = svg.querySelectorAll(".municipalities > path");
  const byCode = new Map([...paths].map((path, index) => [path.dataset.code, points[index]]));
  return codes.map((code) => `M${byCode.get(code)}h0`);
}
