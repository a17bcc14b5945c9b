/* The filter of the catalogue. What is chosen stands in the address, as in index.html#only=convex,score, so that it can be linked to.
   Within a group any of the choices will do, unless the group needs all of them (data-all). */

(() => {
  const filter = document.querySelector(".lg-filter");

  function chosen(group) {
    return [...group.querySelectorAll(":checked")].map((box) => box.value);
  }

  function matches(row, groups) {
    const traits = row.dataset.traits.split(" ");
    return groups.every(({ wanted, all }) => wanted.length === 0 || wanted[all ? "every" : "some"]((each) => traits.includes(each)));
  }

  function filterShelf(shelf, groups) {
    const rows = [...shelf.querySelectorAll("[data-traits]")];
    for (const row of rows) row.hidden = !matches(row, groups);
    const shown = rows.filter((row) => !row.hidden).length;
    shelf.hidden = shown === 0;
    return shown;
  }

  function apply() {
    const groups = [...filter.querySelectorAll("fieldset")].map((group) => ({ wanted: chosen(group), all: "all" in group.dataset }));
    let shown = 0;
    for (const shelf of document.querySelectorAll(".lg-shelf")) shown += filterShelf(shelf, groups);
    filter.querySelector("output").textContent = `${shown} ${shown === 1 ? "loss" : "losses"}`;
    filter.querySelector("[type=reset]").hidden = groups.every(({ wanted }) => wanted.length === 0);
  }

  function choose(wanted) {
    for (const box of filter.querySelectorAll("[type=checkbox]")) box.checked = wanted.includes(box.value);
    apply();
  }

  /* What an address chooses; one that leads to a row or a family that is filtered away chooses nothing. */
  function fromAddress() {
    const wanted = location.hash.match(/^#only=(.*)$/)?.[1].split(",");
    const target = document.getElementById(location.hash.slice(1));
    if (wanted) {
      choose(wanted);
      filter.querySelector("details").open = true;
      filter.scrollIntoView();
    } else if (target?.closest("[hidden]")) {
      choose([]);
      target.scrollIntoView();
    }
  }

  function toAddress() {
    const wanted = chosen(filter).join(",");
    history.replaceState(null, "", wanted ? `#only=${wanted}` : location.pathname);
    apply();
  }

  if (filter) {
    filter.addEventListener("change", toAddress);
    filter.addEventListener("reset", () => setTimeout(toAddress)); // once the boxes are empty
    filter.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", fromAddress);
    fromAddress();
  }
})();
