/* The boxes that ask the judge. What they ask is a command; what it prints is what they show. Where no judge can run, there is the command. */

const KINDS = { "✓": "right", "∝": "scale", "≈": "scale", "−": "turned", "✗": "wrong", "?": "open" };
const SECONDS = { check: 20, derive: 30, find: 60, preview: 5 };
const STEPS = "steps.txt";

const MARKED = /(`[^`]+`|\bL[0-9A-Z]{3}(?:\.[^\s.,;()]+)*\.\d+\b)/; // a command, or the address of a line
const PAUSE = 300; // milliseconds without a letter, after which one wants to see what was typed

const lines = (form, name) => new FormData(form).getAll(name).flatMap((text) => text.split("\n")).map((text) => text.trim()).filter(Boolean);

/* The words of the command that a form asks, and the files that it reads. */
function question(form) {
  const [command = "check"] = lines(form, "command");
  const steps = command === "check" ? lines(form, "steps") : [];
  const options = command === "find" ? ["symbol"] : ["wrt", "symbol", "where", ...(command === "check" && steps.length === 0 ? ["claim"] : [])];
  const given = options.flatMap((name) => lines(form, name).map((text) => `--${name}=${text}`));
  if (steps.length > 0) given.push(`--steps=${STEPS}`);
  if (lines(form, "latex").length > 0) given.push("--latex");
  return { words: [command, ...given, "--", lines(form, "loss").join(" ")], files: steps.length > 0 ? { [STEPS]: `${steps.join("\n")}\n` } : {} };
}

const quoted = (word) => {
  const [, option, rest] = word.match(/^(--[a-z]+=)?([^]*)$/);
  return (option ?? "") + (/^[\w@%+=:,./-]+$/.test(rest) ? rest : `'${rest.replaceAll("'", `'\\''`)}'`);
};

function showCommand(form) {
  const { words, files } = question(form);
  const typed = ["lossary", ...words].map(quoted).join(" ");
  const text = STEPS in files ? `printf '%s' ${quoted(files[STEPS])} > ${STEPS}\n${typed}` : typed;
  form.querySelector(".lg-command code").textContent = text;
  form.querySelector(".lg-command [data-copy]").dataset.copy = text;
}

function put(form, ...parts) {
  form.querySelector(".lg-told").replaceChildren(...parts);
}

/* Where there is a worker, what was typed is shown as it is read. */
function putRead(form, ...parts) {
  const box = form.querySelector(".lg-read") ?? made("div", "", { className: "lg-read" });
  form.querySelector(".lg-actions").before(box);
  box.replaceChildren(...parts);
  for (const part of parts) if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
}

const made = (tag, text, of = {}) => Object.assign(document.createElement(tag), { textContent: text }, of);

/* What is wrong with the words; below it the text with a mark where the reader stopped. */
function refusal(text) {
  const [first, ...where] = text.trim().replace(/^lossary: error: /, "").split("\n");
  return [made("p", first), ...(where.length > 0 ? [made("pre", where.join("\n").replace(/^ {2}/gm, ""), { tabIndex: 0 })] : [])];
}

/* Did the answer say so already? */
const refused = (form, text) => form.querySelector(".lg-told").textContent.startsWith(refusal(text)[0].textContent);

/* A paragraph, line by line; the lines of a derivation that it names are links, and at the last of them the way parts. */
function paragraph(form, text) {
  const whole = made("p", "");
  for (const line of text.split("\n")) {
    const row = whole.appendChild(made("span", "", { className: "lg-row" }));
    for (const [n, part] of line.trim().split(MARKED).entries()) row.append(n % 2 ? marked(form, part) : part);
  }
  return whole;
}

function marked(form, address) {
  if (address.startsWith("`")) return made("code", address.slice(1, -1));
  const page = document.getElementById(address) ? "" : new URL(`../${address.split(".")[0]}.html`, new URL(form.dataset.judge, location)).href;
  return made("a", address, { href: `${page}#${address}` });
}

const PARTED = "lg-parted";

function light(form) {
  for (const old of document.querySelectorAll(`.${PARTED}`)) old.classList.remove(PARTED);
  const [last] = [...form.querySelectorAll('.lg-told a[href^="#"]')].slice(-1);
  const line = last && document.getElementById(last.hash.slice(1));
  if (!line) return;
  line.classList.add(PARTED);
  last.addEventListener("click", () => (line.hidden = false));
}

function show(form, { status, out, err, seen }, [command], mark) {
  const [first, ...rest] = out.trim().split("\n\n");
  const kind = KINDS[first[0]];
  const text = [out, err].join("\n").trim();
  if (status === 2) return putRead(form), put(form, ...refusal(text));
  if (command !== "check" || !kind) return put(form, made("pre", text, { tabIndex: 0 }));
  const head = made("p", "");
  head.append(made("span", first.slice(1).trim(), { className: `lg-v ${kind}` }));
  put(form, head, ...rest.map((each) => paragraph(form, each)));
  light(form);
  const figure = document.querySelector("lg-figure");
  if (!seen || !figure || kind === "right" || !mark(figure, seen, kind)) return;
  const where = made("p", "The point is marked in the ");
  where.append(made("a", "figure", { href: "#see-it" }), ".");
  form.querySelector(".lg-told").append(where);
}

/* A verdict says on what it is given: no longer on what stands in the boxes, once that has changed. */
function age(form) {
  const told = form.querySelector(".lg-told");
  if (!form.dataset.answered || form.dataset.busy) return;
  const isEmpty = lines(form, "claim").length + lines(form, "steps").length === 0 && !form.hasAttribute("data-whole");
  if (isEmpty) put(form);
  else if (form.dataset.answered === JSON.stringify(question(form))) told.querySelector(".lg-before")?.remove();
  else if (!told.querySelector(".lg-before")) told.prepend(made("p", "On what was asked before:", { className: "lg-before" }));
}

function progress(form) {
  return (text, part) => {
    const bar = part === undefined ? [] : [made("progress", "", { value: part, ariaLabel: "loaded" })];
    put(form, made("p", `${text}…`), ...bar);
  };
}

function refuse(form, why) {
  put(form, made("p", `${why}: below is the command that asks the same.`));
}

const possible = () => location.protocol !== "file:" && "WebAssembly" in window && "DecompressionStream" in window;

let judge;
const load = (form) => (judge ??= import(new URL("judge.js", new URL(form.dataset.judge, location)).href));

/* At the first letter that is typed, so that the judge is there when the question is. */
async function prepare(form) {
  if (form.dataset.touched || !possible()) return;
  form.dataset.touched = "yes";
  try {
    const module = await load(form);
    await module.start(progress(form));
    form.dataset.ready = "yes";
    if (!form.dataset.busy) put(form);
    preview(form);
  } catch {} // who asks will be told
}

let clock;

/* What was typed, as the judge reads it; or up to where it can. */
function preview(form) {
  clearTimeout(clock);
  if (form.dataset.ready) clock = setTimeout(() => read(form).catch(() => putRead(form)), PAUSE);
}

async function read(form) {
  const { words, files } = question(form);
  const asked = JSON.stringify(words);
  if (form.dataset.busy) return;
  if (!words.at(-1) || !(form.hasAttribute("data-whole") || lines(form, "claim").length > 0)) return putRead(form);
  const module = await load(form);
  const options = { seconds: SECONDS.preview, note() {}, signal: new AbortController().signal };
  const [{ status, out, err }] = await module.ask({ files, commands: [["preview", ...words.slice(1)]] }, options);
  if (asked !== JSON.stringify(question(form).words)) return;
  if (status !== 0) return putRead(form, ...(refused(form, err) ? [] : refusal(err)));
  const { formulas, remarks } = JSON.parse(out);
  putRead(form, ...formulas.map((each) => box(module.typeset(each))), ...remarks.map((text) => made("p", text)));
}

function box(formula) {
  const around = made("div", "", { className: "lg-scroll", ariaLabel: "As it is read", role: "group" });
  around.append(formula);
  return around;
}

async function ask(form) {
  if (!possible()) return refuse(form, location.protocol === "file:" ? "From a file, browsers run no judge" : "This browser cannot run the judge");
  const module = await load(form).catch(() => null);
  if (!module) {
    judge = undefined; // it may come with the network
    return refuse(form, "The judge is not part of this copy of the site");
  }
  const { words, files } = question(form);
  const asked = JSON.stringify({ words, files });
  const stopper = new AbortController();
  const [send, stop] = form.querySelectorAll(".lg-actions button");
  const seconds = Number(form.dataset.seconds) || SECONDS[words[0]];
  stop.onclick = () => stopper.abort();
  send.disabled = !(stop.hidden = false);
  try {
    const [answer] = await module.ask({ files, commands: [words] }, { seconds, note: progress(form), signal: stopper.signal });
    form.dataset.ready = "yes";
    show(form, answer, words, module.mark);
    form.dataset.answered = asked;
  } catch (error) {
    refuse(form, `No verdict (${error.message})`);
  } finally {
    send.disabled = !(stop.hidden = true);
  }
}

/* What belongs to one of the commands alone. */
function choose(form) {
  const chosen = form.elements.command?.value;
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(chosen);
}

/* A link that holds the question. */
function fill(form) {
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
}

function keep(form) {
  const said = [...new FormData(form)].filter(([, value]) => value.trim());
  history.replaceState(null, "", `#${new URLSearchParams(said)}`);
}

for (const form of document.querySelectorAll(".lg-try")) {
  const isPage = form.hasAttribute("data-whole");
  if (isPage) fill(form);
  const changed = () => {
    choose(form);
    if (lines(form, "loss").length > 0) showCommand(form);
  };
  choose(form);
  if (isPage) changed();
  form.addEventListener("input", () => (changed(), age(form), prepare(form), preview(form)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isPage) keep(form);
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    ask(form).finally(() => {
      delete form.dataset.busy;
      age(form);
      preview(form);
    });
  });
}

/* The lines of a derivation, one by one. */
for (const button of document.querySelectorAll(".lg-cover")) {
  const rows = [];
  for (let part = button.parentElement.nextElementSibling; part?.matches(".lg-derive"); part = part.nextElementSibling) rows.push(...part.querySelectorAll(".lg-step"));
  button.addEventListener("click", () => {
    const covered = rows.filter((row) => row.hidden);
    if (covered.length > 0) covered[0].hidden = false;
    else for (const row of rows) row.hidden = true;
    const left = rows.filter((row) => row.hidden).length;
    button.textContent = left > 0 ? `Next line (${left} left)` : "Hide the lines";
  });
}
