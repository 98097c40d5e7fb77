#!/usr/bin/env python3
"""Writes pairs for the toy tasks of sequence-to-sequence models, one a line: source, tab, target.

    toy_pairs.py copy --count 20000 --output train.tsv
    toy_pairs.py reverse --count 1000 --length-exactly 20 --random-seed 2 --output test.tsv

`copy` repeats the source, `reverse` gives it from back to front. A source is a string of random letters; its length is
random too, every length from 1 to --length as likely as the others, unless --length-exactly is given. Short strings
come many times; of length 20, over the 26 letters, no two files with different seeds are likely to share one.
The same options give the same bytes.
"""

import argparse
import string
import sys
import unicodedata
from pathlib import Path
from random import Random

TASKS = {"copy": lambda source: source, "reverse": lambda source: source[::-1]}


def main():
    arguments = parse_arguments()
    generator = Random(arguments.random_seed)
    lines = []
    for _ in range(arguments.count):
        length = arguments.length_exactly or 1 + below(arguments.length, generator)
        source = "".join(arguments.alphabet[below(len(arguments.alphabet), generator)] for _ in range(length))
        lines.append(f"{source}\t{TASKS[arguments.task](source)}\n")
    text = "".join(lines).encode()
    if arguments.output:
        try:
            arguments.output.write_bytes(text)
        except OSError as error:
            print(f"error: {arguments.output} cannot be written: {error.strerror}", file=sys.stderr)
            return 2
    else:
        sys.stdout.buffer.write(text)
    return 0


def below(bound, generator):
    """A number from 0 up to the bound. Only `random()` is promised to give the same in every version of Python."""
    return int(generator.random() * bound)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=list(TASKS))
    parser.add_argument("--count", type=int, default=10_000, help="how many lines (default: %(default)s)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write them (default: standard output)")
    lengths = parser.add_mutually_exclusive_group()
    lengths.add_argument("--length", type=int, default=20, help="the longest a source may be (default: %(default)s)")
    lengths.add_argument("--length-exactly", type=int, metavar="LENGTH", help="the length of every source")
    parser.add_argument("--alphabet", default=string.ascii_lowercase, metavar="LETTERS", help="default: %(default)s")
    parser.add_argument("--random-seed", type=int, default=1, metavar="SEED", help="default: %(default)s")
    arguments = parser.parse_args()
    lengths = [arguments.length] if arguments.length_exactly is None else [arguments.length_exactly]
    if min(arguments.count, *lengths) < 1:
        parser.error("counts and lengths must be at least 1")
    # A mark or a space would make a reversed string something other than the same letters in another order.
    if not arguments.alphabet or any(unicodedata.category(letter)[0] not in "LNPS" for letter in arguments.alphabet):
        parser.error("--alphabet must be letters, digits, punctuation or symbols, at least one")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
