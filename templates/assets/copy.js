/* Copy buttons. A button with data-copy copies that; every display formula gets one that copies its own LaTeX.
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
  await toClipboard(button.dataset.copy);
  button.focus();
  confirm(button);
});

function addButton(formula) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lg-btn lg-copy-one";
  button.dataset.copy = formula.querySelector("annotation").textContent.replace(/^=\s*\\;/, "").trim();
  button.textContent = "Copy LaTeX";
  formula.append(button);
}

document.querySelectorAll(".lg-formula").forEach(addButton);
