"""Makes the files that the shipped model movie-reviews-en is trained and measured on, from the public data sets.

    python Scripts/movie_reviews.py DATA OUTPUT

DATA holds, rows with a tab between label and text where nothing else is said,

    aclImdb/                        the Large Movie Review Dataset as it comes, or in its place
      imdb/train.tsv.gz             its training reviews, 1 for positive and 0 for negative, by class and number
      imdb/train.meta.tsv.gz        for each of them: name, film (tt0453418), stars
      imdb/unsup-20mb.txt.gz        15,000 of its reviews without labels, one a line
    sst2/train.tsv.gz, dev.tsv, test.tsv    the sentences of SST-2 with labels 1 and 0
    sst2-glue/train.tsv.gz          GLUE's phrases: a header, then sentence and label

OUTPUT receives

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
import re
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


def one_line(path):
    return re.sub("[\\t\\n\\x85]", " ", path.read_text(encoding="utf-8"))


def reviews(data):
    """Label, text and film of each training review, and the texts without labels."""
    if (data / "imdb").is_dir():
        films = [int(line.split("\t")[1].lstrip("t")) for line in lines(data / "imdb/train.meta.tsv.gz")]
        labelled = [(label, text, film) for (label, text), film in zip(rows(data / "imdb/train.tsv.gz"), films)]
        return labelled, lines(data / "imdb/unsup-20mb.txt.gz")
    train = data / "aclImdb/train"

    def by_number(folder):
        return sorted(folder.iterdir(), key=lambda path: int(path.name.split("_")[0]))

    labelled = []
    for label, name in [("1", "pos"), ("0", "neg")]:
        films = [int(re.search(r"tt(\d+)", line)[1]) for line in lines(train / f"urls_{name}.txt")]
        labelled += [(label, one_line(path), film) for path, film in zip(by_number(train / name), films)]
    return labelled, [one_line(path) for path in by_number(train / "unsup")[:15000]]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data, output = map(pathlib.Path, sys.argv[1:3])
    output.mkdir(parents=True, exist_ok=True)
    generator = random.Random(1)

    # Reviews, by film: numbers ending in 0 are the development part, one in forty others is held out.
    parts = {"train": [], "validation": [], "dev": []}
    labelled, without_label = reviews(data)
    for label, text, film in labelled:
        part = "dev" if film % 10 == 0 else "validation" if film % 40 == 1 else "train"
        parts[part].append([NAMES[label], text])

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
    unlabelled = [[text] for text in without_label]
    unlabelled += [[text] for _, text in parts["train"]] + [[text] for _, text in sentences]
    generator.shuffle(unlabelled)
    write(output / "unlabelled.txt", unlabelled)


if __name__ == "__main__":
    main()
