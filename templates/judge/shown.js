/* What a page shows of an answer beside its words: the point at which a claim fails, in the figure; formulas, typeset. */

const NAMESPACE = "http://www.w3.org/2000/svg";
const [LEFT, RIGHT] = [56, 546];
const [TOP, BOTTOM] = [244, 338]; // of the gradient's panel
const APART = 22; // labels closer than this would run into each other
const said = (v) => String(+v.toPrecision(3)).replaceAll("-", "−");

function drawn(tag, kind, attributes, text = "") {
  const element = document.createElementNS(NAMESPACE, tag);
  element.setAttribute("class", `lg-claimed ${kind}`);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

/* Set a figure to the point at which a claim fails, and draw what was claimed; false where the figure cannot show it:
   it shows another variable, or another part of it, or lets other numbers stay as they are. What moves next takes it away. */
export function mark(figure, { point, components, claimed, true: truth }, kind) {
  const { names, range, limits } = figure.of;
  const [at, place] = [point[names[0]], components.indexOf(names[0])];
  const [slope, given] = [truth[place], claimed[place]];
  const isKnown = Object.keys(point).every((name) => names.includes(name));
  if (!isKnown || !(range[0] <= at && at <= range[1]) || !Number.isFinite(slope)) return false;
  const before = figure.values;
  figure.values = before.map((value, n) => (n > 0 && names[n] in point ? point[names[n]] : value));
  const [value, found] = figure.run(at);
  const isSeen = limits[0][0] <= value && value <= limits[0][1];
  if (!isSeen || Math.abs(found - slope) > 1e-6 * Math.max(1, Math.abs(slope))) {
    figure.values = before;
    return false;
  }
  const sliders = figure.querySelectorAll(".lg-ctl input");
  for (const n of names.slice(1).keys()) {
    sliders[n].value = figure.values[n + 1];
    sliders[n].nextElementSibling.textContent = said(figure.values[n + 1]);
  }
  figure.moveTo(at);
  if (Number.isFinite(given)) drawClaim(figure, at, value, given, kind);
  return true;
}

function drawClaim(figure, at, value, claimed, kind) {
  const put = (...of) => figure.svg.insertBefore(drawn(...of), figure.handle);
  const [x, y, z] = [figure.x(at), figure.y(0, value), figure.y(1, claimed)];
  put("path", kind, { d: figure.tangent(x, y, claimed) });
  const isIn = TOP <= z && z <= BOTTOM;
  if (isIn) put("circle", kind, { cx: x, cy: z, r: 4.5 });
  const label = figure.svg.querySelector("text.lg-true");
  const taken = label ? +label.getAttribute("y") : Infinity;
  const beside = Math.min(Math.max(z, TOP), BOTTOM);
  const free = [beside - 8, beside + 18].filter((v) => v > TOP + 4 && v < BOTTOM - 2 && Math.abs(v - taken) >= APART);
  const isRight = free.length > 0 ? x < RIGHT - 126 : x < LEFT + 126;
  const where = { x: x + (isRight ? 8 : -8), y: free[0] ?? Math.min(beside + 18, BOTTOM - 4) };
  put("text", kind, { ...where, "text-anchor": isRight ? "start" : "end" }, `claimed ${said(claimed)}${isIn ? "" : z < TOP ? " ↑" : " ↓"}`);
  figure.live.textContent += ` Claimed there: ${said(claimed)}.`;
}

/* A formula of the judge's, as an element of the page. */
export function typeset(mathml) {
  return document.importNode(new DOMParser().parseFromString(mathml, "application/xml").documentElement, true);
}
