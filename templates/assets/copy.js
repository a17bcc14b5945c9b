/* Copy buttons: what has data-copy copies that; if it is empty, the listing below it. A line of a derivation has one while it is pointed at or has the focus.
   Nothing depends on this: without scripts the buttons are hidden (overrides/main.html). */

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages opened from a file may not use the clipboard directly; a selection may be copied everywhere.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function confirm(button) {
  const label = button.textContent;
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-live", "polite");
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = label), 1500);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || button.textContent === "Copied") return;
  await toClipboard(button.dataset.copy || button.closest("section").querySelector("pre").textContent);
  button.focus();
  confirm(button);
});

function lineButton(line) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lg-btn lg-copy-one";
  button.dataset.copy = line.querySelector(".lg-rhs annotation").textContent.replace(/^=\s*\\;/, "").trim();
  button.tabIndex = -1; // the arrow keys lead there (keys.js)
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy line ${line.id} as LaTeX`);
  return button;
}

function offerCopy(line) {
  if (line.querySelector(".lg-copy-one")) return;
  for (const other of document.querySelectorAll(".lg-step:not(:focus-within) > .lg-copy-one")) other.remove();
  line.append(lineButton(line));
}

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const line = event.target.closest?.(".lg-step[id]");
    if (line) offerCopy(line);
  });
}

/* The copy key copies the line that has the focus, unless something is selected. */
document.addEventListener("copy", (event) => {
  const button = document.activeElement.closest(".lg-step[id]")?.querySelector(".lg-copy-one");
  if (!button || !getSelection().isCollapsed) return;
  event.clipboardData.setData("text/plain", button.dataset.copy);
  event.preventDefault();
  confirm(button);
});
