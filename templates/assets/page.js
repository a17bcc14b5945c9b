/* What the frame of a page does: light or dark, and the section that is being read. */

document.documentElement.classList.replace("no-js", "js");

const schemeButton = document.querySelector(".lg-scheme");

function showScheme() {
  const dark = document.body.dataset.mdColorScheme === "slate";
  schemeButton.setAttribute("aria-pressed", String(dark));
}

schemeButton?.addEventListener("click", () => {
  const dark = document.body.dataset.mdColorScheme !== "slate";
  document.body.dataset.mdColorScheme = dark ? "slate" : "default";
  showScheme();
  try {
    localStorage.setItem("lossary.scheme", document.body.dataset.mdColorScheme);
  } catch {
    // A page from a file may have no storage: then the choice holds for this page.
  }
});
if (schemeButton) showScheme();

/* The contents at the left mark the last section whose title has gone past the upper part of the window. */
const contents = new Map();
for (const link of document.querySelectorAll(".md-sidebar--secondary .md-nav__link[href^='#']")) {
  const title = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (title) contents.set(title, link);
}

function markSection() {
  let here;
  for (const title of contents.keys()) if (title.getBoundingClientRect().top < innerHeight / 4) here = title;
  for (const [title, link] of contents) {
    link.classList.toggle("md-nav__link--active", title === here);
    if (title === here) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

let waiting = false;
addEventListener(
  "scroll",
  () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      markSection();
    });
  },
  { passive: true },
);
markSection();

/* A section of this page is looked for in the drawer: then the drawer closes. */
document.querySelector(".lg-drawer")?.addEventListener("click", (event) => {
  if (event.target.closest("a[href^='#']")) document.getElementById("__drawer").checked = false;
});
