#!/usr/bin/env python3
"""Measures what `sentiment train --from` makes of 200 labelled texts of a new kind.

    python Scripts/continue_training.py DATA [--model NAME] [--mix] [--tuning] [--set NAME]... [-- OPTIONS]

For each set the accuracy on its test texts (up to 1,000) of a classifier that was trained on 200 texts alone, of the
model as it is, and of the model continued on the same 200 texts; then the accuracy on the old kind of texts, the test
part of SST-2, before and after. Means over the seeds, each of which draws other texts.

DATA holds the public sets, rows with a tab between label and text where nothing else is said:

    sst2/train.tsv.gz, test.tsv              0 and 1; with --mix the training sentences are mixed in
    semeval14-absa/*.tsv, *.tsv.gz           0, 1, 2; aspect; sentence with $T$: those whose aspects agree, without 1
    uci-sentences/amazon_cells.tsv           0 and 1
    cr-mpqa/cr.tsv.gz                        0 and 1
    fdu-mtl/train.tsv.gz, test.tsv.gz        0 and 1; kind; review
    airline-tweets/dev.tsv, test.tsv         0, 1, 2: without 1; with --model general-en all
    fin-phrasebank/dev.tsv, test.tsv         0, 1, 2: with --model general-en
    xlmt-tweets/de.train.tsv, de.val.tsv     0, 1, 2: with --model general-en
    tweeteval/sentiment.val.tsv.gz           0, 1, 2: the old kind of texts with --model general-en

With --tuning the sets are those on which the default options were chosen, none of which is reported. OPTIONS are given
to `train --from`, for example --learning-rate 1e-3.
"""
import argparse
import gzip
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

NAMES = {"0": "negative", "1": "positive"}
THREE = {"0": "negative", "1": "neutral", "2": "positive"}


def rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip()]


def absa(data, kind):
    labels = {}
    for part in ["train.tsv.gz", "test.tsv"]:
        for label, aspect, text in rows(data / "semeval14-absa" / f"{kind}.{part}"):
            labels.setdefault(text.replace("$T$", aspect), set()).add(label)
    agreeing = [(found.pop(), text) for text, found in labels.items() if len(found) == 1]
    return [(label.replace("2", "1"), text) for label, text in agreeing if label != "1"]


def products(data, kind):
    parts = rows(data / "fdu-mtl/train.tsv.gz") + rows(data / "fdu-mtl/test.tsv.gz")
    return [(label, text) for label, found, text in parts if found == kind]


def both_parts(data, name):
    return rows(data / name / "dev.tsv") + rows(data / name / "test.tsv")


def tweets(data):
    return [(label.replace("2", "1"), text) for label, text in both_parts(data, "airline-tweets") if label != "1"]


def three(texts):
    return [(THREE[label], text) for label, text in texts]


REPORTED = {
    "restaurants": lambda data: absa(data, "restaurants"),
    "mobile phones": lambda data: rows(data / "uci-sentences/amazon_cells.tsv"),
    "airline tweets": tweets,
    "kitchen": lambda data: products(data, "kitchen_housewares"),
}
# For a model of three classes: kinds of texts that general-en was not trained on.
GENERAL = {
    "airline tweets": lambda data: three(both_parts(data, "airline-tweets")),
    "financial news": lambda data: three(both_parts(data, "fin-phrasebank")),
    "German tweets": lambda data: three(
        rows(data / "xlmt-tweets/de.train.tsv") + rows(data / "xlmt-tweets/de.val.tsv")),
}
TUNING = {
    "laptops": lambda data: absa(data, "laptops"),
    "electronics": lambda data: rows(data / "cr-mpqa/cr.tsv.gz"),
    "apparel": lambda data: products(data, "apparel"),
}


def write(path, texts):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{NAMES.get(label, label)}\t{text}\n" for label, text in texts)
    return str(path)


class Tool:
    def __init__(self, program, threads):
        self.program, self.threads = program, threads

    def __call__(self, *arguments):
        command = [self.program, *map(str, arguments), "--quiet", "--format", "json", "--threads", str(self.threads)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(" ".join(command) + "\n" + done.stderr)
        return json.loads(done.stdout)

    def accuracy(self, model, file):
        return 100 * self("evaluate", model, file)["accuracy"]


def measure(tool, texts, old, options, arguments, folder, seed):
    """Accuracies: from nothing, before, after, and on old texts after."""
    random.Random(seed).shuffle(texts)
    train = write(folder / "train.tsv", texts[:arguments.texts])
    test = write(folder / "test.tsv", texts[arguments.texts:][:1000])
    common = ["--overwrite", "--random-seed", seed, "--output"]
    scratch = None
    if not arguments.tuning:
        tool("train", train, *common, folder / "scratch")
        scratch = tool.accuracy(folder / "scratch", test)
    tool("train", train, "--from", arguments.model, *common, folder / "continued", *options)
    return [
        scratch or 0, tool.accuracy(arguments.model, test), tool.accuracy(folder / "continued", test),
        tool.accuracy(folder / "continued", old)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--model", default="movie-reviews-en")
    parser.add_argument("--program", default=".build/release/sentiment")
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--mix", action="store_true", help="mix in the training sentences of SST-2")
    parser.add_argument("--tuning", action="store_true")
    parser.add_argument("--set", action="append", default=[], help="only this set; may be given several times")
    cut = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    arguments = parser.parse_args(sys.argv[1:cut])
    options = sys.argv[cut + 1:]
    tool = Tool(arguments.program, arguments.threads)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        is_general = arguments.model == "general-en"
        old = write(
            folder / "old.tsv", three(rows(arguments.data / "tweeteval/sentiment.val.tsv.gz")) if is_general
            else rows(arguments.data / "sst2/test.tsv"))
        if arguments.mix:
            options += ["--mix", write(folder / "mix.tsv", rows(arguments.data / "sst2/train.tsv.gz"))]
            options += ["--old-validation", old]
        before = tool.accuracy(arguments.model, old)
        print(f"{'':15} {'scratch':>8} {'before':>8} {'after':>8} {'old before':>11} {'old after':>10}")
        for set_name, read in (TUNING if arguments.tuning else GENERAL if is_general else REPORTED).items():
            if arguments.set and set_name not in arguments.set:
                continue
            texts = read(arguments.data)
            runs = [
                measure(tool, list(texts), old, options, arguments, folder, seed)
                for seed in range(1, arguments.seeds + 1)]
            scratch, start, after, kept = (statistics.mean(values) for values in zip(*runs))
            print(f"{set_name:15} {scratch:8.1f} {start:8.1f} {after:8.1f} {before:11.1f} {kept:10.1f}", flush=True)


if __name__ == "__main__":
    main()
