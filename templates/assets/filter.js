/* The filter above the catalogue: every word must occur in the row of a loss or in the name of its family. */

const form = document.querySelector(".lg-find");

function matches(row, family, words) {
  const text = `${family.textContent} ${row.textContent}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function filterFamily(body, words) {
  const [family, ...rows] = body.rows;
  for (const row of rows) row.hidden = !matches(row, family, words);
  const shown = rows.filter((row) => !row.hidden).length;
  body.hidden = shown === 0;
  return shown;
}

function filter() {
  const words = form.querySelector("input").value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const body of document.querySelectorAll(".lg-cat tbody")) shown += filterFamily(body, words);
  form.querySelector("output").textContent = `${shown} ${shown === 1 ? "loss" : "losses"}`;
}

form?.addEventListener("input", filter);
form?.addEventListener("submit", (event) => event.preventDefault());
