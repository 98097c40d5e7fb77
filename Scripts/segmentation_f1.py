#!/usr/bin/env python3
"""Scores word segmentation on Universal Dependencies treebanks.

    segmentation_f1.py --textgen .build/release/textgen FILE.conllu(.gz)...

A found word is right where the treebank has a word with the same start and end; a token of several syntactic words,
such as German "zum", counts as one word. Punctuation counts, white space does not. Beside `textgen tokenize` stand
ICU's own word iterator in the root locale, where PyICU is installed, and splitting at white space.
Exits 2 if a file or the program cannot be used.
"""

import argparse
import gzip
import json
import re
import subprocess
import sys
from itertools import accumulate
from pathlib import Path

try:
    import icu
except ImportError:
    icu = None

TEXT = re.compile(r"#\s*text\s*=\s?(.*)")


class Unusable(Exception):
    """A file or a program's answer that does not fit; the message names it."""


def main():
    arguments = parse_arguments()
    try:
        rows = [score_file(path, arguments.textgen) for path in arguments.files]
    except Unusable as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if arguments.format == "json":
        print(json.dumps({"icu": icu and icu.ICU_VERSION, "files": rows}, indent=2, ensure_ascii=False))
    else:
        print_table(rows)
    return 0


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE.conllu", help="a treebank, or one in gzip")
    parser.add_argument("--textgen", default=".build/release/textgen", help="the built program")
    parser.add_argument("--format", choices=["table", "json"], default="table", help="how to print the scores")
    return parser.parse_args()


def score_file(path, textgen):
    texts, gold = read_treebank(path)
    found = [words_of_textgen(line, text) for line, text in zip(run_textgen(textgen, texts), texts)]
    precision, recall, f1 = score(gold, found)
    return {
        "file": path.name,
        "sentences": len(texts),
        "gold_words": sum(map(len, gold)),
        "found_words": sum(map(len, found)),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "icu_f1": score(gold, map(words_of_icu, texts))[2] if icu else None,
        "white_space_f1": score(gold, map(words_between_white_space, texts))[2],
    }


def score(gold, found):
    """Precision, recall and F1 in per cent, of words given for each sentence as sets of spans."""
    right = gold_count = found_count = 0
    for expected, actual in zip(gold, found):
        right += len(expected & actual)
        gold_count += len(expected)
        found_count += len(actual)
    return per_cent(right, found_count), per_cent(right, gold_count), per_cent(2 * right, found_count + gold_count)


def per_cent(part, whole):
    return round(100 * part / whole, 2) if whole else 0.0


# Spans count bytes of UTF-8 from the start of the sentence.


def byte_offsets(text):
    """For each character of a text, and for its end, how many bytes of UTF-8 stand before it."""
    return list(accumulate((len(character.encode()) for character in text), initial=0))


def words_between_white_space(text):
    offset = byte_offsets(text)
    return {(offset[word.start()], offset[word.end()]) for word in re.finditer(r"\S+", text)}


def words_of_icu(text):
    iterator = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())
    iterator.setText(icu.UnicodeString(text))
    units = text.encode("utf-16-le")
    found, start, first = set(), 0, 0
    for boundary in iterator:
        word = units[2 * first:2 * boundary].decode("utf-16-le")
        end = start + len(word.encode())
        if not word.isspace():
            found.add((start, end))
        start, first = end, boundary
    return found


def run_textgen(textgen, texts):
    """What `textgen tokenize` says of each text, a line for each."""
    command = [textgen, "tokenize", "--unit", "word", "--format", "jsonl"]
    lines = "".join(text + "\n" for text in texts).encode()
    try:
        answer = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True).stdout
    except OSError as error:
        raise Unusable(f"{textgen} cannot be run: {error.strerror}") from error
    except subprocess.CalledProcessError as error:
        raise Unusable(f"{' '.join(command)} ended with status {error.returncode}") from error
    answers = answer.decode().removesuffix("\n").split("\n")
    if len(answers) != len(texts):
        raise Unusable(f"{textgen} answered {len(texts)} lines with {len(answers)}")
    return answers


def words_of_textgen(line, text):
    """The words in one line of its answer."""
    try:
        tokens = [(token["start"], token["end"], token["text"]) for token in json.loads(line)["tokens"]]
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable(f"textgen answered the sentence {text!r} with {line!r}") from error
    source = text.encode()
    for start, end, word in tokens:
        if source[start:end] != word.encode():
            raise Unusable(f"textgen says that {word!r} stands at {start}..<{end} of {text!r}, and it does not")
    return {(start, end) for start, end, word in tokens if not word.isspace()}


def read_treebank(path):
    """The texts of a treebank's sentences, and for each the spans of its words."""
    sentences = [parse_sentence(block, path) for block in re.split(r"\n{2,}", read(path).strip("\n")) if block]
    if not sentences:
        raise Unusable(f"{path} has no sentences")
    texts, words = zip(*sentences)
    return texts, words


def read(path):
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8", newline="") as file:
            return file.read().replace("\r\n", "\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise Unusable(f"{path} cannot be read: {error}") from error


def parse_sentence(block, path):
    lines = block.split("\n")
    text = next((match[1] for line in lines if (match := TEXT.fullmatch(line))), None)
    if text is None:
        raise Unusable(f"{path}: a sentence without its text: {lines[0]}")
    try:
        return text, spans(surface_forms(lines), text)
    except ValueError as error:
        raise Unusable(f"{path}: the words do not make up the sentence {text!r}: {error}") from error


def surface_forms(lines):
    """The words as they stand in the text: a range of ids stands for the words in it, an id with a dot for none."""
    forms, covered = [], 0
    for id, form in (line.split("\t")[:2] for line in lines if not line.startswith("#")):
        first, _, last = id.partition("-")
        if "." in id or int(first) <= covered:
            continue
        forms.append(form)
        covered = int(last or first)
    return forms


def spans(forms, text):
    """Where the words stand, found by walking the text."""
    offset, position, found = byte_offsets(text), 0, set()
    for form in forms:
        start = text.find(form, position)
        if start < 0 or text[position:start].strip():
            raise ValueError(f"{form!r} is not the next word")
        position = start + len(form)
        found.add((offset[start], offset[position]))
    if text[position:].strip():
        raise ValueError("something stands after the last word")
    return found


def print_table(rows):
    headings = ["file", "sentences", "gold words", "found words", "precision", "recall", "F1"]
    keys = ["file", "sentences", "gold_words", "found_words", "precision", "recall", "f1"]
    if icu:
        headings.append(f"F1 of ICU {icu.ICU_VERSION}")
        keys.append("icu_f1")
    headings.append("F1 of white space")
    keys.append("white_space_f1")
    cells = [headings] + [[cell(row[key]) for key in keys] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells)]
    for line in cells:
        padded = [text.rjust(width) for text, width in zip(line, widths)]
        print("  ".join([line[0].ljust(widths[0])] + padded[1:]))


def cell(value):
    return f"{value:.1f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
