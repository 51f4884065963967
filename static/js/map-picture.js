// The map as a picture of its own, SVG or PNG: what is on the screen now, with title, legend and sources written in it.
// Needs neither Plotly nor a style sheet; knows the palette and the static map's shapes.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const MARGIN = 40;
const MAP_HEIGHT = 1250;
const LINE = 24;
const KEY_LINE = 32; // the height of a row of the legend, which has two columns
const FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const PNG_SCALE = 2;

// map: { outlines, keys, shown, hidden, dots, borders, window }: the shapes with the class key of each, which of them
// are in the selection, classes switched off, label points, county borders, and the part of the country in view
// ({x, y, width, height} in the shapes' units). words: { title, subtitle, legend: [{key, label, count}], footer: [] }.
export function drawPicture(map, words, { palette, theme }) {
  const ground = palette.grounds[theme];
  const classes = new Map(palette.classes.map((each) => [each.key, { ...each, tone: each[theme] }]));
  const head = drawHead(words, ground);
  const legend = words.legend ?? [];
  const foot = wrap(words.footer ?? [], 105);
  const keys = head.height + 16;
  const top = keys + Math.ceil(legend.length / 2) * KEY_LINE + 16;
  const height = top + MAP_HEIGHT + foot.length * LINE + MARGIN;
  return [
    `<svg xmlns="${SVG}" width="${WIDTH}" height="${Math.round(height)}" viewBox="0 0 ${WIDTH} ${Math.round(height)}"`,
    ` font-family="${FONT}" role="img" aria-label="${escape(words.title)}">`,
    `<defs>${[...classes.values()].map(drawTexture).join("")}</defs>`,
    `<rect width="100%" height="100%" fill="${ground.page}"/>${head.text}`,
    drawMap(map, classes, ground, top),
    drawLegend(legend, classes, ground, keys),
    foot.map((line, index) => write(line, top + MAP_HEIGHT + (index + 1) * LINE, 16, ground)).join(""),
    "</svg>",
  ].join("");
}

export async function asBlob(svg, format) {
  const blob = new Blob([svg], { type: "image/svg+xml" });
  return format === "png" ? rasterise(blob) : blob;
}

function drawHead({ title, subtitle }, ground) {
  const titles = wrap([title], 50);
  const lines = wrap(subtitle ? [subtitle] : [], 95);
  const start = MARGIN + titles.length * 38;
  const text = [
    ...titles.map((line, index) => write(line, MARGIN + 24 + index * 38, 30, ground, ' font-weight="600"')),
    ...lines.map((line, index) => write(line, start + 18 + index * LINE, 18, ground)),
  ];
  return { text: text.join(""), height: start + lines.length * LINE };
}

function drawMap({ outlines, keys, shown, hidden, dots, borders, window }, classes, ground, top) {
  const unit = window.height / MAP_HEIGHT; // shape units a pixel
  const frame = `x="${MARGIN}" y="${top}" width="${WIDTH - 2 * MARGIN}" height="${MAP_HEIGHT}"`;
  const shapes = outlines.map((d, index) => {
    const each = classes.get(keys[index]);
    const fill = hidden.has(keys[index]) ? ground.land : fillOf(each);
    return `<path fill="${fill}"${shown[index] ? "" : ' fill-opacity=".2"'} d="${d}"/>`;
  });
  const signs = [...classes.values()].map((each) => {
    const d = dots.filter((_, index) => keys[index] === each.key && shown[index] && !hidden.has(each.key)).join("");
    return d && drawSign(each, d, unit);
  });
  return [
    `<svg ${frame} viewBox="${window.x} ${window.y} ${window.width} ${window.height}" overflow="hidden">`,
    `<g stroke="${ground.border}" stroke-width="${0.6 * unit}" stroke-linejoin="round">${shapes.join("")}</g>`,
    `<path fill="none" stroke="${ground.county}" stroke-width="${1.8 * unit}" stroke-linejoin="round" d="${borders}"/>`,
    `<g fill="none" stroke-linecap="round">${signs.join("")}</g></svg>`,
  ].join("");
}

function drawSign({ mark, tone }, d, unit) {
  if (mark === "dot") return `<path stroke="${tone.text}" stroke-width="${5 * unit}" d="${d}"/>`;
  if (mark !== "ring") return "";
  return ["text", "fill"].map((part, index) => (
    `<path stroke="${tone[part]}" stroke-width="${(index ? 5 : 9) * unit}" d="${d}"/>`
  )).join("");
}

function drawLegend(legend, classes, ground, top) {
  return legend.map(({ key, label, count }, index) => {
    const each = classes.get(key);
    const x = MARGIN + (index % 2) * (WIDTH / 2 - MARGIN);
    const y = top + Math.floor(index / 2) * KEY_LINE;
    const words = count === undefined ? label : `${label} (${count})`;
    return [
      `<rect x="${x}" y="${y}" width="28" height="22" rx="2" fill="${fillOf(each)}"/>`,
      `<text x="${x + 14}" y="${y + 16}" font-size="14" text-anchor="middle" fill="${each.tone.text}">`,
      `${escape(each.sign)}</text>${write(words, y + 17, 17, ground, "", x + 40)}`,
    ].join("");
  }).join("");
}

function drawTexture({ key, mark, tone }) {
  if (!tone.second) return "";
  const [period, band] = mark === "stripe" ? [32, 14] : [22, 6];
  return [
    `<pattern id="${key}" width="${period}" height="${period}" patternUnits="userSpaceOnUse"`,
    ` patternTransform="rotate(45)"><rect width="${period}" height="${period}" fill="${tone.fill}"/>`,
    `<path stroke="${tone.second}" stroke-width="${band}" d="M${period / 2} 0v${period}"/></pattern>`,
  ].join("");
}

function fillOf({ key, tone }) {
  return tone.second ? `url(#${key})` : tone.fill;
}

function write(words, y, size, ground, more = "", x = MARGIN) {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${ground.outline}"${more}>${escape(words)}</text>`;
}

function escape(words) {
  return String(words).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
}

// SVG text does not wrap: lines of at most `limit` characters, broken between words.
function wrap(paragraphs, limit) {
  return paragraphs.flatMap((paragraph) => {
    const lines = [""];
    for (const word of String(paragraph).split(/\s+/)) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (longer.length <= limit || !lines.at(-1)) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

async function rasterise(blob) {
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * PNG_SCALE;
    canvas.height = image.naturalHeight * PNG_SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((png) => (png ? resolve(png) : reject(new Error("the picture could not be made"))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
