#!/usr/bin/env python3
"""Builds the documentation of all library targets as one static site.

    build_docs.py OUTPUT [--hosting-base-path PATH] [--swift-build-flags=-Xcc -O2]

Builds the library, extracts each module's symbols, converts its catalog (Sources/<Target>/<Target>.docc) with the
toolchain's own DocC, and merges the results. No package is needed for it. Modules are converted bottom to top, so each
can link to what it stands on, as ``/Tensors/Tensor``. Exits with 1 at any diagnostic of DocC, such as a broken link,
except that a parameter whose name says what it is may go without a description.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Bottom to top.
MODULES = [
    "Tensors", "Tokenization", "ModelFiles", "NeuralLayers", "Datasets", "Decoding", "Training", "TextGeneration",
    "TextClassification", "Translation", "Forecasting", "Recurrent",
]


def run(arguments, **options):
    return subprocess.run([str(each) for each in arguments], cwd=ROOT, **options)


def output_of(arguments):
    return run(arguments, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def docc():
    if platform.system() == "Darwin":
        return output_of(["xcrun", "--find", "docc"])
    beside = Path(shutil.which("swift")).resolve().parent / "docc"
    return str(beside) if beside.exists() else shutil.which("docc")


def extract_symbols(binaries, folder):
    """Writes the symbol graph of every module to a folder of its own."""
    info = json.loads(output_of(["swift", "-print-target-info"]))
    common = ["-I", binaries / "Modules", "-target", info["target"]["triple"]]
    for map in sorted(binaries.glob("*.build/module.modulemap")):
        common += ["-Xcc", f"-fmodule-map-file={map}"]
    if platform.system() == "Darwin":
        common += ["-sdk", output_of(["xcrun", "--show-sdk-path"])]
    for module in MODULES:
        graphs = folder / module
        graphs.mkdir(parents=True)
        run(["swift", "symbolgraph-extract", "-module-name", module, *common, "-minimum-access-level", "public",
             "-skip-synthesized-members", "-emit-extension-block-symbols", "-output-dir", graphs], check=True)


def convert(module, work, archives, base_path):
    """Converts one module; returns its archive and the diagnostics that count."""
    archive, diagnostics = work / f"{module}.doccarchive", work / f"{module}.json"
    arguments = [
        docc(), "convert", ROOT / "Sources" / module / f"{module}.docc", "--additional-symbol-graph-dir",
        work / "symbols" / module, "--output-path", archive, "--fallback-display-name", module,
        "--fallback-bundle-identifier", f"recurrent.{module}", "--transform-for-static-hosting",
        "--enable-experimental-external-link-support", "--diagnostics-file", diagnostics]
    if base_path:
        arguments += ["--hosting-base-path", base_path]
    for other in archives:
        arguments += ["--dependency", other]
    result = run(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    found = json.loads(diagnostics.read_text())["diagnostics"] if diagnostics.exists() else []
    found = [each for each in found if each["severity"] in ("warning", "error") and not is_allowed(each)]
    if result.returncode != 0 and not found:
        raise SystemExit(f"error: docc convert {module} failed:\n{result.stdout}")
    return archive, found


def is_allowed(diagnostic):
    return diagnostic["summary"].startswith("Parameter '") and diagnostic["summary"].endswith(
        "is missing documentation")


def show(diagnostic):
    place = diagnostic.get("source", "").removeprefix("file://").removeprefix(f"{ROOT}/")
    line = diagnostic.get("range", {}).get("start", {}).get("line")
    print(f"{place}:{line}: {diagnostic['severity']}: {diagnostic['summary']}", file=sys.stderr)
    if explanation := diagnostic.get("explanation"):
        print("    " + explanation.replace("\n", "\n    "), file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--hosting-base-path", default="", help="where on its host the site lies, such as Recurrent")
    parser.add_argument("--swift-build-flags", default="", help="for the build of the library")
    arguments = parser.parse_args()
    flags = arguments.swift_build_flags.split()
    started = time.monotonic()
    run(["swift", "build", *flags, "--target", "Recurrent"], check=True)
    built = time.monotonic()
    binaries = Path(output_of(["swift", "build", *flags, "--show-bin-path"]))
    work = ROOT / ".build" / "docc"
    shutil.rmtree(work, ignore_errors=True)
    extract_symbols(binaries, work / "symbols")
    archives, diagnostics = [], []
    for module in MODULES:
        archive, found = convert(module, work, archives, arguments.hosting_base_path)
        diagnostics += found
        if archive.exists():
            archives.append(archive)
    for diagnostic in diagnostics:
        show(diagnostic)
    if diagnostics:
        print(f"error: {len(diagnostics)} diagnostics of DocC", file=sys.stderr)
        return 1
    shutil.rmtree(arguments.output, ignore_errors=True)
    run([docc(), "merge", *archives, "--output-path", arguments.output.resolve(), "--synthesized-landing-page-name",
         "Recurrent", "--synthesized-landing-page-topics-style", "detailedGrid"], check=True)
    print(f"Built in {built - started:.0f} s, converted in {time.monotonic() - built:.0f} s: {arguments.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
