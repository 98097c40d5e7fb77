"""Divides Tatoeba's English-French pairs by English sentence.

    python3 Scripts/everyday_pairs.py fra.txt pairs

`fra.txt` (or `fra.txt.gz`) has a pair a line, English, tab, French. Rows whose English sentence has a CRC-32 of 0 modulo
50 go to `test.tsv`, those of 1 to `validation.tsv`, the rest to `train.tsv`: no sentence is in two of them.
"""
import argparse
import gzip
import zlib
from pathlib import Path

PARTS = {0: "test.tsv", 1: "validation.tsv"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    open_file = gzip.open if options.pairs.suffix == ".gz" else open
    rows = {name: [] for name in [*PARTS.values(), "train.tsv"]}
    with open_file(options.pairs, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            english, french = line.rstrip("\n").split("\t")[:2]
            part = zlib.crc32(english.encode()) % 50
            rows[PARTS.get(part, "train.tsv")].append(f"{english}\t{french}\n")
    options.output.mkdir(parents=True, exist_ok=True)
    for name, lines in rows.items():
        (options.output / name).write_text("".join(lines), encoding="utf-8", newline="\n")
        print(f"{name}: {len(lines)} pairs")


if __name__ == "__main__":
    main()
