"""Makes the files that the shipped model prose-en is trained and measured on, from 25 novels in the public domain.

    python3 Scripts/prose_english.py DATA OUTPUT

DATA holds novels-en as corpora/README.md describes it: train.txt.gz and dev.txt.gz, one paragraph a line, and books.tsv
with the part, the title and the number of characters of each book. OUTPUT receives

    train.txt         23 novels; every fourth has the quotation marks and dashes of a typewriter, as users type them
    validation.txt    The Thirty-Nine Steps: decides which weights are kept, and how sure they are
    heldout.txt       The Age of Innocence, which decides nothing
"""
import argparse
import csv
import gzip
import pathlib

VALIDATION = "The Thirty-Nine Steps"
TYPEWRITER = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "–": "-", "…": "..."})


def text(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return file.read()


def books(data):
    """Title and text of each training book; a line end, which belongs to none, follows each."""
    with open(data / "books.tsv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["split"] == "train"]
    whole, start = text(data / "train.txt.gz"), 0
    for row in rows:
        end = start + int(row["characters"])
        yield row["title"], whole[start:end].strip() + "\n"
        start = end + 1
    if start != len(whole) + 1:
        raise SystemExit(f"books.tsv counts {start - 1:,} characters, train.txt.gz has {len(whole):,}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=pathlib.Path, help="folder with the sets that corpora/README.md names")
    parser.add_argument("output", type=pathlib.Path, help="folder for the files")
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    novels = given.data / "novels-en"
    training = []
    for title, book in books(novels):
        if title == VALIDATION:
            (given.output / "validation.txt").write_text(book, encoding="utf-8")
        else:
            training.append(book.translate(TYPEWRITER) if len(training) % 4 == 3 else book)
    (given.output / "train.txt").write_text("\n".join(training), encoding="utf-8")
    (given.output / "heldout.txt").write_text(text(novels / "dev.txt.gz"), encoding="utf-8")


if __name__ == "__main__":
    main()
