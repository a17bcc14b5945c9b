// Runs packing.py in Pyodide: node packing.mjs FOLDER-OF-PYODIDE FOLDER-OF-THE-HOST. Always the same seed, for always the same bytes.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [pyodide, host] = process.argv.slice(2).map((path) => resolve(path));
try {
  const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
  const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
  python.mountNodeFS("/host", host);
  await python.runPythonAsync(readFileSync(join(dirname(fileURLToPath(import.meta.url)), "packing.py"), "utf8"));
} catch (error) {
  process.stderr.write(String(error.message)); // Node would print the whole line of minified code in which it arose
  process.exitCode = 1;
}
