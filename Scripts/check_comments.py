#!/usr/bin/env python3
"""Checks that every public declaration of the library has a documentation comment.

    check_comments.py [--list]

Members of public extensions, cases of public enums and requirements of public protocols count. What implements a
documented requirement of a protocol of the library inherits its comment; `description`, `==`, `hash(into:)` and the
like need none. Prints the count and where a comment is missing, and exits with 1 if one is. `--list` prints all public
declarations instead.
"""

import sys
from collections import defaultdict

from swift_source import ROOT, declarations_of, library_files

# What the protocols of the standard library and of Foundation say already.
EXEMPT = {
    "description", "debugDescription", "errorDescription", "failureReason", "recoverySuggestion", "id",
    "hash(into:)", "encode(to:)", "init(from:)", "init(rawValue:)", "rawValue", "stringValue", "intValue",
    "allCases", "makeIterator()", "makeAsyncIterator()", "next()", "next(isolation:)", "startIndex", "endIndex",
    "index(after:)", "index(before:)", "==(_:_:)", "<(_:_:)",
}
EXEMPT_TYPES = {"Element", "Iterator", "AsyncIterator", "Index", "RawValue", "Failure"}


def base(name):
    return name.split(".")[-1]


def is_operator(name):
    return not (name[0].isalpha() or name[0] in "_`")


def main():
    declarations = [declaration for file in library_files() for declaration in declarations_of(file)]
    types = {base(one.name): one for one in declarations if one.kind in ("struct", "class", "enum", "protocol", "actor")}

    def is_public(one):
        if one.kind == "extension":
            extended = types.get(base(one.name))
            return extended is None or is_public(extended)
        if not all(is_public(parent) for parent in one.parents):
            return False
        if one.access:
            return one.access in ("public", "open")
        parent = one.parents[-1] if one.parents else None
        if parent is None:
            return False
        if parent.kind == "extension":
            return parent.access == "public"
        return parent.kind == "protocol" or (parent.kind == "enum" and one.kind == "case")

    # What each type conforms to, itself or in an extension, and what each protocol requires with a comment.
    conformances, requirements = defaultdict(set), defaultdict(set)
    for one in declarations:
        if one.inherits:
            conformances[base(one.name)].update(one.inherits)
        if one.parents and one.parents[-1].kind == "protocol" and one.is_documented:
            requirements[one.parents[-1].name].add(one.name)

    def inherits_comment(one):
        if not one.parents:
            return False
        seen, open_types = set(), [base(one.parents[-1].name)]
        while open_types:
            name = open_types.pop()
            if name in seen:
                continue
            seen.add(name)
            if one.name in requirements[name]:
                return True
            open_types += conformances[name]
        return False

    def is_exempt(one):
        return one.name in EXEMPT or one.kind == "typealias" and one.name in EXEMPT_TYPES or any(
            each.name == "CodingKeys" for each in [one] + one.parents)

    public = [one for one in declarations if one.kind != "extension" and is_public(one) and not is_exempt(one)]
    operators = {one.name for one in public if is_operator(one.name) and one.is_documented}
    if "--list" in sys.argv[1:]:
        for one in public:
            print(one.file.relative_to(ROOT), one.line, one.kind, one.path, "yes" if one.is_documented else "no")
        return 0
    missing = [
        one for one in public
        if not one.is_documented and one.name not in operators and not inherits_comment(one)]
    for one in missing:
        print(f"{one.file.relative_to(ROOT)}:{one.line}: error: public {one.kind} {one.path} has no comment")
    documented = len(public) - len(missing)
    share = 100 * documented / max(len(public), 1)
    shown = "100" if not missing else f"{min(share, 99.9):.1f}"
    print(f"{documented} of {len(public)} public declarations have a comment: {shown} %")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
