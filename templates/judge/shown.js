/* What a page shows of an answer beside its words: the point at which a claim fails, in the figure; formulas, typeset. */

const NAMESPACE = "http://www.w3.org/2000/svg";
const [LEFT, RIGHT] = [56, 546];
const PANELS = [
  [30, 204],
  [244, 338],
]; // the loss, and its gradient
const APART = 22; // labels closer than this would run into each other
const said = (v) => String(+v.toPrecision(3)).replaceAll("-", "−").replace("e+", "e");

function drawn(tag, kind, attributes, text = "") {
  const element = document.createElementNS(NAMESPACE, tag);
  element.setAttribute("class", kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

/* Set a figure to the point at which a claim fails, and draw what was claimed; false where the figure cannot show it: it
   shows another variable, or the point names numbers that are no sliders of it. What moves next takes the claim away. */
export function mark(figure, { point, components, claimed, true: truth }, kind) {
  const { names, range } = figure.of;
  const [at, place] = [point[names[0]], components.indexOf(names[0])];
  const [slope, given] = [truth[place], claimed[place]];
  const isKnown = Object.keys(point).every((name) => names.includes(name));
  if (!isKnown || !(range[0] <= at && at <= range[1]) || !Number.isFinite(slope)) return false;
  const before = figure.values;
  figure.values = before.map((value, n) => (n > 0 && names[n] in point ? point[names[n]] : value));
  const [value, found] = figure.run(at);
  if (!Number.isFinite(value) || !(Math.abs(found - slope) <= 1e-4 * Math.max(1, Math.abs(slope)))) {
    figure.values = before; // what stands for a model in the figure is not what it is at the point
    return false;
  }
  const sliders = figure.querySelectorAll(".lg-ctl input");
  for (const n of names.slice(1).keys()) {
    sliders[n].value = figure.values[n + 1];
    sliders[n].nextElementSibling.textContent = said(figure.values[n + 1]);
  }
  const hasMoved = figure.values.some((v, n) => v !== before[n]);
  const isSeen = [value, slope].every((v, n) => figure.of.limits[n][0] <= v && v <= figure.of.limits[n][1]);
  if (hasMoved || !isSeen) reframe(figure, [[value], [slope, given]]);
  figure.moveTo(at);
  figure.dispatchEvent(new Event("input")); // lines of equal loss follow
  if (Number.isFinite(given)) drawClaim(figure, at, value, given, kind);
  return true;
}

function drawClaim(figure, at, value, claimed, kind) {
  const put = (tag, attributes, text) => figure.svg.insertBefore(drawn(tag, `lg-claimed ${kind}`, attributes, text), figure.handle);
  const [top, bottom] = PANELS[1];
  const [x, y, z] = [figure.x(at), figure.y(0, value), figure.y(1, claimed)];
  put("path", { d: figure.tangent(x, y, claimed) });
  const isIn = top <= z && z <= bottom;
  if (isIn) put("circle", { cx: x, cy: z, r: 4.5 });
  const other = figure.svg.querySelector("text.lg-true");
  const taken = other ? +other.getAttribute("y") : Infinity;
  const beside = Math.min(Math.max(z, top), bottom);
  const places = [beside - 8, beside + 18, taken - APART, taken + APART].filter(Number.isFinite);
  const cost = (v) => Math.abs(v - 5 - beside) + 99 * (Math.abs(v - taken) < APART) + 99 * (v < top - 6 || v > bottom - 4);
  const [where] = places.sort((a, b) => cost(a) - cost(b));
  const isRight = other ? other.getAttribute("text-anchor") === "start" : x < RIGHT - 126;
  const text = `claimed ${said(claimed)}${isIn ? "" : z < top ? " ↑" : " ↓"}`;
  put("text", { x: x + (isRight ? 8 : -8), y: where, "text-anchor": isRight ? "start" : "end" }, text);
  figure.live.textContent += ` Claimed there: ${said(claimed)}.`;
}

/* Other numbers make other curves: choose anew what both panels show, as publish/figures/drawing.py does, and the point. */
function reframe(figure, points) {
  const [low, high] = figure.of.range;
  const columns = Array.from({ length: 161 }, (_, i) => figure.run(low + ((high - low) * i) / 160));
  figure.of.limits = points.map((shown, n) => limits(columns.map((each) => each[n]), shown, n === 1));
  for (const old of figure.svg.querySelectorAll('text.lg-axis[text-anchor="end"]')) old.remove();
  for (const [n, axes] of figure.svg.querySelectorAll("path.lg-axes").entries()) {
    const [top, bottom] = PANELS[n];
    const up = ticks(...figure.of.limits[n], 5 - n).map((v) => [v, figure.y(n, v)]);
    const marks = [...ticks(low, high, 7).map((u) => `M${figure.x(u)} ${bottom}v5`), ...up.map(([, y]) => `M${LEFT} ${y}h-5`)];
    axes.setAttribute("d", `M${LEFT} ${top}V${bottom}H${RIGHT}${marks.join("")}`);
    for (const [v, y] of up) axes.after(drawn("text", "lg-axis", { x: LEFT - 9, y: y + 4.5, "text-anchor": "end" }, said(v)));
  }
}

/* The lowest and the highest value that is drawn: a curve that runs away is cut. */
function limits(values, [must, may], zero) {
  const known = values.filter(Number.isFinite).sort((a, b) => a - b);
  const few = Math.floor(0.1 * known.length);
  let [low, high] = [known[few], known.at(-1 - few)];
  const beyond = 0.5 * (high - low);
  [low, high] = beyond > 0 ? [Math.max(known[0], low - beyond), Math.min(known.at(-1), high + beyond)] : [known[0], known.at(-1)];
  if (zero || (0 < low && low < 0.3 * high)) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  [low, high] = [Math.min(low, must), Math.max(high, must)];
  const isNear = may > low - (high - low) && may < high + (high - low);
  if (isNear) [low, high] = [Math.min(low, may), Math.max(high, may)];
  const spare = 0.07 * (high - low) || 0.5 * Math.abs(high) || 1;
  return [low - spare, high + spare];
}

/* Round numbers between two, evenly spaced, as many as there may be. */
function ticks(low, high, most) {
  const power = 10 ** Math.floor(Math.log10((high - low) / most));
  for (const step of [power, 2 * power, 5 * power, 10 * power]) {
    const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
    if (last - first < most) return Array.from({ length: last - first + 1 }, (_, k) => +((first + k) * step).toPrecision(12));
  }
  return [];
}

/* A formula of the judge's, as an element of the page. */
export function typeset(mathml) {
  return document.importNode(new DOMParser().parseFromString(mathml, "application/xml").documentElement, true);
}
