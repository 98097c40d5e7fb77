"""Makes the parts of two public texts that character language models are compared on.

    python3 Scripts/character_sets.py DATA OUTPUT

DATA holds ptb and war-and-peace as corpora/README.md describes them. OUTPUT receives train.txt, validation.txt and test.txt in

    ptb             the Penn Treebank in the version of Mikolov et al. (2012): 50 distinct characters, a sentence a line
    war-and-peace   the novel, the first 80 % of its characters, the next 10 % and the last 10 %
"""
import argparse
import pathlib

from sampling_defaults import read


def treebank(folder):
    """In the files a space stands after each symbol, and the space between words is written as _."""
    for part, name in (("train", "train"), ("validation", "valid"), ("test", "test")):
        lines = read(str(folder / f"ptb.char.{name}.txt.gz")).splitlines()
        yield part, "".join("".join(line.split(" ")).replace("_", " ") + "\n" for line in lines)


def novel(folder):
    text = read(str(folder / "warandpeace.txt.gz"))
    ends = [0, len(text) * 8 // 10, len(text) * 9 // 10, len(text)]
    for part, start, end in zip(("train", "validation", "test"), ends, ends[1:]):
        yield part, text[start:end]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=pathlib.Path, help="folder with the sets that corpora/README.md names")
    parser.add_argument("output", type=pathlib.Path, help="folder for the files")
    given = parser.parse_args()
    for name, parts in (("ptb", treebank), ("war-and-peace", novel)):
        folder = given.output / name
        folder.mkdir(parents=True, exist_ok=True)
        for part, text in parts(given.data / name):
            (folder / f"{part}.txt").write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
