"""Makes the texts with which movie-reviews-en goes on, after the first training on those of movie_reviews.py.

    python3 Scripts/more_movie_reviews.py DATA OUTPUT TEXTS SURE...

DATA and OUTPUT are as for movie_reviews.py, which has to run first: what it held out stays out. TEXTS are reviews without labels, one a line, and each SURE is what
`sentiment classify TEXTS --classes negative,positive --unit line --format jsonl` printed with one model: a text gets the
label on which the models agree, if the mean of their probabilities is at least 0.85. OUTPUT receives

    more.tsv    label, text: reviews film by film, edited reviews, the treebank's phrases sentence by sentence, and those
"""
import json
import pathlib
import random
import sys

from general_english import edited_reviews, films, plain, sentences
from movie_reviews import lines, write


def agreed(texts, answers):
    """Texts with the label that all models give, where the mean of their probabilities is high enough."""
    for text, *results in zip(lines(texts), *map(lines, answers), strict=True):
        results = [json.loads(result) for result in results]
        labels = {result["label"] for result in results}
        if len(labels) == 1 and sum(result["probability"] for result in results) / len(results) >= 0.85:
            yield [labels.pop(), text]


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    data, output, texts = map(pathlib.Path, sys.argv[1:4])
    reviews = films(data)
    treebank, _, known = sentences(data, random.Random(1))
    unlabelled = {plain(text) for text in lines(data / "imdb/unsup-20mb.txt.gz")}
    known |= {plain(text) for _, text in reviews["dev"]}
    held_out = [plain(line.split("\t", 1)[1]) for line in lines(output / "validation.tsv")]
    known |= set(held_out)
    joined = "\n".join(f" {text} " for text in held_out)
    treebank = [row for row in treebank if row[0] != "neutral" and f" {plain(row[1])} " not in joined]
    guessed = [row for row in agreed(texts, sys.argv[4:]) if plain(row[1]) in unlabelled - known]
    write(output / "more.tsv", reviews["train"] + edited_reviews(data, reviews["dev"]) + treebank + guessed)


if __name__ == "__main__":
    main()
