/* The search box: one in a dialog on every page, one on the home page. What is found is decided by assets/search.js, which
   is loaded with the index when a reader begins; results are drawn at every change of the text, however it got there. */

(() => {
  const assets = new URL(".", document.currentScript.src);
  const MOST = 12; // results that are shown

  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(name, assets).href;
      script.onload = resolve;
      script.onerror = () => reject(new Error(name));
      document.head.append(script);
    });

  let loaded;
  const ready = () => (loaded ??= load("search-index.js").then(() => load("search.js")));

  function element(name, className, text = "") {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function resultItem(result) {
    const item = element("li", "lg-result");
    const link = element("a", "", result.title);
    link.href = new URL(`../${result.url}`, assets).href;
    item.append(link, " ", element("span", "lg-kind", result.id ? `${result.kind} ${result.id}` : result.kind));
    if (result.formulas?.[0]) item.append(element("div", "lg-shown", result.formulas[0]));
    return item;
  }

  function quoted(words) {
    return words.map((word) => `“${word}”`).join(", ");
  }

  /* That the glossary does not have it, and what to do. */
  function notHere(query, found) {
    const note = element("p", "lg-nothere");
    const about = found.missing.length > 0 ? `: ${quoted(found.missing)}` : ` under this name: ${quoted([query])}`;
    note.setAttribute("role", "status");
    note.append(element("strong", "", `Not here yet${about}.`));
    const near = found.results[0]?.kind === "Family" ? "Look through the families" : "What is near stands below";
    note.append(` ${near}; or derive it: `, element("code", "", "lossary derive FORMULA --wrt NAME"));
    return note;
  }

  function summary({ notice, answered, results }) {
    if (notice || !answered) return notice; // what is not here has a note of its own
    if (results.length > MOST) return `${MOST} of ${results.length} results`;
    return results.length === 1 ? "1 result" : `${results.length} results`;
  }

  function draw(box, query) {
    const [status, list] = [box.querySelector("output"), box.querySelector(".lg-results")];
    box.querySelector(".lg-nothere")?.remove();
    const found = query ? lossarySearch(query) : { results: [], notice: "", missing: [], answered: true };
    status.textContent = query ? summary(found) : "";
    if (!found.answered) list.before(notHere(query, found));
    list.replaceChildren(...found.results.slice(0, MOST).map(resultItem));
    box.classList.toggle("lg-asked", query !== "");
  }

  async function search(box) {
    try {
      await ready();
      draw(box, box.querySelector("input").value.trim());
    } catch (error) {
      box.querySelector("output").textContent = `The search could not be loaded (${error.message}): load the page again.`;
    }
  }

  /* The arrows lead from the text to the results and back; Enter in the text opens the first. */
  function move(event, box) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [box.querySelector("input"), ...box.querySelectorAll(".lg-results a")];
    stops[stops.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  }

  async function openFirst(box) {
    await search(box);
    box.querySelector(".lg-results a")?.click();
  }

  for (const box of document.querySelectorAll(".lg-search")) {
    const input = box.querySelector("input");
    input.addEventListener("input", () => search(box));
    input.addEventListener("focus", () => (input.value ? search(box) : ready().catch(() => {})), { passive: true });
    box.addEventListener("keydown", (event) => move(event, box));
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      openFirst(box);
    });
  }

  /* The dialog ------------------------------------------------------------------------------------------------- */

  const dialog = document.querySelector(".lg-dialog");

  function open() {
    const here = document.querySelector("main .lg-search input");
    if (here) here.focus();
    else dialog.showModal();
  }

  const isWriting = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  document.querySelector(".lg-opensearch")?.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const called = (event.key === "/" && !isWriting(event.target)) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (!called || dialog.open) return;
    event.preventDefault();
    open();
  });
  dialog?.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest(".lg-results a")) dialog.close(); // beside the box; or to a section of this page
  });
})();
