/* What a symbol means, and what a rule says: shown beside it while it is pointed at, or reached with the keys.
   Meanings are those of the table of symbols; the statement of a rule is the title of its link. */

const meanings = new Map();

/* Formulas are compared by what stands in them, and how. */
function keyOf(element) {
  const inside = element.tagName.toLowerCase() === "mrow" ? [...element.children].map(keyOf).join("") : null;
  if (inside !== null) return inside;
  if (element.children.length === 0) return element.textContent;
  return `${element.tagName}(${[...element.children].map(keyOf)})`;
}

function row(table) {
  const [symbol, meaning] = [table.querySelector("th math"), table.querySelector("td")];
  if (!symbol || !meaning) return;
  const core = symbol.querySelector("semantics > mrow");
  meanings.set(keyOf(core), { symbol, meaning });
  // An array is listed without its indices, w for w_jk; a delta of any two indices as one of i and j.
  if (core.querySelector(":scope > msub") && core.querySelectorAll("msub > mrow > mi").length < 2) return;
  meanings.set(`base ${keyOf(core.querySelector(":scope > msub > :first-child") ?? core)}`, { symbol, meaning });
}

document.querySelectorAll(".lg-symbols tbody tr").forEach(row);

const tip = document.createElement("div");
tip.className = "lg-tip";
tip.id = "lg-tip";
tip.setAttribute("role", "status");
tip.hidden = true;
document.body.append(tip);

function place(beside) {
  const at = beside.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
  const below = at.bottom + 6;
  tip.style.top = `${below + tip.offsetHeight > innerHeight ? at.top - tip.offsetHeight - 6 : below}px`;
}

function show(beside, ...parts) {
  tip.replaceChildren(...parts);
  tip.hidden = false;
  place(beside);
}

function hide() {
  tip.hidden = true;
  document.querySelector(".lg-pointed")?.classList.remove("lg-pointed");
}

function said({ symbol, meaning }) {
  return [symbol.cloneNode(true), " ", ...[...meaning.childNodes].map((node) => node.cloneNode(true))];
}

function known(part) {
  if (!/^msu[bp]/.test(part.tagName)) return meanings.get(keyOf(part));
  return meanings.get(keyOf(part)) ?? meanings.get(`base ${keyOf(part.firstElementChild)}`);
}

/* The innermost part around an element that is a symbol of the page, with the indices that it has. */
function symbolAt(element) {
  for (let part = element; part && part.tagName !== "math"; part = part.parentElement) {
    const whole = part.parentElement;
    if (/^msu[bp]/.test(whole.tagName) && whole.firstElementChild === part && known(whole)) return [whole, known(whole)];
    if (known(part)) return [part, known(part)];
  }
  return null;
}

function point([part, about]) {
  hide();
  part.classList.add("lg-pointed");
  show(part, ...said(about));
}

document.addEventListener("pointerover", (event) => {
  const inside = event.target.closest?.("math") && !event.target.closest(".lg-symbols, .lg-tip");
  const found = inside && symbolAt(event.target);
  if (found) point(found);
  else if (!tip.hidden && !event.target.closest?.(".lg-tip")) hide();
});

document.addEventListener("focusin", ({ target }) => {
  hide();
  const line = target.matches(".lg-n") && target.closest(".lg-step");
  if (line) for (const [part] of symbolsOf(line)) part.tabIndex = -1;
  if (target.closest("math")) return point(symbolAt(target));
  const rule = target.closest(".lg-rule[title]");
  if (rule?.matches(":focus-visible")) show(rule, rule.title);
});
document.addEventListener("focusout", hide);
document.addEventListener("scroll", hide, { passive: true, capture: true });

/* The symbols of the line that has the focus can have it too: right and left go there (keys.js). */
function symbolsOf(line) {
  const leaves = [...line.querySelectorAll(".lg-rhs semantics > :not(annotation) *")].filter((each) => !each.children.length);
  const found = leaves.map(symbolAt).filter(Boolean);
  return found.filter(([part], i) => found.findIndex(([other]) => other === part) === i);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
