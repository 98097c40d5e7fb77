#!/usr/bin/env python3
"""Measure how well sampled text reads, over temperature, min-p and top-p, to choose the defaults of `textgen sample`.

    python3 Scripts/sampling_defaults.py --text train.txt --held-out heldout.txt
    python3 Scripts/sampling_defaults.py --text tinyshakespeare.txt --model shakespeare

Each row is one setting, sampled at fixed random seeds from a shipped model. Columns:

  words      share of words that occur in the text that the model was trained on (its first 90 % without --held-out)
  lines      share of lines of 3 words or more that occurred before in the same sample
  4-grams    share of sequences of 4 words that occurred before in the same sample
  surprise   nats per character under a 10-gram model of the text that was held out (the last 10 %, or the first 200,000
             characters of --held-out)
  rare       share of words that occur, but only once or twice: a text of common words only reads flat
  distinct   distinct words among the first 2,000 of each sample, divided by 2,000 (or by the words there are)

The last rows are the training text itself, cut into samples of the same length.
"""

import argparse
import collections
import gzip
import itertools
import json
import math
import re
import subprocess

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def words(text):
    return WORD.findall(text.lower().replace("\u2019", "'"))


def read(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return file.read()


class CharacterModel:
    """An interpolated character n-gram model with Witten-Bell smoothing (Witten & Bell 1991, method C)."""

    def __init__(self, text, order):
        self.order = order
        self.alphabet = 128
        self.counts = collections.defaultdict(collections.Counter)
        for end in range(len(text)):
            for size in range(min(order, end + 1)):
                self.counts[text[end - size:end]][text[end]] += 1
        self.totals = {context: sum(counter.values()) for context, counter in self.counts.items()}

    def surprise(self, text):
        """Mean of -ln p, in nats per character."""
        nats = 0.0
        for end, character in enumerate(text):
            probability = 1 / self.alphabet
            for size in range(min(self.order, end + 1)):
                counter = self.counts.get(text[end - size:end])
                if counter is None:
                    break
                total, kinds = self.totals[text[end - size:end]], len(counter)
                probability = (counter[character] + kinds * probability) / (total + kinds)
            nats -= math.log(probability)
        return nats / len(text)


def repeated(items):
    """How many of the items occurred before, and how many there are."""
    seen, count = set(), 0
    for item in items:
        count += item in seen
        seen.add(item)
    return count, len(items)


class Measure:
    def __init__(self, text, held_out):
        self.known = collections.Counter(words(text))
        self.held_out = CharacterModel(held_out, 10)

    def row(self, samples):
        spelled = [word for sample in samples for word in words(sample)[:-1]]  # the last word may be cut
        known = [word for word in spelled if word in self.known]
        lines = [repeated([line.strip() for line in sample.split("\n") if len(words(line)) >= 3]) for sample in samples]
        grams = [repeated(list(zip(*(words(sample)[start:] for start in range(4))))) for sample in samples]
        distinct = [len(set(words(sample)[:2000])) / max(1, min(2000, len(words(sample)))) for sample in samples]
        return {
            "words": len(known) / len(spelled),
            "lines": sum(count for count, _ in lines) / max(1, sum(total for _, total in lines)),
            "4-grams": sum(count for count, _ in grams) / max(1, sum(total for _, total in grams)),
            "surprise": sum(self.held_out.surprise(sample) for sample in samples) / len(samples),
            "rare": sum(self.known[word] <= 2 for word in known) / max(1, len(known)),
            "distinct": sum(distinct) / len(distinct),
        }


def sample(arguments, setting):
    flags = [word for name, value in setting.items() for word in ("--" + name, str(value))]
    command = [
        arguments.textgen, "sample", arguments.model, "--format", "json", "--quiet", "--random-seed", "1",
        "--length", str(arguments.length), "--count", str(arguments.count), "--precision", arguments.precision,
    ]
    texts = json.loads(subprocess.run(command + flags, check=True, capture_output=True).stdout)
    return [text["text"] for text in (texts if isinstance(texts, list) else [texts])]


def settings(arguments):
    for temperature, min_p, top_p in itertools.product(arguments.temperature, arguments.min_p, arguments.top_p):
        setting = {"temperature": temperature, "min-p": min_p, "top-p": top_p}
        yield {name: value for name, value in setting.items() if (name, value) not in (("min-p", 0), ("top-p", 1))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--textgen", default=".build/release/textgen", help="the program")
    parser.add_argument("--text", required=True, help="what the model was trained on; .gz or plain")
    parser.add_argument("--held-out", help="a text that it was not trained on (default: the last tenth of --text)")
    parser.add_argument("--model", default="prose-en")
    parser.add_argument("--length", type=int, default=2000, help="characters of a sample")
    parser.add_argument("--count", type=int, default=20, help="samples of a setting")
    parser.add_argument("--precision", default="int8")
    parser.add_argument("--temperature", type=float, nargs="+", default=[0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    parser.add_argument("--min-p", type=float, nargs="+", default=[0, 0.05, 0.1, 0.15, 0.2])
    parser.add_argument("--top-p", type=float, nargs="+", default=[1, 0.95, 0.9])
    arguments = parser.parse_args()
    text = read(arguments.text)
    split = len(text) if arguments.held_out else len(text) * 9 // 10
    text, held_out = text[:split], read(arguments.held_out)[:200_000] if arguments.held_out else text[split:]
    measure = Measure(text, held_out)

    def show(name, samples):
        row = measure.row(samples)
        print(
            f"| {name} | {row['words']:.1%} | {row['lines']:.2%} | {row['4-grams']:.2%} | {row['surprise']:.3f} "
            f"| {row['rare']:.1%} | {row['distinct']:.3f} |", flush=True)

    print("| setting | words | lines | 4-grams | surprise | rare | distinct |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for setting in settings(arguments):
        show(" ".join(f"{name} {value:g}" for name, value in setting.items()), sample(arguments, setting))
    step = len(text) // arguments.count
    show("the training text", [text[at:at + arguments.length] for at in range(0, step * arguments.count, step)])
    if arguments.held_out:
        step = len(held_out) // arguments.count
        show("the held-out text", [held_out[at:at + arguments.length] for at in range(0, step * arguments.count, step)])


if __name__ == "__main__":
    main()
