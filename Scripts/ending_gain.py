#!/usr/bin/env python3
"""Measure how much better an ending follows when `textgen sample --ending` chooses among candidates.

    python3 Scripts/ending_gain.py --seed "ROMEO:" --ending " Farewell." --length 200

Prints nats per character of the ending, its mean `-ln p` under the model, averaged over random seeds:

  appended   after a text of that length from `textgen sample`, without any choice
  cut        after a candidate that was not chosen, at its best place: the mean over all candidates
  chosen     after the candidate that was chosen
"""

import argparse
import json
import statistics
import subprocess
import tempfile


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--textgen", default=".build/release/textgen")
    parser.add_argument("--model", default="shakespeare")
    parser.add_argument("--seed", required=True)
    parser.add_argument("--ending", required=True)
    parser.add_argument("--length", default="200")
    parser.add_argument("--candidates", default="16")
    parser.add_argument("--count", type=int, default=20, help="random seeds")
    options = parser.parse_args()

    def run(*arguments):
        return json.loads(subprocess.run(
            [options.textgen, *arguments, "--format", "json", "--quiet"], check=True, capture_output=True).stdout)

    def nats(text):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            evaluation = run("evaluate", options.model, file.name)
        return evaluation["natsPerCharacter"] * evaluation["characters"]

    rows = []
    for number in range(options.count):
        # Far enough apart that no two share a candidate.
        common = ["sample", options.model, "--seed", options.seed, "--length", options.length,
                  "--random-seed", str(1000 * number)]
        text = options.seed + run(*common)["text"]
        appended = (nats(text + options.ending) - nats(text)) / len(options.ending)
        candidates = run(*common, "--ending", options.ending, "--candidates", options.candidates)
        of_ending = [candidate["endingNats"] for candidate in candidates["infilling"]["candidates"]]
        rows.append((appended, statistics.mean(of_ending), of_ending[0]))
    for name, values in zip(["appended", "cut", "chosen"], zip(*rows)):
        error = statistics.stdev(values) / len(values) ** 0.5
        print(f"{name:9} {statistics.mean(values):.3f} ± {error:.3f}")


if __name__ == "__main__":
    main()
