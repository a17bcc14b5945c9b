/* A figure that moves: the point is dragged, numbers have sliders, and gradient descent walks down the curve.

   The formulas are instructions of derivations/publish/figures/program.py: each an operation of the table, that
   of operations.py, and where its operands are. */

const sum = (...u) => u.reduce((a, b) => a + b);
const shifted = (x, term) => {
  let total = 0;
  for (; x < 8; x += 1) total += term(x);
  return [x, total];
};
const erf = (x) => {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let total = x;
  for (let n = 1; n < 150; n += 1) total += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
};
const lgamma = (y) => {
  const [x, less] = shifted(y, Math.log);
  const q = 1 / (x * x);
  const series = (1 / 12 - q * (1 / 360 - q * (1 / 1260 - q * (1 / 1680 - q / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - less;
};
const OPERATIONS = {
  "+": sum,
  "*": (...u) => u.reduce((a, b) => a * b),
  "^": Math.pow,
  step: (u) => +(u > 0),
  pos: (u) => Math.max(u, 0),
  clip: (u, low, high) => Math.min(Math.max(u, low), high),
  sigma: (z) => 1 / (1 + Math.exp(-z)),
  softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  erf,
  Phi: (z) => (1 + erf(z / Math.SQRT2)) / 2,
  phi: (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI),
  lgamma,
  digamma: (y) => {
    const [x, less] = shifted(y, (v) => 1 / v);
    const q = 1 / (x * x);
    return Math.log(x) - 0.5 / x - q * (1 / 12 - q * (1 / 120 - q * (1 / 252 - q / 240))) - less;
  },
  trigamma: (y) => {
    const [x, more] = shifted(y, (v) => 1 / (v * v));
    const q = 1 / (x * x);
    return more + 1 / x + q / 2 + (q / x) * (1 / 6 - q * (1 / 30 - q * (1 / 42 - q * (1 / 30 - (q * 5) / 66))));
  },
  besseli: (order, x) => {
    let term = (x / 2) ** order / Math.exp(lgamma(order + 1));
    let total = term;
    for (let k = 1; k < 60; k += 1) total += term *= (x * x) / 4 / (k * (k + order));
    return total;
  },
  "<": (u, v) => +(u < v),
  "<=": (u, v) => +(u <= v),
  "==": (u, v) => +(u === v),
  "?": (...flat) => {
    for (let i = 0; i + 1 < flat.length; i += 2) if (flat[i]) return flat[i + 1];
    return flat.at(-1);
  },
  at: (place, ...cells) => cells[place - 1],
  argmax: (...u) => u.indexOf(Math.max(...u)) + 1,
  argmin: (...u) => u.indexOf(Math.min(...u)) + 1,
};
const LEFT = 56;
const RIGHT = 546;
const PANELS = [
  [30, 204],
  [244, 338],
];
const said = (v) => String(+v.toPrecision(3)).replaceAll("-", "−").replace("e+", "e");
const made = (tag, fields, ...inner) => {
  const element = Object.assign(document.createElement(tag), fields);
  element.append(...inner);
  return element;
};
const spelled = (text) => text.split(/_(\S+)/).map((piece, n) => (n % 2 ? made("sub", {}, piece) : piece));
const drawn = (tag, attributes, text = "") => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, typeof value === "number" ? Math.round(value * 10) / 10 : value);
  element.textContent = text;
  return element;
};

customElements.define(
  "lg-figure",
  class extends HTMLElement {
    connectedCallback() {
      if (this.of) return;
      this.of = JSON.parse(this.dataset.of);
      this.code = this.of.code.split(";").map((line) => {
        const [name, ...places] = line.split(" ");
        return places.length ? [OPERATIONS[name] ?? Math[name], places] : [+name];
      });
      this.svg = this.querySelector("svg");
      this.svg.setAttribute("role", "group");
      for (const [n, [top, bottom]] of PANELS.entries()) {
        const clip = drawn("clipPath", { id: `lg-clip-${n}` });
        clip.append(drawn("rect", { x: LEFT, y: top - 1, width: RIGHT - LEFT, height: bottom - top + 2 }));
        this.svg.append(clip);
      }
      for (const [n, curve] of this.svg.querySelectorAll(".lg-curve").entries())
        curve.setAttribute("clip-path", `url(#lg-clip-${n})`);
      this.values = [...this.of.values];
      this.addControls();
      this.addHandle();
      this.startOver();
    }

    /* Loss, gradient and switches at a place. */
    run(x) {
      const found = [x, ...this.values.slice(1)];
      for (const [operation, places] of this.code)
        found.push(places ? operation(...places.map((place) => found[place])) : operation);
      return this.of.out.map((place) => found[place]);
    }

    x(u) {
      const [low, high] = this.of.range;
      return LEFT + ((u - low) / (high - low)) * (RIGHT - LEFT);
    }

    y(n, v) {
      const [low, high] = this.of.limits[n];
      const [top, bottom] = PANELS[n];
      return Math.min(Math.max(bottom - ((v - low) / (high - low)) * (bottom - top), -2000), 2000);
    }

    addControls() {
      const { names, sliders, rate } = this.of;
      const box = made("div", { className: "lg-ctl" });
      const slider = (name, [min, max, step], value, moved) => {
        const input = made("input", { type: "range", min, max, step, value });
        const output = made("output", {}, said(value));
        box.append(made("label", {}, made("i", {}, ...spelled(name)), input, output));
        input.addEventListener("input", () => {
          output.textContent = said(+input.value);
          moved(+input.value);
        });
        return input;
      };
      for (const [n, range] of sliders.entries())
        slider(names[n + 1], range, this.values[n + 1], (value) => {
          this.values[n + 1] = value;
          this.walked();
        });
      this.rate = slider(`rate ${rate.name}`, [rate.step, rate.high, rate.step], rate.value, () => this.walked());
      const row = made("div", { className: "lg-actions" });
      const button = (text, act) => {
        row.append(made("button", { type: "button", className: "lg-btn", onclick: act }, text));
      };
      button("Step downhill", () => this.descend(1));
      button("Ten steps", () => this.descend(10));
      button("Start over", () => this.startOver());
      this.live = made("p", { className: "lg-live" });
      this.live.setAttribute("role", "status");
      this.append(box, row, this.live);
    }

    addHandle() {
      const [low, high] = this.of.range;
      this.handle = drawn("g", {
        class: "lg-handle",
        role: "slider",
        tabindex: 0,
        "aria-label": this.of.names[0].replace("_", " sub "),
        "aria-valuemin": String(low),
        "aria-valuemax": String(high),
      });
      this.handle.append(drawn("circle", { r: 14, class: "lg-reach" }), drawn("circle", { r: 5 }));
      this.svg.append(this.handle);
      this.handle.addEventListener("keydown", (event) => {
        const step = (high - low) / (event.shiftKey ? 10 : 100);
        const to = {
          ArrowRight: this.at + step,
          ArrowUp: this.at + step,
          ArrowLeft: this.at - step,
          ArrowDown: this.at - step,
          PageUp: this.at + (high - low) / 10,
          PageDown: this.at - (high - low) / 10,
          Home: low,
          End: high,
        }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        this.moveTo(to);
      });
      const follow = (event) => {
        const box = this.svg.getBoundingClientRect();
        const place = ((event.clientX - box.left) / box.width) * this.svg.viewBox.baseVal.width;
        this.moveTo(low + ((place - LEFT) / (RIGHT - LEFT)) * (high - low));
      };
      this.svg.addEventListener("pointerdown", (event) => {
        if (!this.handle.contains(event.target) && event.pointerType === "touch") return;
        event.preventDefault();
        this.handle.focus({ preventScroll: true });
        this.svg.setPointerCapture(event.pointerId);
        follow(event);
      });
      this.svg.addEventListener("pointermove", (event) => {
        if (this.svg.hasPointerCapture(event.pointerId)) follow(event);
      });
    }

    moveTo(x) {
      const [low, high] = this.of.range;
      this.at = Math.min(Math.max(x, low), high);
      this.walked();
    }

    startOver() {
      this.at = this.of.values[0];
      this.walked();
    }

    /* Steps of gradient descent from where the point is; it stops where there is no slope to follow. */
    descend(steps) {
      if (!this.walk.length) this.walk = [this.at];
      for (let n = 0; n < steps; n += 1) {
        const slope = this.run(this.at)[1];
        if (!Number.isFinite(slope) || !Number.isFinite(this.at)) break;
        this.at -= +this.rate.value * slope;
        this.walk.push(this.at);
      }
      this.draw();
    }

    walked() {
      this.walk = [];
      this.draw();
    }

    /* The places where a formula changes, and what happens there. */
    marks() {
      const [low, high] = this.of.range;
      const [wide, few] = [high - low, 160];
      const found = new Map();
      for (let i = 0, before = null; i < few; i += 1) {
        const x = low + (wide * (i + 0.5)) / few;
        const now = this.run(x).slice(2);
        if (before)
          for (const [n, v] of now.entries())
            if (before[n] * v < 0 || before[n] === 0) {
              let [a, b] = [x - wide / few, x];
              for (let half = 0; half < 40; half += 1) {
                const middle = (a + b) / 2;
                if (this.run(middle)[n + 2] * before[n] > 0) a = middle;
                else b = middle;
              }
              found.set(+b.toFixed(7), this.of.kinds[n]);
            }
        before = now;
      }
      return [...found]
        .sort(([a], [b]) => a - b)
        .map(([at, kind]) => {
          const ends = [-1, 1].map((side) => this.run(at + side * wide * 1e-6).slice(0, 2));
          const [jumps, kinks] = [0, 1].map((n) => {
            const [bottom, top] = this.of.limits[n];
            return Math.abs(ends[1][n] - ends[0][n]) > 1e-3 * (top - bottom);
          });
          const is = jumps ? "jump" : kinks ? "kink" : kind === "seam" ? kind : "";
          return { at, ends, kind: is, filled: is === "kink" && kind === "convex" && ends[1][1] > ends[0][1] };
        })
        .filter(({ kind, ends }) => kind && ends.flat().every(Number.isFinite));
    }

    draw() {
      const set = (name, d) => {
        const path = this.svg.querySelector(`path.${name}`);
        if (path) path.setAttribute("d", d);
        else if (d) this.svg.insertBefore(drawn("path", { class: name, d }), this.handle);
      };
      const marks = this.marks();
      this.drawCurves(marks);
      const line = ({ at }) => `M${this.x(at).toFixed(1)} ${PANELS[0][0]}V${PANELS[1][1]}`;
      const kinks = marks.filter(({ kind }) => kind !== "seam");
      set("lg-foot", kinks.map(line).join(""));
      set("lg-seam", marks.filter(({ kind }) => kind === "seam").map(line).join(""));
      const bar = ({ at, ends }) => `M${this.x(at)} ${this.y(1, ends[0][1])}V${this.y(1, ends[1][1])}`;
      set("lg-bar", kinks.filter(({ filled }) => filled).map(bar).join(""));
      for (const old of this.svg.querySelectorAll(".lg-ring, .lg-mark, .lg-step, .lg-dot, .lg-claimed, text.lg-true")) old.remove();
      const put = (element) => this.svg.insertBefore(element, this.handle);
      let last = LEFT + 10;
      for (const { at, ends, kind } of marks) {
        const cx = this.x(at);
        for (const [n, [top, bottom]] of kind === "seam" ? [] : PANELS.entries()) {
          if (n && this.of.said && ends[0][1] === ends[1][1]) continue;
          for (const cy of new Set(ends.map((end) => Math.round(this.y(n, end[n]) * 10) / 10)))
            if (cy >= top - 1 && cy <= bottom + 1) put(drawn("circle", { class: "lg-ring", cx, cy, r: 4 }));
        }
        if (cx - last < 29) continue;
        last = cx + 29;
        put(drawn("text", { class: "lg-mark", x: cx, y: PANELS[0][0] - 10, "text-anchor": "middle" }, kind));
      }
      this.drawPoint(set, put, kinks);
      this.tell(kinks);
    }

    drawCurves(marks) {
      const [low, high] = this.of.range;
      const wide = high - low;
      let xs = Array.from({ length: 201 }, (_, i) => low + (wide * i) / 200);
      for (const { at } of marks) xs = [...xs.filter((x) => Math.abs(x - at) > wide * 1e-6), at - wide * 1e-6, at + wide * 1e-6];
      const points = xs.sort((a, b) => a - b).map((x) => [x, ...this.run(x)]);
      this.lower = points.map(([u, , v]) => [this.x(u), this.y(1, v)]);
      this.empty = !points.some(([, v]) => Number.isFinite(v));
      for (const [n, curve] of this.svg.querySelectorAll(".lg-curve").entries()) {
        const breaks = marks.filter(({ kind }) => kind === "jump" || (n && kind === "kink")).map(({ at }) => at);
        let [d, before] = ["", null];
        for (const [x, ...both] of points) {
          const known = Number.isFinite(both[n]);
          const on = before !== null && !breaks.some((at) => before < at && at < x);
          if (known) d += `${on ? "L" : "M"}${this.x(x).toFixed(1)} ${this.y(n, both[n]).toFixed(1)}`;
          before = known ? x : null;
        }
        curve.setAttribute("d", d);
      }
    }

    /* A piece of the line through a place of the upper panel, within it. */
    tangent(x, y, slope) {
      const [[low, high], [bottom, top]] = [this.of.range, this.of.limits[0]];
      const [above, below] = PANELS[0];
      const rise = ((slope * (high - low)) / (top - bottom)) * ((above - below) / (RIGHT - LEFT));
      const room = Math.min(y - above, below - y) + 10;
      const share = Math.max(Math.min(84 / Math.hypot(1, rise), room / Math.abs(rise)), 0);
      return `M${x - share} ${y - share * rise}L${x + share} ${y + share * rise}`;
    }

    /* See beside.py. */
    room(x, y, width) {
      const [top, bottom] = PANELS[1];
      const spots = [-8, 18, -24, 34, -40, 50].flatMap((down) => [8, -8 - width].map((aside) => [x + aside, y + down]));
      const isFree = ([left, line]) =>
        left >= LEFT && left + width <= RIGHT && line >= top + 9 && line <= bottom - 4 &&
        !this.lower.some(([u, v], i, all) => {
          const [w, z] = all[i + 1] ?? [];
          return w > left && u < left + width && Math.min(v, z) < line + 4 && Math.max(v, z) > line - 13;
        });
      const [left, line] = spots.find(isFree) ?? spots[+(x > 400)];
      return left > x ? { x: left, y: line } : { x: x - 8, y: line, "text-anchor": "end" };
    }

    drawPoint(set, put, kinks) {
      const [value, slope] = this.run(this.at);
      const [x, y, z] = [this.x(this.at), this.y(0, value), this.y(1, slope)];
      const known = Number.isFinite(value) && x >= LEFT - 1 && x <= RIGHT + 1;
      const sloped = known && Number.isFinite(slope) && !kinks.some(({ at }) => at === this.at);
      const [low, high] = this.of.range;
      set("lg-true", sloped ? this.tangent(x, y, slope) : "");
      set("lg-drop", sloped ? `M${x} ${y}V${z}` : "");
      if (sloped) {
        put(drawn("circle", { class: "lg-dot", cx: x, cy: z, r: 4.5 }));
        const text = `${this.of.said ?? "slope"} ${said(slope)}`;
        put(drawn("text", { class: "lg-true", ...this.room(x, z, 7 * text.length) }, text));
      }
      const seen = this.walk.filter((u) => u >= low && u <= high && Number.isFinite(this.run(u)[0]));
      const spots = seen.map((u) => [this.x(u), this.y(0, this.run(u)[0])]);
      set("lg-walk", spots.length > 1 ? `M${spots.map((spot) => spot.join(" ")).join("L")}` : "");
      for (const [cx, cy] of spots.slice(0, -1)) put(drawn("circle", { class: "lg-step", cx, cy, r: 3 }));
      const to = [Math.min(Math.max(x, LEFT), RIGHT), known ? y : PANELS[0][1]];
      this.handle.setAttribute("transform", `translate(${to.map((u) => u.toFixed(1)).join(" ")})`);
      this.handle.setAttribute("aria-valuenow", +this.at.toPrecision(4));
      this.handle.setAttribute("aria-valuetext", this.there().replaceAll("_", " sub "));
    }

    there() {
      const [name] = this.of.names;
      const [value, slope] = this.run(this.at);
      if (!Number.isFinite(value)) return `${name} = ${said(this.at)}: ${this.of.loss} has no value there`;
      const tail = Number.isFinite(slope) ? `gradient ${said(slope)}` : "no gradient there";
      return `${name} = ${said(this.at)}, ${this.of.loss} = ${said(value)}, ${tail}`;
    }

    /* What happened. */
    tell(kinks) {
      const steps = this.walk.length - 1;
      const told = `${steps < 1 ? this.given() : `After ${steps} step${steps > 1 ? "s" : ""}: `}${this.there()}.${this.course(kinks)}`;
      this.live.replaceChildren(...spelled(this.empty ? "With these numbers there is no value anywhere in the figure." : told));
    }

    /* Which numbers are other than those of the caption. */
    given() {
      const moved = this.of.names.map((name, n) => [name, this.values[n], n && this.values[n] !== this.of.values[n]]);
      const told = moved.filter(([, , is]) => is).map(([name, value]) => `${name} = ${said(value)}`);
      return told.length ? `With ${told.join(" and ")}: ` : "";
    }

    course(kinks) {
      const [low, high] = this.of.range;
      const [before, now] = this.walk.slice(-2);
      if (now === undefined) return "";
      if (!Number.isFinite(now) || !Number.isFinite(this.run(now)[0])) return " The step led to where there is no value.";
      const further = Math.abs(this.run(now)[1]) > Math.abs(this.run(before)[1]) + 1e-9;
      const turned = this.run(now)[1] * this.run(before)[1] < 0;
      const over = kinks.some(({ at }) => (at - now) * (at - before) < 0);
      if (turned && over) return " It jumps to and fro over the kink: there the slope does not shrink.";
      if (turned && further) return " The rate is too large: each step jumps over the minimum, and further away.";
      if (now < low || now > high) return " The point has left the figure.";
      return turned ? " It has jumped over the minimum." : "";
    }
  },
);
