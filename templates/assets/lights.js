/* The backward pass, line by line: the line that is pointed at, has the focus or is being read lights its part of the
   diagram, which stays in sight beside the derivation. */

for (const first of document.querySelectorAll(".lg-derive:has([data-lit])")) {
  if (first.closest(".lg-lit-range")) continue;
  const before = (one) => one.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING;
  const drawing = [...document.querySelectorAll("svg.lg-net")].filter(before).at(-1);
  if (!drawing) continue;
  const range = document.createElement("div");
  range.className = "lg-lit-range";
  first.before(range);
  while (range.nextElementSibling?.matches(".lg-derive")) range.append(range.nextElementSibling);
  const place = document.createElement("div"); // keeps the room of the drawing while that follows the reader
  const frame = place.appendChild(document.createElement("div"));
  frame.className = "lg-lit";
  drawing.replaceWith(place);
  frame.append(drawing);

  const lines = [...range.querySelectorAll("[data-lit]")];
  const light = (line) => {
    const lit = new Set(line ? line.dataset.lit.split(" ") : []);
    for (const each of lines) each.classList.toggle("lg-on", each === line);
    drawing.classList.toggle("lg-following", lit.size > 0);
    for (const shape of drawing.querySelectorAll("[data-n]")) shape.classList.toggle("lg-on", lit.has(shape.dataset.n));
    for (const edge of drawing.querySelectorAll("[data-ends]"))
      edge.classList.toggle("lg-on", edge.matches(".lg-hi") && edge.dataset.ends.split(" ").every((n) => lit.has(n)));
  };
  const follow = ({ left, width, top, bottom }) => {
    const follows = place.getBoundingClientRect().bottom < 48 && top < innerHeight / 2 && bottom > innerHeight / 4;
    if (follows === frame.classList.contains("lg-stuck")) return;
    place.style.height = follows ? `${place.offsetHeight}px` : "";
    frame.style.left = follows ? `${left}px` : "";
    frame.style.width = follows ? `${width}px` : "";
    frame.classList.toggle("lg-stuck", follows);
  };
  let held = null;
  const read = () => {
    const around = range.getBoundingClientRect();
    const { top, bottom } = around;
    follow(around);
    if (held) return;
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
