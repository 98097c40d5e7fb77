#!/usr/bin/env python3
"""Writes Documentation/samples.md: what `make run` prints for the first twenty random seeds, and how often it fails.

    python3 Scripts/sample_page.py TEXT [--program .build/release/textgen] > Documentation/samples.md

TEXT is the text whose words count as words: what the shipped model was trained on; .gz or plain.
"""
import argparse
import pathlib
import re
import subprocess
import textwrap

from sampling_defaults import read, words

ARGUMENTS = ["--seed", "Once", "--length", "400", "--end", "sentence"]
COUNT = 20
END = r"[.!?…][\"'”’)]*$"


def repeated(text):
    """How many lines of three words or more stand in the text before."""
    lines = [line for line in text.split("\n") if len(words(line)) > 2]
    return len(lines) - len(set(lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text")
    parser.add_argument("--program", default=".build/release/textgen")
    arguments = parser.parse_args()
    known = set(words(read(arguments.text)))
    texts = []
    for seed in range(1, COUNT + 1):
        command = [arguments.program, "sample", *ARGUMENTS, "--random-seed", str(seed), "--quiet"]
        texts.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip("\n"))
    found = [word for text in texts for word in words(text)]
    missing = sorted({word for word in found if word not in known})
    share = sum(word in known for word in found) / len(found)
    print(f"""# Twenty samples

What the shipped model writes with the settings of `make run`, for the random seeds 1 to {COUNT}, unedited:

```
$ textgen sample --seed "Once" --length 400 --end sentence --random-seed 1
```
""")
    print(textwrap.fill(
        f"`python3 Scripts/sample_page.py {pathlib.Path(arguments.text).name}` writes this page. Of {len(found):,} words "
        f"{100 * share:.1f} % occur in the {len(known):,} of the text that the model was trained on; the others are "
        f"{', '.join(missing)}. Lines that a text has twice: {sum(map(repeated, texts))}. Texts that end with a sentence: "
        f"{sum(bool(re.search(END, text)) for text in texts)} of {COUNT}.",
        120, break_on_hyphens=False))
    for seed, text in enumerate(texts, 1):
        print(f"\n## Random seed {seed}\n\n```\n{text}\n```")


if __name__ == "__main__":
    main()
