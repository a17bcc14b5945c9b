/* Loads the judge into the page, keeps it for the next time, and asks it. Loaded itself at the first touch of a box. */

export { mark, typeset } from "./shown.js";

const here = new URL(".", import.meta.url);
let parts; // the promise of the addresses of what is loaded
let worker;
let listener = () => {};
let giveUp = () => {}; // on the answer that is waited for
let turn = Promise.resolve(); // the end of what the worker has been asked: it answers one question after the other

/* The store that outlives the page; none where the address is no safe one. */
async function store(state) {
  if (!("caches" in self)) return null;
  for (const name of await caches.keys()) if (name.startsWith("lossary-judge-") && !name.endsWith(state)) await caches.delete(name);
  return caches.open(`lossary-judge-${state}`);
}

async function manifest() {
  try {
    const found = await fetch(new URL("judge.json", here), { cache: "no-cache" });
    if (!found.ok) throw new Error(`the judge is not part of this copy of the site`);
    return await found.clone().json();
  } catch (error) {
    const [name] = "caches" in self ? (await caches.keys()).filter((each) => each.startsWith("lossary-judge-")) : [];
    const kept = name && (await (await caches.open(name)).match(new URL("judge.json", here)));
    if (!kept) throw error;
    return kept.json();
  }
}

/* A file, counted while it comes. */
async function loaded(name, kept, count) {
  const address = new URL(name, here);
  const found = await kept?.match(address);
  if (found) return found.blob();
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${name} cannot be loaded (${answer.status})`);
  const counted = answer.body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        count(chunk.byteLength);
        controller.enqueue(chunk);
      },
    }),
  );
  const blob = await new Response(counted).blob();
  try {
    await kept?.put(address, new Response(blob));
  } catch {} // a disk that is full: it will be loaded again
  return blob;
}

const TYPES = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };

async function unpacked(name, blob) {
  const own = name.replace(/\.packed$/, "");
  const stream = name === own ? blob.stream() : blob.stream().pipeThrough(new DecompressionStream("gzip"));
  const data = await new Response(stream).arrayBuffer();
  const type = TYPES[own.split(".").pop()] ?? "application/octet-stream";
  return [own, URL.createObjectURL(new Blob([data], { type }))];
}

async function load(note) {
  const { state, sizes } = await manifest();
  const kept = await store(state).catch(() => null);
  await kept?.put(new URL("judge.json", here), new Response(JSON.stringify({ state, sizes }))).catch(() => {});
  const whole = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  let done = 0;
  const count = (bytes) => {
    done += bytes;
    note(`loading the judge, once: ${(done / 1e6).toFixed(1)} of ${(whole / 1e6).toFixed(1)} MB`, done / whole);
  };
  const names = ["worker.js", ...Object.keys(sizes)];
  return Object.fromEntries(await Promise.all(names.map(async (name) => unpacked(name, await loaded(name, kept, count)))));
}

/* What the worker answers to a message; it tells on the way how far it is. */
function told(message, note) {
  return new Promise((resolve, reject) => {
    listener = (data) => {
      if (data.step) note(data.step);
      else if (data.error) reject(new Error(data.error));
      else resolve(data);
    };
    giveUp = reject;
    worker.onerror = (event) => reject(new Error(event.message || "the browser cannot run it"));
    worker.postMessage(message);
  });
}

/* Begin to load, or go on as far as it is; true when it can be asked. */
let starting;
export function start(note = () => {}) {
  starting ??= (async () => {
    parts ??= load(note);
    const files = await parts;
    worker = new Worker(files["worker.js"], { type: "module" });
    worker.onmessage = ({ data }) => listener(data);
    await told({ files }, note);
  })().catch((error) => {
    stop();
    parts = undefined;
    throw error;
  });
  return starting;
}

/* End whatever it does; the next question starts it anew, from what is loaded. */
export function stop() {
  worker?.terminate();
  worker = starting = undefined;
  giveUp(new Error("stopped"));
}

function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
}

/* What the commands print, each with its status. Rejects when it takes longer than this, or was stopped. */
export function ask(asked, options) {
  return inTurn(() => answered(asked, options));
}

async function answered(asked, { seconds, note, signal }) {
  await start(note);
  signal.throwIfAborted();
  note(asked.commands.some(([command]) => command === "find") ? "comparing it with every loss" : "judging");
  let clock;
  const late = new Promise((_, reject) => {
    const end = (why) => {
      reject(new Error(why));
      stop();
    };
    clock = setTimeout(() => end(`this took more than ${seconds} s and was stopped`), 1000 * seconds);
    signal.addEventListener("abort", () => end("stopped"));
  });
  try {
    return (await Promise.race([told({ asked }, note), late])).answers;
  } finally {
    clearTimeout(clock);
  }
}
