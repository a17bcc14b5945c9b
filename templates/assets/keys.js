/* The tab key goes from group to group, the arrow keys within one: the lines of a derivation, the contents, a list of links, a rule, a
   row of buttons. What belongs to a line, its rules, comes after it while it has the focus. Without scripts every link is a stop. */

const INNER = ".lg-why a:not(.lg-n), .lg-why summary";

const byKey = {
  ArrowDown: (place) => place + 1,
  ArrowUp: (place) => place - 1,
  Home: () => 0,
  End: (_, last) => last,
};

function setStop(item, stop) {
  item.tabIndex = stop ? 0 : -1;
  if (item.matches(".lg-n")) for (const each of item.closest(".lg-step").querySelectorAll(INNER)) each.tabIndex = stop ? 0 : -1;
}

/* The rules of a line are stops only once the line has been entered, so that a page begins with as few as it can. */
function makeGroup(items, { sideways = false } = {}) {
  if (items.length === 0) return;
  for (const item of items) setStop(item, false);
  items[0].tabIndex = 0;
  const whole = items.map((item) => item.closest(".lg-step") ?? item);
  whole.forEach((part, place) => {
    part.addEventListener("focusin", () => items.forEach((item, other) => setStop(item, other === place)));
    part.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const key = sideways ? { ArrowRight: "ArrowDown", ArrowLeft: "ArrowUp" }[event.key] : event.key;
      const next = items[byKey[key]?.(place, items.length - 1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  });
}

/* A derivation may have several chains, one after the other. */
function linesFrom(section) {
  const lines = [...section.querySelectorAll(".lg-n")];
  const next = section.nextElementSibling;
  return next?.matches(".lg-derive") ? [...lines, ...linesFrom(next)] : lines;
}

for (const section of document.querySelectorAll(".lg-derive")) {
  if (!section.previousElementSibling?.matches(".lg-derive")) makeGroup(linesFrom(section));
}

for (const list of document.querySelectorAll(".md-sidebar--secondary, .lg-list, .lg-ask")) makeGroup([...list.querySelectorAll("a")]);

for (const list of document.querySelectorAll(".lg-toc")) makeGroup([...list.querySelectorAll("a")], { sideways: true });

/* A rule is one stop: the pages that it is used on, and what unfolds more of them. */
for (const rule of document.querySelectorAll(".lg-rulecard")) makeGroup([...rule.querySelectorAll("a:not(.headerlink), summary")]);

for (const row of document.querySelectorAll(".lg-actions")) {
  const buttons = [...row.querySelectorAll("button:not([hidden]), a")];
  if (buttons.length > 1) row.setAttribute("role", "toolbar");
  const form = row.closest(".lg-try");
  makeGroup(form ? [...buttons, ...form.querySelectorAll(".lg-command button")] : buttons, { sideways: true });
}

/* What can be done with a whole derivation, above and below it. */
for (const button of document.querySelectorAll(".lg-cover")) {
  let last = button.parentElement.nextElementSibling;
  while (last?.nextElementSibling?.matches(".lg-derive")) last = last.nextElementSibling;
  const below = last?.nextElementSibling;
  makeGroup([button, ...(below?.matches(".lg-legend") ? below.querySelectorAll("button") : [])]);
}

for (const row of document.querySelectorAll(".lg-topnav, .lg-footer")) makeGroup([...row.querySelectorAll("a")], { sideways: true });

/* What the contents lead to, and what the section on evidence leads to, need no second stop. */
for (const link of document.querySelectorAll(".headerlink, .lg-legend a")) link.tabIndex = -1;

/* What is to be guessed. */
makeGroup([...document.querySelectorAll(".lg-guess > summary")]);
