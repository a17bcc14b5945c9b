/* Lines of equal loss that follow the sliders of the figure above them: its formulas give the numbers, and the lines and
   steps are found as publish/figures/contour.py finds them. */

const [LEFT, RIGHT, TOP, BOTTOM] = [56, 546, 30, 330];
const [CELLS, LINES, STEPS, FIRST] = [36, 9, 12, 0.1];
const STARTS = [
  [0.85, 0.8],
  [0.15, 0.8],
  [0.8, 0.2],
  [0.2, 0.2],
  [0.7, 0.6],
];
const NAMESPACE = "http://www.w3.org/2000/svg";

for (const svg of document.querySelectorAll("svg[data-over]")) {
  const figure = document.querySelector("lg-figure");
  if (!figure?.of) continue;
  const [[left, right], [name, low, high]] = [figure.of.range, JSON.parse(svg.dataset.over)];
  const place = figure.of.names.indexOf(name);
  const [wide, tall] = [right - left, high - low];
  const x = (u) => (LEFT + ((u - left) / wide) * (RIGHT - LEFT)).toFixed(1);
  const y = (v) => (BOTTOM - ((v - low) / tall) * (BOTTOM - TOP)).toFixed(1);
  const at = (u, v) => {
    const before = figure.values;
    figure.values = before.map((value, n) => (n === place ? v : value));
    const [loss, slope] = figure.run(u);
    figure.values = before;
    return [loss, slope];
  };
  const put = (tag, kind, attributes) => {
    const element = document.createElementNS(NAMESPACE, tag);
    if (kind) element.setAttribute("class", kind);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    svg.querySelector(".lg-axes").before(element);
  };

  /* The line between the corners of each cell on which the loss is this much. */
  const line = (grid, level) => {
    let d = "";
    for (let j = 0; j < CELLS; j += 1)
      for (let i = 0; i < CELLS; i += 1) {
        const around = [grid[j][i], grid[j][i + 1], grid[j + 1][i + 1], grid[j + 1][i]];
        if (!around.every(([, , v]) => Number.isFinite(v))) continue;
        let crossed = [];
        for (const [n, [u, w, v]] of around.entries()) {
          const [p, q, r] = around[(n + 1) % 4];
          if (v > level === r > level) continue;
          const share = (level - v) / (r - v);
          crossed.push(`${x(u + share * (p - u))} ${y(w + share * (q - w))}`);
        }
        const middle = around.reduce((total, [, , v]) => total + v, 0) / 4 > level;
        if (crossed.length === 4 && around[0][2] > level !== middle) crossed = [crossed[3], ...crossed.slice(0, 3)];
        for (let n = 0; n < crossed.length; n += 2) d += `M${crossed[n]}L${crossed[n + 1]}`;
      }
    return d;
  };
  const slopes = (u, v) => [at(u, v)[1], (at(u, v + tall * 1e-5)[0] - at(u, v - tall * 1e-5)[0]) / (tall * 2e-5)];
  const walk = () => {
    for (const [share, rise] of STARTS) {
      let [u, v] = [left + share * wide, low + rise * tall];
      const first = slopes(u, v);
      const length = Math.hypot(first[0] / wide, first[1] / tall);
      if (!(length > 0 && length < Infinity)) continue;
      const found = [];
      for (let before = Infinity; found.length <= STEPS; ) {
        const [loss] = at(u, v);
        const inside = left <= u && u <= right && low <= v && v <= high;
        if (!inside || !(loss < before)) break;
        found.push([x(u), y(v)]);
        const [one, two] = slopes(u, v);
        [before, u, v] = [loss, u - (FIRST / length) * one, v - (FIRST / length) * two];
      }
      return found;
    }
    return [];
  };
  const draw = () => {
    const steps = Array.from({ length: CELLS + 1 }, (_, i) => i / CELLS);
    const grid = steps.map((j) => steps.map((i) => [left + i * wide, low + j * tall, at(left + i * wide, low + j * tall)[0]]));
    const known = grid.flat().map(([, , v]) => v).filter(Number.isFinite).sort((a, b) => a - b);
    for (const old of svg.querySelectorAll(".lg-level-line, .lg-walk, circle")) old.remove();
    if (!known.length) return;
    const levels = Array.from({ length: LINES }, (_, n) => known[Math.floor(((n + 0.5) / LINES) * (known.length - 1))]);
    for (const [n, level] of [...new Set(levels)].entries()) put("path", "lg-level-line", { d: line(grid, level), style: `--height: ${n}` });
    const found = walk();
    if (found.length > 1) put("path", "lg-walk", { d: `M${found.map((spot) => spot.join(" ")).join("L")}` });
    for (const [n, [cx, cy]] of found.entries()) put("circle", "", { cx, cy, r: n ? 3 : 5 });
    svg.querySelector("desc").textContent = `The least of ${known.length} values is ${+known[0].toPrecision(3)}.`;
  };
  let waits = 0;
  figure.addEventListener("input", () => {
    cancelAnimationFrame(waits);
    waits = requestAnimationFrame(draw);
  });
}
