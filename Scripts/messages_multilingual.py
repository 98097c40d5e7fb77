"""Makes the files that the shipped model messages-multilingual is trained and measured on, from the public data sets.

    python3 Scripts/messages_multilingual.py DATA OUTPUT

DATA holds the sets that corpora/README.md names, rows with a tab between label and text. OUTPUT receives

    english.txt       English sentences whose Spanish, French and German translations are known, without labels;
                      where english.tsv holds what `sentiment classify --format tsv` made of them, its surest labels
                      are carried over to the translations, and all files below are written
    unlabelled.txt    texts without labels, one a line, for `sentiment pretrain`
    train.tsv         label, text
    dev/, validation.tsv    texts that decide when to stop and how sure to be, by language, and all of them
    test/             what is never trained on, by language

Texts of the training part that also occur in a development or test part are left out.
"""
import pathlib
import random
import sys
import zlib

from general_english import THREE, TWO, lexicon, plain, rows
from movie_reviews import lines, write

TWEETS = ["ar", "de", "es", "fr", "it"]
WISESIGHT = {"neg": "negative", "neu": "neutral", "pos": "positive"}
WORDS = {"negative": "negative", "positive": "positive"}
# The most training texts of a set, so that the large ones do not drown the others.
MOST = {"th": 12_000, "zh": 12_000, "id": 9_000, "en": 12_000}
SHORT = pathlib.Path(__file__).parent.parent / "corpora/short-messages.tsv"
TRANSLATIONS = {
    "es": "tatoeba-eng-spa/train.tsv.gz", "de": "tatoeba-eng-deu/train.tsv.gz", "fr": "tatoeba-eng-fra/fra.txt.gz"}


def key(text):
    """What two texts share that count as the same."""
    return plain(text) or text


def number(text, modulus):
    """A part of a set by the text alone."""
    return zlib.crc32(key(text).encode()) % modulus


def parts(table):
    """Training, development and test rows of a set without a division: a fortieth and a tenth by hash."""
    found = {"train": [], "dev": [], "test": []}
    for row in dict.fromkeys(map(tuple, table)):
        place = number(row[1], 40)
        found["test" if place % 10 == 0 else "dev" if place == 1 else "train"].append(list(row))
    return found


def reviews(data):
    """Chinese reviews of hotels, books and computers, whose label comes last."""
    table = [line.rsplit("\t", 1) for line in lines(data / "chnsenticorp/train.tsv.gz") if "\t" in line]
    return [[WORDS[label], text] for text, label in table if label in WORDS]


def labelled(data):
    """Training, development and test rows by language."""
    languages = {}
    for code in TWEETS:
        folder = data / "xlmt-tweets"
        train = folder / f"{code}.train.tsv"
        languages[code] = {
            "train": rows(train if train.exists() else folder / f"{code}.train.tsv.gz", THREE),
            "dev": rows(folder / f"{code}.val.tsv", THREE), "test": rows(folder / f"{code}.test.tsv", THREE)}
    languages["th"] = parts(rows(data / "wisesight-th/train.tsv.gz", WISESIGHT))
    shop = {part: rows(data / f"zh-shopping/{part}.tsv.gz", TWO) for part in ["train", "dev", "test"]}
    hotels = parts(reviews(data))
    languages["zh"] = {
        "train": shop["train"] + hotels["train"] + hotels["test"], "test": shop["test"],
        "dev": [row for row in shop["dev"] if number(row[1], 8) == 1] + hotels["dev"]}
    indonesian = parts(rows(data / "smsa-id/train.tsv.gz", THREE))
    languages["id"] = {
        "train": indonesian["train"] + indonesian["test"], "dev": indonesian["dev"],
        "test": rows(data / "smsa-id/valid.tsv.gz", THREE)}
    english = rows(data / "tweeteval/sentiment.train.tsv.gz", THREE)
    languages["en"] = {
        "train": [row for row in english if number(row[1], 80) != 1],
        "dev": [row for row in english if number(row[1], 80) == 1],
        "test": rows(data / "tweeteval/sentiment.val.tsv.gz", THREE)}
    return languages


def other_tests(data):
    """What else is measured on only: hotels, books and computers, and take-away meals."""
    table = [line.rsplit("\t", 1) for line in lines(data / "chnsenticorp/dev.clean.tsv.gz") if "\t" in line]
    return {
        "zh-hotels": [[WORDS[label], text] for text, label in table if label in WORDS],
        "zh-meals": rows(data / "zh-waimai/waimai.tsv.gz", TWO)}


def translations(data):
    """Pairs of an English sentence and its translation, by language."""
    return {
        code: [line.split("\t")[:2] for line in lines(data / path) if line.count("\t") >= 1]
        for code, path in TRANSLATIONS.items()}


def carried_over(pairs, classified, generator):
    """Translations with the label of the English sentence, where that is sure; as many of each class."""
    labels = {}
    for line in lines(classified)[1:]:
        label, probability, _, _, text = line.split("\t", 4)
        if float(probability) >= (0.97 if label == "neutral" else 0.9):
            labels[text] = label
    chosen = []
    for code in sorted(pairs):
        found = {}
        for english, translated in pairs[code]:
            if english in labels and not ("Tom" in english and labels[english] == "neutral"):
                found.setdefault(translated, labels[english])
        for label in ["negative", "neutral", "positive"]:
            texts = [text for text, own in found.items() if own == label]
            generator.shuffle(texts)
            chosen += [[label, text] for text in texts[:1_500]]
    return chosen


def signs(data):
    """Emoji and emoticons of the lists that lean clearly to one side."""
    means, _ = lexicon(data)
    return [["positive" if mean > 0 else "negative", sign] for sign, mean in means.items()
            if abs(mean) >= 1 and not any(character.isalnum() for character in sign)]


def short_messages(part):
    """Short messages written for this project, of all languages."""
    table = [line.split("\t") for line in lines(SHORT)[1:]]
    return [[label, text] for _, own, label, text in table if own == part]


def write_english(pairs, output):
    """The English sentences to be classified."""
    sentences = sorted({english for table in pairs.values() for english, _ in table})
    write(output / "english.txt", [[text] for text in sentences])


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data, output = map(pathlib.Path, sys.argv[1:])
    for folder in ["dev", "test"]:
        (output / folder).mkdir(parents=True, exist_ok=True)
    generator = random.Random(1)
    pairs = translations(data)
    write_english(pairs, output)
    if not (output / "english.tsv").exists():
        return
    languages = labelled(data)
    tests = {code: table["test"] for code, table in languages.items()} | other_tests(data)
    tests["short"] = short_messages("test")
    known = {key(text) for table in tests.values() for _, text in table}
    held_out = set()
    validation = []
    for code, table in languages.items():
        table["dev"] = [row for row in table["dev"] if key(row[1]) not in known]
        held_out |= {key(text) for _, text in table["dev"]}
        validation += table["dev"]
    training, unlabelled = [], []
    for code, table in languages.items():
        fresh = {key(row[1]): row for row in table["train"]}
        own = [row for same, row in fresh.items() if same not in known and same not in held_out]
        generator.shuffle(own)
        unlabelled += [text for _, text in own]
        training += own[:MOST.get(code, len(own))]
    made = carried_over(pairs, output / "english.tsv", generator)
    made += signs(data) + short_messages("train")
    training += [row for row in made if key(row[1]) not in known and key(row[1]) not in held_out]
    for table in pairs.values():
        texts = list(dict.fromkeys(text for _, text in table))
        generator.shuffle(texts)
        unlabelled += texts[:25_000]
    unlabelled += [line.split("\t", 1)[1] for line in lines(data / "lang-id/sentences.train.tsv.gz")
                   if line.split("\t", 1)[0] in languages]
    generator.shuffle(unlabelled)
    generator.shuffle(training)
    for code, table in languages.items():
        write(output / f"dev/{code}.tsv", table["dev"])
    for name, table in tests.items():
        write(output / f"test/{name}.tsv", table)
    write(output / "validation.tsv", validation)
    write(output / "train.tsv", training)
    write(output / "unlabelled.txt", [[text] for text in unlabelled if key(text) not in known])


if __name__ == "__main__":
    main()
