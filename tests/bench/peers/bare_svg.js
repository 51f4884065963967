// The map that stands in the page, coloured anew by class. Stands after `bare_map.js`.

const paths = facts.codes.map((code) => document.querySelector(`.municipalities > [data-code="${code}"]`));
listen((keys) => keys.forEach((key, index) => paths[index].setAttribute("class", key === "left out" ? "left-out" : `c-${key}`)));
