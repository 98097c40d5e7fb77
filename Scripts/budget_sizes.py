#!/usr/bin/env python3
"""Measures which network makes the most of a time, and compares the losses with the law that
`textgen train --time-budget` chooses by.

    python3 Scripts/budget_sizes.py measure DATA RESULTS [--textgen FILE] [--jobs 2]
    python3 Scripts/budget_sizes.py compare RESULTS

DATA holds novels-en as corpora/README.md describes them. `measure` cuts texts of 30 to 300 thousand
characters from it, trains every network of RUNS on one thread, and appends a line of JSON for each to RESULTS: the
loss on the last tenth of the text and the processor time, which does not depend on what else runs. Runs that RESULTS
has are not repeated. It takes about seven minutes of two cores. `compare` prints each loss next to that of the law in
Sources/TextGeneration/TimeBudget/LearningCurve.swift, whose floor is moved to the mean of each text.
"""
import argparse
import concurrent.futures
import gzip
import json
import math
import os
import pathlib
import subprocess
import tempfile

# Text: set, first character, characters.
TEXTS = {
    "en30": ("novels-en/train.txt.gz", 300_000, 30_000),
    "en90": ("novels-en/train.txt.gz", 100_000, 90_000),
    "en300": ("novels-en/train.txt.gz", 200_000, 300_000),
}
DROPOUT = {"embedding-dropout": 0.05, "dropout": 0.2, "output-dropout": 0.4, "recurrent-dropout": 0.3}

# Text, layers, units, passes, lanes, learning rate, share of the recommended dropout.
RUNS = [
    # Batches, learning rate and dropout, for one size and number of passes.
    ("en90", 1, 128, 8, 18, 0.004, 1.0),
    ("en90", 1, 128, 8, 8, 0.004, 1.0),
    ("en90", 1, 128, 8, 8, 0.004, 0.3),
    ("en90", 1, 128, 8, 8, 0.004, 0.0),
    ("en90", 1, 128, 8, 4, 0.004, 0.3),
    ("en90", 1, 128, 8, 2, 0.004, 0.3),
    ("en90", 1, 128, 8, 8, 0.008, 0.3),
    ("en90", 1, 128, 8, 8, 0.016, 0.3),
    ("en90", 1, 128, 8, 8, 0.06, 0.1),
    ("en90", 1, 256, 4, 8, 0.004, 0.3),
    ("en90", 2, 192, 4, 8, 0.004, 0.3),
    ("en90", 2, 192, 4, 8, 0.016, 0.1),
    # Sizes and passes, at learning rates for their batches: the law is fitted to these.
    ("en90", 1, 128, 8, 8, 0.03, 0.1),
    ("en90", 1, 256, 4, 8, 0.016, 0.1),
    ("en90", 1, 256, 12, 4, 0.006, 0.4),
    ("en90", 2, 192, 4, 4, 0.006, 0.1),
    ("en300", 1, 128, 8, 4, 0.008, 0.1),
    ("en300", 1, 256, 3, 4, 0.006, 0.1),
    ("en30", 1, 128, 40, 4, 0.008, 0.7),
    ("en30", 1, 256, 16, 4, 0.006, 0.5),
]


def measure(run, data, textgen):
    text, layers, units, passes, lanes, rate, strength = run
    name, first, count = TEXTS[text]
    with tempfile.TemporaryDirectory() as folder:
        with gzip.open(data / name, "rt", encoding="utf-8", newline="") as file:
            part = file.read()[first:first + count]
        path = pathlib.Path(folder) / "text.txt"
        path.write_text(part, encoding="utf-8")
        command = [
            textgen, "train", str(path), "--output", f"{folder}/model", "--quiet", "--format", "json", "--threads", "1",
            "--num-layers", str(layers), "--hidden-size", str(units), "--epochs", str(passes), "--batch-size",
            str(lanes), "--sequence-length", "64", "--learning-rate", str(rate), "--validations", "4", "--random-seed",
            "1",
        ]
        for option, value in DROPOUT.items():
            if layers > 1 or option != "dropout":
                command += [f"--{option}", str(round(value * strength, 4))]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        report = json.loads(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{' '.join(command)} ended in {status}")
    return dict(run=run, characters=report["trainingCharacters"], nats=report["model"]["natsPerCharacter"],
                seconds=usage.ru_utime + usage.ru_stime)


def predicted(layers, units, passes, characters):
    """The law of LearningCurve.swift."""
    weights = 4 * units * (64 + units + (layers - 1) * 2 * units) / 1e6
    saturation = 40 * (0.33 / weights) ** 0.3
    read = characters / 1e6 * saturation * (1 - math.exp(-passes / saturation)) * 0.64 ** (layers - 1)
    return 1.02 + 0.136 * weights ** -0.3 + 0.139 * weights ** -0.05 * read ** -0.5


def compare(results):
    fitted = [tuple(run) for run in RUNS[-8:]]
    rows = [(tuple(row["run"]), row["nats"], predicted(*row["run"][1:4], row["characters"]), row["seconds"])
            for row in results]
    print("text    network  passes  lanes    rate  dropout  seconds    nats     law")
    for run, nats, law, seconds in rows:
        text, layers, units, passes, lanes, rate, strength = run
        same = [(row[1], row[2]) for row in rows if row[0][0] == text and row[0] in fitted]
        shown = ""
        if run in fitted:
            shown = f"{law + sum(nats - law for nats, law in same) / len(same):.3f}"
        print(f"{text:6} {layers:3} x {units:3} {passes:7} {lanes:6} {rate:7} {strength:8} {seconds:8.1f} {nats:7.3f} "
              f"{shown:>7}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    measuring = commands.add_parser("measure")
    measuring.add_argument("data", type=pathlib.Path)
    measuring.add_argument("results", type=pathlib.Path)
    measuring.add_argument("--textgen", default="textgen")
    measuring.add_argument("--jobs", type=int, default=2)
    commands.add_parser("compare").add_argument("results", type=pathlib.Path)
    arguments = parser.parse_args()
    results = []
    if arguments.results.exists():
        results = [json.loads(line) for line in arguments.results.read_text().splitlines()]
    if arguments.command == "compare":
        return compare(results)
    known = {tuple(row["run"]) for row in results}
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool, open(arguments.results, "a") as file:
        waiting = [pool.submit(measure, run, arguments.data, arguments.textgen) for run in RUNS if run not in known]
        for future in concurrent.futures.as_completed(waiting):
            file.write(json.dumps(future.result()) + "\n")
            file.flush()


if __name__ == "__main__":
    main()
