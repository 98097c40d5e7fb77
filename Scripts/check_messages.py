#!/usr/bin/env python3
"""Checks that no string or comment of the library names a command-line option or a command of a tool.

The library is used by programs that have no such options, so its messages say what to change in words, or with a
`Remedy`, which the tools describe with their flags. Prints each string literal and comment that holds two dashes before
a letter, or a tool with a subcommand, and exits with 1 if there is one.
"""

import re
import sys

from swift_source import ROOT, library_files, tokens_of

OPTION = re.compile(r"(?<![-\w])--[a-z]")
COMMAND = re.compile(
    r"\b(textgen|sentiment|seq2seq|forecast) (train|sample|pretrain|predict|translate|classify|tokenize)\b")


def findings(source):
    """The lines of a source that name an option or a command, with their numbers."""
    tokens, _ = tokens_of(source)
    lines = source.split("\n")
    numbers = {number for number, line in enumerate(lines, 1)
               if re.match(r"\s*//", line) and (OPTION.search(line) or COMMAND.search(line))}
    for token in tokens:
        if token.kind == "string":
            for pattern in (OPTION, COMMAND):
                numbers |= {token.line + token.text.count("\n", 0, match.start())
                            for match in pattern.finditer(token.text)}
    return [(number, lines[number - 1].strip()) for number in sorted(numbers)]


def main():
    count = 0
    for file in library_files():
        for line, text in findings(file.read_text(encoding="utf-8")):
            print(f"{file.relative_to(ROOT)}:{line}: error: the library names an option or command of a tool: {text}")
            count += 1
    if count:
        print(f"{count} strings or comments of the library name an option or command; let the tool that has it say so.")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
