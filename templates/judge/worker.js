/* Runs Pyodide, and in it the judge. What it needs comes from the page, as addresses of what that has loaded; nothing leaves the machine. */

let page;

const steps = ["starting Python", "unpacking the judge", "reading the catalogue"];

async function start(files) {
  const tell = (step) => postMessage({ step: steps[step] });
  const real = self.fetch;
  self.fetch = (address, options) => real(files[String(address.url ?? address).split("/").pop()] ?? address, options);
  tell(0);
  const { loadPyodide } = await import(files["pyodide.mjs"]);
  const { default: createPyodideModule } = await import(files["pyodide.asm.mjs"]);
  const python = await loadPyodide({
    createPyodideModule,
    indexURL: `${self.location.origin}/`,
    stdLibURL: files["python_stdlib.zip"],
    lockFileContents: await (await real(files["pyodide-lock.json"])).text(),
  });
  tell(1);
  for (const name of ["libraries.tar.zst", "lossary.tar.zst"])
    python.FS.writeFile(`/${name}`, new Uint8Array(await (await real(files[name])).arrayBuffer()));
  python.runPython(`
    import gc, os, sys, tarfile
    gc.disable()  # until all is loaded: it stays
    for name in ("libraries.tar.zst", "lossary.tar.zst"):
        with tarfile.open(f"/{name}") as archive:
            archive.extractall("/lossary", filter="fully_trusted")
        os.remove(f"/{name}")
    sys.path.insert(0, "/lossary")
    os.chdir("/home")`);
  tell(2);
  page = python.runPython(`
    from pathlib import Path
    from derivations.cli import page
    page.start(Path("/lossary/catalogue.pickle").read_bytes(), Path("/lossary/sketches.json").read_text())
    gc.freeze()
    gc.enable()
    page`);
}

onmessage = async ({ data }) => {
  try {
    if (data.files) await start(data.files);
    if (data.asked) postMessage({ answers: JSON.parse(page.answer(JSON.stringify(data.asked))) });
    else postMessage({ ready: true });
  } catch (error) {
    postMessage({ error: String(error.message ?? error).trim().split("\n").pop() });
  }
};
