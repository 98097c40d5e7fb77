#!/usr/bin/env python3
"""Checks that no string of the library names a command-line option.

A message of the library is read by programs that have no such options, so it says what to change in words; the tools
add the option's name. Prints each string literal that holds two dashes before a letter, and exits with 1 if there is one.
"""

import re
import sys

from swift_source import ROOT, library_files, tokens_of

OPTION = re.compile(r"(?<![-\w])--[a-z]")


def main():
    count = 0
    for file in library_files():
        tokens, _ = tokens_of(file.read_text(encoding="utf-8"))
        for token in tokens:
            if token.kind == "string" and (match := OPTION.search(token.text)):
                line = token.line + token.text.count("\n", 0, match.start())
                text = token.text.split("\n")[line - token.line].strip()
                print(f"{file.relative_to(ROOT)}:{line}: error: a message of the library names an option: {text}")
                count += 1
    if count:
        print(f"{count} messages of the library name a command-line option; let the tool that has it say so.")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
