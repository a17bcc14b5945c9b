/* The tab key goes from group to group; within one go the arrow keys, Home and End. A group has rows: the lines of a derivation, the
   rows of a table, links, buttons. A row has items: a line its number, its rules, the symbols of its formula and its Copy button.
   One item of a group is a stop of the tab key: that where one was last, at first the first. Without scripts every link is a stop. */

const ITEM = "a[href]:not(.headerlink), button, summary, math [tabindex]";
const ROW = "tr, li, .lg-card dl > div, .lg-card footer, .lg-rulecard";
const LINES = ".lg-cover, .lg-step, .lg-legend, .lg-tree > summary, .lg-arrays footer";
const DERIVED = ".lg-actions:has(> .lg-cover), .lg-derive, .lg-legend, .lg-tree:has(> .lg-derive), .lg-arrays";
const LISTS =
  ".md-sidebar--secondary, .lg-footer, .lg-kicker, .lg-chips, .lg-card, .lg-list, .lg-ask, .lg-over, .lg-instead, .lg-shelf, .lg-chapter, .md-typeset table";

const groups = [];
const groupOf = new Map(); // by row

const isShown = (item) => item.checkVisibility({ visibilityProperty: true });
const isOpen = (item) => !item.closest("[hidden], details:not([open]) > :not(summary)");
const itemsOf = (row) => (row.matches(ITEM) ? [row] : [...row.querySelectorAll(ITEM)]);

function rowAround(item) {
  for (let part = item; part; part = part.parentElement) if (groupOf.has(part)) return part;
  return null;
}

function setStop(group, item) {
  if (group.stop) group.stop.tabIndex = -1;
  group.stop = item;
  item.tabIndex = 0;
}

const hint = Object.assign(document.createElement("p"), { id: "lg-keys", hidden: true, textContent: "Arrow keys, Home and End move within; Tab goes on." });
document.body.append(hint);

function makeGroup(rows, around, first) {
  const group = { rows };
  for (const row of rows) {
    groupOf.set(row, group);
    for (const item of itemsOf(row)) item.tabIndex = -1;
  }
  const open = rows.flatMap(itemsOf).filter(isOpen);
  if (open.length === 0) return;
  groups.push(group);
  setStop(group, open.find((item) => item.matches(first)) ?? open[0]);
  if (open.length > 1) for (const each of around) each.setAttribute("aria-describedby", hint.id);
}

/* What can be entered within an element and belongs to no group yet. */
function gather(whole, ...more) {
  const items = [...whole.querySelectorAll(ITEM), ...more].filter((item) => !rowAround(item));
  const rows = items.map((item) => (whole.contains(item.closest(ROW)) && item.closest(ROW)) || item);
  makeGroup([...new Set(rows)], [whole]);
}

/* All that derives by one variable: its lines, the tree, the second derivative, the matrix form. Its first stop is its first line. */
const derived = [];
for (const part of document.querySelectorAll(DERIVED)) {
  if (part.parentElement.closest(DERIVED)) continue;
  if (part.querySelector(".lg-cover") || !derived.at(-1)?.[0].querySelector(".lg-cover")) derived.push([]);
  derived.at(-1).push(part);
}
for (const parts of derived) {
  const rows = parts.flatMap((part) => (part.matches(LINES) ? part : [...part.querySelectorAll(LINES)]));
  const sections = parts.flatMap((part) => (part.matches("section") ? part : [...part.querySelectorAll("section")]));
  makeGroup(rows, sections, ".lg-n");
}

const header = document.querySelector(".lg-topnav");
makeGroup([document.querySelector(".lg-brand"), ...header.children], [header]);
document.querySelectorAll(LISTS).forEach((list) => gather(list));
for (const row of document.querySelectorAll(".lg-actions")) {
  gather(row, ...(row.closest(".lg-try")?.querySelectorAll(".lg-command button") ?? []));
  if (row.querySelectorAll("button:not([hidden]), a").length > 1) row.setAttribute("role", "toolbar");
}
makeGroup([...document.querySelectorAll(".lg-guess > summary")], []); // what is to be guessed
for (const link of document.querySelectorAll(".headerlink")) link.tabIndex = -1; // the contents lead there

document.addEventListener("keydown", (event) => {
  const row = rowAround(event.target);
  const group = groupOf.get(row);
  if (group?.stop !== event.target || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rows = group.rows.map((each) => itemsOf(each).filter(isShown)).filter((items) => items.length > 0);
  const at = rows.findIndex((items) => items.includes(event.target));
  const all = rows.flat();
  const here = all.indexOf(event.target);
  const next = {
    ArrowDown: rows[at + 1]?.[0],
    ArrowUp: rows[at - 1]?.[0],
    Home: all[0],
    End: rows.at(-1)[0],
    ArrowRight: all[here + 1],
    ArrowLeft: all[here - 1],
  }[event.key];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

document.addEventListener("focusin", ({ target }) => {
  const group = groupOf.get(rowAround(target));
  const inside = group?.rows.some((row) => itemsOf(row).includes(target));
  if (inside) setStop(group, target);
  hint.hidden = !inside || group.rows.flatMap(itemsOf).length < 2 || !target.matches(":focus-visible");
});

/* Who comes back to a row comes to its beginning: symbols and Copy buttons may have gone. */
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  hint.hidden = true;
  const row = rowAround(target);
  const group = groupOf.get(row);
  if (group?.stop === target && groupOf.get(rowAround(relatedTarget)) !== group) setStop(group, itemsOf(row)[0]);
});

/* What was the stop of a group may be hidden, by a filter or in a part that was folded: then it is the first that is seen. */
const refresh = () =>
  requestAnimationFrame(() => {
    for (const group of groups) {
      const shown = !isShown(group.stop) && group.rows.flatMap(itemsOf).find(isShown);
      if (shown) setStop(group, shown);
    }
  });
for (const kind of ["click", "change", "reset", "toggle"]) document.addEventListener(kind, refresh, true);
addEventListener("resize", refresh);

/* An address leads into a group: the tab key goes on from there. */
function enter() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (const group of target ? groups : []) {
    const next = group.rows.find((row) => row.contains(target) || target.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (next && next !== group.rows[0] && isShown(itemsOf(next)[0])) setStop(group, itemsOf(next)[0]);
  }
}
addEventListener("hashchange", enter);
enter();
