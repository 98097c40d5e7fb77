"""Makes the files that the shipped model movie-reviews-en is trained and measured on, from the public data sets.

    python Scripts/movie_reviews.py DATA OUTPUT

DATA holds imdb/ and sst2/, sst2-glue/ as corpora/README.md names them. OUTPUT receives

    unlabelled.txt    reviews without labels and training reviews, one a line, for `sentiment pretrain`
    train.tsv         label, text: training reviews, SST-2 phrases, whole SST-2 sentences once more
    validation.tsv    held-out reviews and sentences that decide when to stop and how sure to be
    imdb-dev.tsv      reviews of films whose number ends in 0: never trained on
    sst2-test.tsv     never trained on
    sst2-phrases.tsv, sst2-validation.tsv    for training on SST-2 alone

No film is on two sides. A phrase is dropped if it is a development or test sentence, or part of a held-out one.
"""
import gzip
import pathlib
import random
import sys

NAMES = {"0": "negative", "1": "positive"}


def lines(path):
    path = pathlib.Path(path)
    opened = gzip.open(path, "rt", encoding="utf-8", newline="\n") if path.suffix == ".gz" else open(
        path, encoding="utf-8", newline="\n")
    with opened as file:
        return [line.rstrip("\n") for line in file]


def rows(path):
    return [line.split("\t", 1) for line in lines(path)]


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write("\t".join(row) + "\n")
    print(f"{path}: {len(rows)} rows")


def plain(sentence):
    return " ".join(sentence.lower().split())


def main():
    data, output = map(pathlib.Path, sys.argv[1:3])
    output.mkdir(parents=True, exist_ok=True)
    generator = random.Random(1)

    # Reviews, by film: numbers ending in 0 are the development part, one in forty others is held out.
    parts = {"train": [], "validation": [], "dev": []}
    for row, meta in zip(rows(data / "imdb/train.tsv.gz"), lines(data / "imdb/train.meta.tsv.gz")):
        film = int(meta.split("\t")[1].lstrip("t"))
        part = "dev" if film % 10 == 0 else "validation" if film % 40 == 1 else "train"
        parts[part].append([NAMES[row[0]], row[1]])

    # Sentences: 600 of the training ones are held out, with every phrase that is part of one.
    tests = [plain(text) for _, text in rows(data / "sst2/test.tsv")]
    devs = [plain(text) for _, text in rows(data / "sst2/dev.tsv")]
    sentences = [[NAMES[label], text] for label, text in rows(data / "sst2/train.tsv.gz")]
    known = set(tests) | set(devs)
    sentences = [row for row in sentences if plain(row[1]) not in known]
    generator.shuffle(sentences)
    held_out, sentences = sentences[:600], sentences[600:]
    joined = "\n".join(f" {plain(text)} " for _, text in held_out)
    phrases = []
    for line in lines(data / "sst2-glue/train.tsv.gz")[1:]:
        text, label = line.rsplit("\t", 1)
        if plain(text) and plain(text) not in known and f" {plain(text)} " not in joined:
            phrases.append([NAMES[label], text.strip()])

    training = parts["train"] + phrases + sentences
    generator.shuffle(training)
    write(output / "train.tsv", training)
    write(output / "validation.tsv", parts["validation"] + held_out)
    write(output / "imdb-dev.tsv", parts["dev"])
    write(output / "imdb-train.tsv", parts["train"])
    write(output / "imdb-validation.tsv", parts["validation"])
    write(output / "sst2-test.tsv", [[NAMES[label], text] for label, text in rows(data / "sst2/test.tsv")])
    write(output / "sst2-phrases.tsv", phrases + sentences)
    write(output / "sst2-validation.tsv", held_out)
    unlabelled = [[text] for text in lines(data / "imdb/unsup-20mb.txt.gz")]
    unlabelled += [[text] for _, text in parts["train"]] + [[text] for _, text in sentences]
    generator.shuffle(unlabelled)
    write(output / "unlabelled.txt", unlabelled)


if __name__ == "__main__":
    main()
