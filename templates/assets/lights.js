/* The backward pass, line by line: a copy of the diagram stays in sight beside the derivation, and the line that is
   pointed at, has the focus or is being read lights its part of the way. */

for (const first of document.querySelectorAll(".lg-derive:has([data-lit])")) {
  if (first.closest(".lg-lit-range")) continue;
  const drawings = [...document.querySelectorAll("svg.lg-net")];
  const before = (one) => one.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING;
  const drawing = drawings.filter((one) => before(one) && !one.closest(".lg-lit")).at(-1);
  if (!drawing) continue;
  const range = document.createElement("div");
  range.className = "lg-lit-range";
  first.before(range);
  const copy = range.appendChild(document.createElement("div"));
  copy.className = "lg-lit";
  copy.setAttribute("aria-hidden", "true");
  copy.append(drawing.cloneNode(true));
  while (range.nextElementSibling?.matches(".lg-derive")) range.append(range.nextElementSibling);

  const lines = [...range.querySelectorAll("[data-lit]")];
  const light = (line) => {
    const lit = new Set(line ? line.dataset.lit.split(" ") : []);
    for (const each of lines) each.classList.toggle("lg-on", each === line);
    for (const svg of [drawing, copy.firstElementChild]) {
      svg.classList.toggle("lg-following", lit.size > 0);
      for (const shape of svg.querySelectorAll("[data-n]")) shape.classList.toggle("lg-on", lit.has(shape.dataset.n));
      for (const edge of svg.querySelectorAll("[data-ends]"))
        edge.classList.toggle("lg-on", edge.matches(".lg-hi") && edge.dataset.ends.split(" ").every((n) => lit.has(n)));
    }
  };
  let held = null;
  const read = () => {
    if (held) return;
    const { top, bottom } = range.getBoundingClientRect();
    const eye = innerHeight * 0.45;
    if (top > eye || bottom < 0) return light(null);
    light(lines.filter((line) => line.getBoundingClientRect().top < eye).at(-1));
  };
  const hold = (event) => {
    held = event.target.closest("[data-lit]") ?? held;
    if (held) light(held);
  };
  const release = () => {
    held = null;
    read();
  };
  range.addEventListener("pointerover", hold);
  range.addEventListener("focusin", hold);
  range.addEventListener("pointerleave", release);
  range.addEventListener("focusout", release);
  addEventListener("scroll", read, { passive: true });
  read();
}
