#!/usr/bin/env python3
"""Checks recurrent-server with clients of other projects: openai, and schemathesis with the OpenAPI document.

    check_server_clients.py SERVER [--folder FOLDER] [--examples N]

SERVER is the program. The clients are installed in a virtual environment in FOLDER, which is kept for the next time.
Where pip or the packages cannot be had, the checks are skipped, and the last line says so. Texts are compared with those
of `textgen sample`, if that is built beside the package.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["openai>=2,<3", "schemathesis>=4,<5"]
CHECKS = ("not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
          "response_headers_conformance,negative_data_rejection,unsupported_method")
KEY = "integration-key-0123456789"


def install(folder):
    """Makes the virtual environment; returns its Python, or says why not."""
    python = folder / "bin" / "python"
    probe = "import openai, schemathesis"
    if python.exists() and subprocess.run([python, "-c", probe], capture_output=True).returncode == 0:
        return python, None
    made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
    if made.returncode != 0:
        return None, "this Python makes no virtual environments (on Debian: apt-get install python3-venv)"
    found = subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES],
                           capture_output=True, text=True)
    if found.returncode != 0:
        lines = found.stderr.strip().splitlines() or ["pip failed"]
        return None, f"pip cannot install {' and '.join(PACKAGES)}: {lines[-1]}"
    return python, None


@contextmanager
def running(program, *arguments):
    """A server on a free port; gives its URL and the lines that it logs."""
    process = subprocess.Popen([program, "--port", "0", *arguments], stderr=subprocess.PIPE, text=True)
    log, found, url = [], threading.Event(), []

    def read():
        for line in process.stderr:
            log.append(line)
            match = re.search(r'"message":"listening".*"url":"([^"]+)"', line)
            if match:
                url.append(match.group(1))
                found.set()
        found.set()

    threading.Thread(target=read, daemon=True).start()
    found.wait(120)
    if not url:
        process.kill()
        sys.exit("error: the server did not start:\n" + "".join(log))
    try:
        yield url[0], log
    finally:
        process.terminate()
        status = process.wait(20)
        if status != 0:
            sys.exit(f"error: the server ended with {status}:\n" + "".join(log[-20:]))


def sample(prompt, length, seed, *options):
    """What `textgen sample` writes; None where it is not built."""
    for build in ("release", "debug"):
        tool = ROOT / ".build" / build / "textgen"
        if tool.exists():
            found = subprocess.run(
                [tool, "sample", "--seed", prompt, "--length", str(length), "--end", "length", "--random-seed", str(seed),
                 "--format", "json", "--quiet", *options], capture_output=True, text=True, check=True)
            return json.loads(found.stdout)["text"]
    return None


def check_openai(python, url):
    subprocess.run([python, ROOT / "Scripts" / "check_openai_client.py", url, KEY], check=True)


def check_texts(url):
    """The texts of the server are those of the tool, character for character."""
    cases = [("ROMEO:", 120, 4, {}, []), ("Once", 80, 18446744073709551615, {"temperature": 0.9}, ["--temperature", "0.9"]),
             ("Café ☃", 60, 7, {"top_p": 0.8, "repetition_penalty": 1.2},
              ["--top-p", "0.8", "--repetition-penalty", "1.2"]), ("O", 50, 1, {"temperature": 0}, ["--temperature", "0"])]
    for prompt, length, seed, fields, options in cases:
        expected = sample(prompt, length, seed, *options)
        if expected is None:
            print("    skipped: textgen is not built here, so its texts are not compared (swift build --product textgen)")
            return
        body = json.dumps({"prompt": prompt, "max_tokens": length, "seed": seed, **fields}).encode()
        request = urllib.request.Request(
            f"{url}/v1/completions", body, {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"})
        with urllib.request.urlopen(request, timeout=120) as response:
            found = json.load(response)["choices"][0]["text"]
        if found != expected.removeprefix(prompt):
            sys.exit(f"error: {prompt!r}: the server wrote {found!r}, textgen sample {expected!r}")
    print(f"    {len(cases)} texts are those of textgen sample")


def check_schema(python, url, examples, log):
    command = [python.parent / "schemathesis", "run", f"{url}/openapi.json", "--checks", CHECKS, "--generation-deterministic",
               "--max-examples", str(examples), "--workers", "2", "--request-timeout", "60", "--no-color",
               "--phases", "examples,coverage,fuzzing",
               "--header", f"Authorization: Bearer {KEY}"]
    found = subprocess.run(command, capture_output=True, text=True, cwd=python.parent)
    if found.returncode != 0:
        sys.exit("error: schemathesis found a difference between server and document:\n" + found.stdout[-6000:]
                 + found.stderr[-2000:])
    counted = re.search(r"\d+ generated, \d+ passed", found.stdout)
    print("    schemathesis:", counted.group() if counted else "no difference")
    failures = [line for line in log if '"message":"failure"' in line]
    if failures:
        sys.exit("error: the server failed:\n" + "".join(failures[:5]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server")
    parser.add_argument("--folder", type=Path, default=ROOT / "Server" / ".build" / "clients")
    parser.add_argument("--examples", type=int, default=15, help="requests of each operation that schemathesis makes up")
    arguments = parser.parse_args()
    keys = arguments.folder.parent / "integration-keys.txt"
    keys.write_text(KEY + "\n")
    limits = ["--tokens", "256", "--texts", "8", "--prompt-tokens", "2000", "--deadline", "60"]
    python, problem = install(arguments.folder)
    with running(arguments.server, "--api-key-file", keys, *limits) as (url, _):
        check_texts(url)
        if python:
            check_openai(python, url)
    if not python:
        print(f"skipped: clients of other projects, since {problem}")
        return
    limits[1] = "32"
    with running(arguments.server, "--api-key-file", keys, *limits) as (url, log):
        check_schema(python, url, arguments.examples, log)


if __name__ == "__main__":
    os.environ.pop("OPENAI_API_KEY", None)
    main()
