"""Makes the files that the shipped model general-en is trained and measured on, from the public data sets.

    python3 Scripts/general_english.py DATA STATEMENTS OUTPUT [--sure FILE] [--stress-messages]
        [--sentences TIMES] [--vary-ends] [--half-the-reviews]

DATA holds the sets that corpora/README.md names, rows with a tab between label and text. STATEMENTS is what
Scripts/short_statements.py has written. --sure FILE is what `sentiment classify OUTPUT/reviews.txt --format jsonl`
printed: reviews without a label get the one that a model is sure of. With --stress-messages messages come twice, and
negative ones, which are rare, three times. With --sentences 3 whole sentences of the treebank come three times.
With --vary-ends one short text in five loses its full stop or gets one. With --half-the-reviews only every second long text
comes. OUTPUT receives

    unlabelled.txt    texts without labels, one a line, for `sentiment pretrain`
    reviews.txt       reviews without labels, one a line
    train.tsv         label, text; what belongs together stands together
    validation.tsv    texts that decide when to stop and how sure to be, of every kind
    test/             what is never trained on: messages, products, films, sentences, restaurants, laptops, edited reviews

No film is on two sides. Texts of the training part that also occur in a test part are left out.
"""
import argparse
import collections
import json
import pathlib
import random
import re

from movie_reviews import lines, write

NAMES = ["negative", "neutral", "positive"]
TWO = {"0": "negative", "1": "positive"}
THREE = {"0": "negative", "1": "neutral", "2": "positive"}
HELD_OUT = {"messages": 1500, "products": 800, "phrases": 400, "aspects": 300, "plain": 700, "statements": 800}


def rows(path, names=TWO):
    """Label and last column of a table without header."""
    cells = (line.split("\t") for line in lines(path) if line)
    return [[names[row[0]], row[-1]] for row in cells if row[0] in names]


def plain(text):
    return " ".join(re.findall(r"\w+", text.lower()))


def films(data):
    """Reviews by part and film: numbers that end in 0 are the development part, one in forty others is held out."""
    parts = {"train": [], "validation": [], "dev": []}
    edited = {int(line) for line in lines(data / "cad-imdb/imdb-train-rows-to-leave-out.txt")}
    numbers = [int(line.split("\t")[1].lstrip("t")) for line in lines(data / "imdb/train.meta.tsv.gz")]
    labelled = enumerate(zip(rows(data / "imdb/train.tsv.gz"), numbers), 1)
    for number, (row, film) in sorted(labelled, key=lambda item: item[1][1]):
        part = "dev" if film % 10 == 0 else "validation" if film % 40 == 1 else "train"
        if part == "dev" or number not in edited:
            parts[part].append(row)
    return parts


def edited_reviews(data, dev):
    """Originals and their edited versions, but for the films of the development part."""
    known = {plain(text) for _, text in dev}
    table = [line.split("\t") for line in lines(data / "cad-imdb/train.tsv.gz")]
    left_out = {pair for _, pair, kind, text in table if kind == "o" and plain(text) in known}
    # The originals are among the training reviews already.
    return [[TWO[label], text] for label, pair, kind, text in table if kind == "r" and pair not in left_out]


def sentences(data, generator):
    """Phrases and whole sentences of the treebank, and 600 held-out sentences with all their phrases left out."""
    known = {plain(text) for part in ["dev", "test"] for _, text in rows(data / f"sst2/{part}.tsv")}
    known |= {plain(text) for _, text in rows(data / "sst5/test.tsv.gz", {str(n): "" for n in range(5)})}
    known |= {plain(text) for _, text in rows(data / "sst5/dev.tsv", {str(n): "" for n in range(5)})}
    whole = [row for row in rows(data / "sst2/train.tsv.gz") if plain(row[1]) not in known]
    neutral = [row for row in rows(data / "sst5/train.tsv.gz", {"2": "neutral"}) if plain(row[1]) not in known]
    generator.shuffle(whole)
    held_out, whole = whole[:600], whole[600:]
    joined = "\n".join(f" {plain(text)} " for _, text in held_out)
    phrases = []
    for line in lines(data / "sst2-glue/train.tsv.gz")[1:]:
        text, label = line.rsplit("\t", 1)
        if plain(text) and plain(text) not in known and f" {plain(text)} " not in joined:
            phrases.append([TWO[label], text.strip()])
    return together(phrases + whole + neutral), whole + neutral, held_out, known


def together(rows):
    """The rows in an order in which a phrase follows the longest text that contains it."""
    texts = sorted({f" {plain(text)} " for _, text in rows}, key=lambda text: (-len(text), text))
    places = collections.defaultdict(list)
    for place, text in enumerate(texts):
        for word in set(text.split()):
            places[word].append(place)

    def place(row):
        text = f" {plain(row[1])} "
        rarest = min((places[word] for word in text.split()), key=len, default=[])
        return next((place for place in rarest if text in texts[place]), len(texts))

    return sorted(rows, key=place)


def aspects(path):
    """Sentences all of whose aspects have one label."""
    labels = {}
    for label, aspect, text in (line.split("\t") for line in lines(path) if line):
        labels.setdefault(text.replace("$T$", aspect), set()).add(label)
    return [[THREE[found.pop()], text] for text, found in labels.items() if len(found) == 1]


def lexicon(data):
    """Words and signs with the side that the lists agree on, and how far they lean."""
    scores = {}
    for line in lines(data / "lexicons/vader_lexicon.txt.gz"):
        if line:
            word, mean = line.split("\t")[:2]
            scores.setdefault(word, []).append(float(mean))
    for name in ["AFINN-en-165.txt", "AFINN-emoticon-8.txt"]:
        for word, value in (line.split("\t") for line in lines(data / "lexicons" / name) if line):
            scores.setdefault(word, []).append(float(value))
    for label, word in (line.split("\t") for line in lines(data / "lexicons/hu-liu.tsv") if line):
        scores.setdefault(word, []).append(2 if label == "1" else -2)
    means = {word: sum(values) / len(values) for word, values in scores.items()
             if min(values) > 0 or max(values) < 0}
    known = dict(means)
    for sign, name in (line.split("\t") for line in lines(data / "lexicons/vader_emoji.txt") if line):
        found = [known[word] for word in name.split() if word in known]
        if found:
            means[sign] = sum(found) / len(found)
    return means, set(scores)


def plain_sentences(data, opinions, generator):
    """Sentences of everyday life and of an encyclopaedia without any word of the lists, taken as neutral."""
    found = []
    for path in ["tatoeba-eng-deu/train.tsv.gz", "tatoeba-eng-spa/train.tsv.gz", "tatoeba-eng-fra/fra.txt.gz"]:
        found += [line.split("\t")[0] for line in lines(data / path)]
    everyday = [text for text in dict.fromkeys(found) if not re.search(r"\b(Tom|Mary)\b", text)]
    wiki = []
    for line in lines(data / "wikitext-2/wiki.train.tokens.gz"):
        if not line.startswith(" ="):
            wiki += [text.replace(" @-@ ", "-").replace(" @,@ ", ",").replace(" @.@ ", ".").strip() + " ."
                     for text in line.split(" . ") if "<unk>" not in text]
    captions = lines(data / "multi30k/train.en.gz")
    chosen = []
    for texts, count in [(everyday, 26_000), (wiki, 8_000), (captions, 3_000)]:
        kept = [text for text in dict.fromkeys(texts)
                if 3 <= len(text.split()) <= 30 and not opinions & set(plain(text).split())]
        generator.shuffle(kept)
        chosen += kept[:count]
    return [["neutral", text] for text in chosen], everyday + wiki


def words(means, opinions, corpus):
    """Single words: those of the lists, and the most frequent others as neutral ones."""
    counts = {}
    for text in corpus:
        for word in plain(text).split():
            counts[word] = counts.get(word, 0) + 1
    others = sorted((word for word in counts if word.isalpha() and len(word) > 2 and word not in opinions),
                    key=lambda word: (-counts[word], word))
    labelled = [["positive" if mean > 0 else "negative", word] for word, mean in means.items() if abs(mean) >= 1.4]
    return labelled + [["neutral", word] for word in others[:3_000]]


def paragraphs(training, generator):
    """Several sentences in one text: plain ones stay neutral, and a single opinion among them decides."""
    def sentence(text):
        return text if text[-1:] in ".!?…" else text + "."

    plain_ones = [text for label, text in training if label == "neutral" and 4 <= len(text.split()) <= 25]
    opinions = [row for row in training if row[0] != "neutral" and 4 <= len(row[1].split()) <= 25]
    made = [["neutral", " ".join(map(sentence, generator.sample(plain_ones, generator.randint(3, 9))))]
            for _ in range(3_000)]
    for label, text in generator.sample(opinions, 4_000):
        around = generator.sample(plain_ones, generator.randint(1, 4)) + [text]
        generator.shuffle(around)
        made.append([label, " ".join(map(sentence, around))])
    return made


def sure(reviews, path):
    """Reviews with the label of a model, where it gives that at least 0.95."""
    for text, line in zip(reviews, lines(path), strict=True):
        result = json.loads(line)
        if result["label"] in TWO.values() and result["probability"] >= 0.95:
            yield [result["label"], text]


def stressed(training, messages, sentences, times):
    """Messages twice, negative ones three times, and sentences so many times, side by side."""
    for row in training:
        often = 1
        if tuple(row) in messages:
            often = 3 if row[0] == "negative" else 2
        elif tuple(row) in sentences:
            often = times
        yield from [row] * often


def varied(training, generator):
    """Every text, one short one in five without its full stop or with one."""
    for label, text in training:
        if len(text.split()) <= 20 and generator.random() < 0.2:
            if text.endswith(".") and not text.endswith(".."):
                text = text[:-1].rstrip() or text
            elif text[-1:].isalnum():
                text += "."
        yield [label, text]


def half_the_reviews(training):
    """Every second text of more than 400 characters, and all shorter ones."""
    long = [number for number, row in enumerate(training) if len(row[1]) > 400]
    left_out = set(long[::2])
    return [row for number, row in enumerate(training) if number not in left_out]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["data", "statements", "output"]:
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--sure", type=pathlib.Path)
    parser.add_argument("--sentences", type=int, default=1, metavar="TIMES")
    for name in ["--stress-messages", "--vary-ends", "--half-the-reviews"]:
        parser.add_argument(name, action="store_true")
    arguments = parser.parse_args()
    data, statements, output = arguments.data, arguments.statements, arguments.output
    (output / "test").mkdir(parents=True, exist_ok=True)
    generator = random.Random(1)

    reviews = films(data)
    treebank, whole_sentences, held_out_sentences, known = sentences(data, generator)
    tests = {
        "messages": rows(data / "tweeteval/sentiment.val.tsv.gz", THREE), "products": rows(data / "fdu-mtl/test.tsv.gz"),
        "films": reviews["dev"], "sentences": rows(data / "sst2/test.tsv"),
        "restaurants": aspects(data / "semeval14-absa/restaurants.test.tsv"),
        "laptops": aspects(data / "semeval14-absa/laptops.test.tsv"),
        "edited": [[TWO[line.split("\t")[0]], line.split("\t")[3]] for line in lines(data / "cad-imdb/dev.tsv.gz")],
    }
    for table in tests.values():
        known |= {plain(text) for _, text in table}
    suite = pathlib.Path(__file__).parent.parent / "corpora/negation-en.tsv"
    known |= {plain(line.split("\t")[-1]) for line in lines(suite)}
    means, opinions = lexicon(data)
    neutral, corpus = plain_sentences(data, opinions, generator)
    emotions = rows(data / "tweeteval/emotion.train.tsv.gz",
                    {"0": "negative", "1": "positive", "2": "positive", "3": "negative"})
    kinds = {
        "messages": rows(data / "tweeteval/sentiment.train.tsv.gz", THREE), "products": rows(data / "fdu-mtl/train.tsv.gz"),
        "phrases": rows(data / "cr-mpqa/cr.tsv.gz") + rows(data / "cr-mpqa/mpqa.tsv.gz")
        + rows(data / "uci-sentences/amazon_cells.tsv") + rows(data / "uci-sentences/imdb.tsv"),
        "aspects": aspects(data / "semeval14-absa/restaurants.train.tsv.gz")
        + aspects(data / "semeval14-absa/laptops.train.tsv.gz"),
        "plain": neutral, "statements": [line.split("\t") for line in lines(statements)],
    }
    training = reviews["train"] + edited_reviews(data, reviews["dev"]) + treebank + emotions
    validation = reviews["validation"] + held_out_sentences
    short = []
    for kind, table in kinds.items():
        table = [list(row) for row in dict.fromkeys(map(tuple, table)) if plain(row[1]) not in known]
        generator.shuffle(table)
        validation += table[:HELD_OUT[kind]]
        training += table[HELD_OUT[kind]:]
        if kind in ("plain", "statements"):
            short += table[HELD_OUT[kind]:]
    held_out = {plain(text) for _, text in validation}
    training = [row for row in training if plain(row[1]) not in held_out and plain(row[1]) not in known]
    real = list(training)
    known |= held_out
    more = lines(data / "imdb/unsup-20mb.txt.gz")
    more += [line.split("\t", 1)[1] for line in lines(data / "fdu-mtl/unlabel.tsv.gz") if "\t" in line]
    more = [text for text in dict.fromkeys(more) if len(text) >= 40 and plain(text) not in known]
    training += words(means, opinions, corpus) + paragraphs(short, generator)
    if arguments.sure:
        training += sure(more, arguments.sure)
    messages = {tuple(row) for row in kinds["messages"] if arguments.stress_messages}
    training = list(stressed(training, messages, set(map(tuple, whole_sentences)), arguments.sentences))
    if arguments.half_the_reviews:
        training = half_the_reviews(training)
    if arguments.vary_ends:
        training = list(varied(training, generator))
    for name, table in tests.items():
        write(output / f"test/{name}.tsv", table)
    write(output / "train.tsv", training)
    write(output / "validation.tsv", validation)
    write(output / "reviews.txt", [[text] for text in more])

    made = {tuple(row) for row in kinds["statements"]}
    unlabelled = [row[1] for row in real if " " in row[1] and tuple(row) not in made]
    unlabelled += more
    for name in ["irony.train.tsv.gz", "hate.train.tsv.gz"]:
        unlabelled += [line.split("\t", 1)[1] for line in lines(data / "tweeteval" / name) if line]
    generator.shuffle(corpus)
    unlabelled = list(dict.fromkeys(unlabelled + corpus[:60_000]))
    generator.shuffle(unlabelled)
    write(output / "unlabelled.txt", [[text] for text in unlabelled])


if __name__ == "__main__":
    main()
