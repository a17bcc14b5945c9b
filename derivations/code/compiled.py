"""C code, compiled by the compiler of the system and called from Python: how the tests and benchmarks try it."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from derivations.code.clike import CWriter
from derivations.code.generate import helpers_of
from derivations.code.languages import C_
from derivations.code.shapes import Kernel
from derivations.errors import LossaryError

FLAGS = ("-O1", "-ffp-contract=off", "-fno-inline", "-shared", "-fPIC")
BEGIN = "#include <math.h>\n#include <stdlib.h>\n#include <fenv.h>\n"
PLAIN = "_plain"  # the end of the name of a formula as it stands


def compiler() -> str | None:
    """The C compiler of this system, if it has one."""
    return shutil.which("cc")


def plain_form(kernel: Kernel) -> Kernel:
    """The kernel with the formula as it stands on the page."""
    return replace(kernel, name=kernel.name + PLAIN, is_stable=False)


def compiled(kernels: Sequence[Kernel], folder: Path) -> Any:
    """A library with all of these; of those of numbers alone also a function that tells of flags.

    Args:
        kernels: what to compute, each with a name of its own.
        folder: where the source and the library are put.

    Raises:
        LossaryError: there is no compiler, or it refuses the code.
    """
    command = compiler()
    if command is None:
        msg = "no C compiler: install one, such as the package gcc, so that there is a command cc"
        raise LossaryError(msg)
    functions: list[str] = []
    wanted: list[str] = []
    for kernel in kernels:
        writer = CWriter(kernel)
        functions.append(writer.function())
        wanted += writer.helpers
        if not kernel.axes and not any(a.shape or a.whole for a in kernel.arguments) and not kernel.sizes:
            functions.append(_checked(kernel))
    source, library = folder / "kernels.c", folder / "kernels.so"
    source.write_text(BEGIN + "\n".join([*helpers_of(C_, wanted, kernels[0]), *functions]) + "\n", encoding="utf-8")
    called = [command, *FLAGS, "-o", str(library), str(source), "-lm"]
    done = subprocess.run(called, capture_output=True, text=True, check=False)  # noqa: S603  (our own code)
    if done.returncode:
        msg = f"the C compiler refuses the code: {done.stderr.strip().splitlines()[0]}"
        raise LossaryError(msg)
    return ctypes.CDLL(str(library))


def _checked(kernel: Kernel) -> str:
    """A function that returns a result by way of a pointer, and whether the way there left the range."""
    given = ", ".join(f"a[{n}]" for n in range(len(kernel.arguments)))
    return (
        f"int checked_{kernel.name}(const volatile double *a, volatile double *out) {{ feclearexcept(FE_ALL_EXCEPT); "
        f"*out = {kernel.name}({given}); "
        "return fetestexcept(FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID | FE_DIVBYZERO) != 0; }"
    )


def caller(library: Any, kernel: Kernel) -> Callable[..., tuple[float, bool]]:
    """The function of numbers: its result, and did the way there leave the range of floating-point numbers?"""
    function = getattr(library, f"checked_{kernel.name}")
    given = (ctypes.c_double * max(1, len(kernel.arguments)))()
    out = ctypes.c_double()

    def call(*values: float) -> tuple[float, bool]:
        given[: len(values)] = list(values)
        left = function(given, ctypes.byref(out))
        return out.value, bool(left)

    return call
