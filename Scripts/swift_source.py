"""Reads Swift sources as far as the checks of `make lint` need it: tokens, string literals and declarations."""

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The targets that make up the library, its shipped models included.
LIBRARY = [
    "Tensors", "Tokenization", "ModelFiles", "NeuralLayers", "Datasets", "Decoding", "Training", "TextGeneration",
    "TextClassification", "Translation", "Forecasting", "Recurrent", "PretrainedModels",
]


def library_files():
    """The Swift files of the library, but for what its documentation catalogs hold."""
    files = []
    for target in LIBRARY:
        folder = ROOT / "Sources" / target
        if not folder.is_dir():
            raise SystemExit(f"error: {folder.relative_to(ROOT)} is missing; correct LIBRARY in Scripts/swift_source.py.")
        files += [file for file in sorted(folder.rglob("*.swift")) if ".docc" not in str(file)]
    return files


@dataclass
class Token:
    text: str
    line: int
    kind: str  # "word", "string", "mark"


WORD = re.compile(r"`\w+`|\w+")
OPERATOR = re.compile(r"[-/=+!*%<>&|^~?.]+")


def tokens_of(source):
    """The tokens of a source, and the line numbers that hold nothing but a `///` comment."""
    tokens, documented = [], set()
    position, line = 0, 1
    while position < len(source):
        character = source[position]
        if character == "\n":
            line += 1
            position += 1
        elif character.isspace():
            position += 1
        elif source.startswith("//", position):
            end = source.find("\n", position)
            end = len(source) if end < 0 else end
            if source.startswith("///", position) and not (tokens and tokens[-1].line == line):
                if source[position + 3:end].strip():
                    documented.add(line)
            position = end
        elif source.startswith("/*", position):
            end = end_of_comment(source, position)
            line += source.count("\n", position, end)
            position = end
        elif character == '"' or re.match(r'#+"', source[position:position + 8]):
            end = end_of_string(source, position)
            tokens.append(Token(source[position:end], line, "string"))
            line += source.count("\n", position, end)
            position = end
        elif match := WORD.match(source, position):
            tokens.append(Token(match.group(), line, "word"))
            position = match.end()
        elif match := OPERATOR.match(source, position):
            tokens.append(Token(match.group(), line, "mark"))
            position = match.end()
        else:
            tokens.append(Token(character, line, "mark"))
            position += 1
    return tokens, documented


def end_of_comment(source, position):
    depth = 0
    for match in re.compile(r"/\*|\*/").finditer(source, position):
        depth += 1 if match.group() == "/*" else -1
        if depth == 0:
            return match.end()
    return len(source)


def end_of_string(source, position):
    """Where the string literal that starts at `position` ends; what it interpolates belongs to it."""
    hashes = re.compile(r"#*").match(source, position).group()
    position += len(hashes)
    quote = '"""' if source.startswith('"""', position) else '"'
    position += len(quote)
    while position < len(source):
        if source.startswith(quote + hashes, position):
            return position + len(quote) + len(hashes)
        if source.startswith("\\" + hashes, position):
            position += 1 + len(hashes)
            position = end_of_interpolation(source, position) if source.startswith("(", position) else position + 1
        else:
            position += 1
    return len(source)


def end_of_interpolation(source, position):
    depth = 0
    while position < len(source):
        if source[position] == '"' or re.match(r'#+"', source[position:position + 8]):
            position = end_of_string(source, position)
            continue
        depth += {"(": 1, ")": -1}.get(source[position], 0)
        position += 1
        if depth == 0:
            return position
    return len(source)


TYPES = {"struct", "class", "enum", "protocol", "extension", "actor"}
MEMBERS = {"func", "init", "var", "let", "subscript", "typealias", "associatedtype", "case", "macro"}
ACCESS = ["private", "fileprivate", "internal", "package", "public", "open"]
MODIFIERS = set(ACCESS) | {
    "static", "class", "final", "override", "mutating", "nonmutating", "borrowing", "consuming", "nonisolated",
    "isolated", "indirect", "lazy", "required", "convenience", "dynamic", "optional", "weak", "unowned", "prefix",
    "postfix", "infix", "unsafe", "async",
}


@dataclass
class Declaration:
    kind: str
    name: str  # `name` of a property, `name(label:)` of a function
    line: int
    file: Path
    is_documented: bool
    access: str | None  # as it is written; None where it is left out
    parents: list = field(default_factory=list)  # from the outermost inwards
    inherits: list = field(default_factory=list)

    @property
    def path(self):
        return ".".join([parent.name for parent in self.parents] + [self.name])


def declarations_of(file):
    """The declarations of a file that are at its top or members of a type; those inside functions are left out."""
    tokens, documented = tokens_of(file.read_text(encoding="utf-8"))
    found = []
    scopes = []  # a Declaration for the body of a type, None for any other brace
    pending = None  # the type or member whose body the next brace opens
    depth = 0  # of parentheses and brackets
    index = 0
    while index < len(tokens):
        token = tokens[index]
        text = token.text
        if token.kind == "mark" and text in "([":
            depth += 1
        elif token.kind == "mark" and text in ")]":
            depth -= 1
        elif text == "{" and token.kind == "mark":
            if depth > 0:
                index = closing(tokens, index) + 1
                continue
            if pending is not None and pending.kind in TYPES:
                scopes.append(pending)
            else:
                index = closing(tokens, index) + 1
                continue
            pending = None
        elif text == "}" and token.kind == "mark":
            if scopes:
                scopes.pop()
            pending = None
        elif token.kind == "word" and depth == 0 and is_declaration(tokens, index):
            first = start(tokens, index)
            access = written_access(tokens, first, index)
            names, after = names_of(tokens, index)
            is_documented = any(
                line in documented for line in range(tokens[first].line - 1, token.line))
            parents = list(scopes)
            for name, line in names:
                pending = Declaration(
                    text, name, line, file, is_documented or (line != token.line and line - 1 in documented), access,
                    parents, inherited(tokens, after) if text in TYPES else [])
                found.append(pending)
            index = after
            continue
        index += 1
    return found


def closing(tokens, index):
    """The index of the bracket that closes the one at `index`."""
    depth = 0
    for place in range(index, len(tokens)):
        if tokens[place].kind == "mark":
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(tokens[place].text, 0)
            if depth == 0:
                return place
    return len(tokens) - 1


def is_declaration(tokens, index):
    text = tokens[index].text
    if text not in TYPES and text not in MEMBERS:
        return False
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before and before.text.endswith(".") or after is None:
        return False
    if text == "class" and (after.text in MODIFIERS or after.text in MEMBERS):
        return False  # a modifier
    if text == "class" and before and before.text in (":", ","):
        return False
    if text == "init":
        return after.text in ("(", "<", "?", "!", "?(", "!(")
    if text == "subscript":
        return after.text in ("(", "<")
    return True


def start(tokens, index):
    """The index of the first attribute or modifier of the declaration whose keyword is at `index`."""
    while index > 0:
        before = tokens[index - 1]
        if before.text in MODIFIERS and before.kind == "word":
            index -= 1
            if index > 0 and tokens[index - 1].text == "@":
                index -= 1
        elif before.text == ")":
            opening, depth = index - 1, 0
            while opening >= 0:
                depth += {")": 1, "(": -1}.get(tokens[opening].text, 0)
                if depth == 0:
                    break
                opening -= 1
            if opening < 1:
                return index
            if tokens[opening - 1].text in MODIFIERS:  # private(set)
                index = opening - 1
            elif opening > 1 and tokens[opening - 2].text == "@":  # @available(…)
                index = opening - 2
            else:
                return index
        elif before.kind == "word" and index > 1 and tokens[index - 2].text == "@":
            index -= 2
        else:
            return index
    return index


def written_access(tokens, first, index):
    for place in range(first, index):
        if tokens[place].text in ACCESS and not (
                tokens[place + 1].text == "(" and tokens[place + 2].text == "set"):
            return tokens[place].text
    return None


def names_of(tokens, index):
    """The names that a declaration gives, each with its line, and the index of the token after them."""
    keyword, line = tokens[index].text, tokens[index].line
    place = index + 1
    if keyword == "extension" or keyword in TYPES:
        if tokens[place].text == "[":  # extension [Element]
            end = closing(tokens, place)
            return [(tokens[end - 1].text, line)], end + 1
        name = tokens[place].text
        place += 1
        while tokens[place].text == ".":
            name += "." + tokens[place + 1].text
            place += 2
        return [(name.strip("`"), line)], place
    if keyword in ("typealias", "associatedtype", "macro"):
        return [(tokens[place].text, line)], place + 1
    if keyword in ("func", "init", "subscript"):
        name = keyword
        if keyword == "func":
            name = ""
            while tokens[place].text not in ("(", "<") or not name:
                name += tokens[place].text
                place += 1
        while tokens[place].text != "(":
            place += 1
        end = closing(tokens, place)
        if keyword == "func" and not (name[0].isalpha() or name[0] in "_`"):
            return [(f"{name}(_:_:)", line)], end + 1
        return [(f"{name.strip('`')}({labels(tokens[place + 1:end], keyword)})", line)], end + 1
    # var, let and case: several names, parted by commas.
    names = []
    while place < len(tokens):
        if tokens[place].text == "(" and not names:  # let (a, b) = …
            end = closing(tokens, place)
            names += [(token.text, token.line) for token in tokens[place + 1:end] if token.kind == "word"]
            return names, end + 1
        name, name_line = tokens[place].text.strip("`"), tokens[place].line
        place += 1
        if keyword == "case" and tokens[place].text == "(":
            end = closing(tokens, place)
            name += f"({labels(tokens[place + 1:end], keyword)})"
            place = end + 1
        names.append((name, name_line if keyword == "case" and name_line != line else line))
        if keyword == "case" and tokens[place].text == "=":
            place += 3 if tokens[place + 1].text == "-" else 2
        if keyword != "case" and tokens[place].text == ":":
            # `let a: Int, b: Int`: skip the type.
            skipped = place + 1
            depth = 0
            while skipped < len(tokens):
                text = tokens[skipped].text
                if text in ("(", "[", "<"):
                    depth += 1
                elif text in (")", "]", ">"):
                    depth -= 1
                if depth < 0 or depth == 0 and (
                        text in ("{", "}", "=", ",") or tokens[skipped].line != tokens[skipped - 1].line
                        and tokens[skipped].text in MODIFIERS | MEMBERS | TYPES | {"@"}):
                    break
                skipped += 1
            if skipped < len(tokens) and tokens[skipped].text == ",":
                place = skipped
        if place < len(tokens) and tokens[place].text == ",":
            place += 1
            continue
        break
    return names, place


def labels(tokens, keyword):
    """`a:b:` of the parameters between two parentheses."""
    result, depth, opens = "", 0, True
    for place, token in enumerate(tokens):
        if token.kind == "mark":
            depth += {"(": 1, "[": 1, "{": 1, "<": 1, ")": -1, "]": -1, "}": -1, ">": -1}.get(token.text, 0)
        if token.text == "," and depth == 0:
            opens = True
        elif opens and token.kind == "word":
            if place and tokens[place - 1].text == "@":
                continue
            if place + 1 < len(tokens) and tokens[place + 1].text == ":":
                # The label is the first of two names: `_ text: String`, `text: String`.
                first = tokens[place - 1] if place else None
                label = first.text if first and first.kind == "word" and first.text != "," else token.text
                result += ("_" if keyword == "subscript" and label == token.text else label) + ":"
                opens = False
            elif keyword == "case" and (place + 1 >= len(tokens) or tokens[place + 1].kind == "mark"):
                result += "_:"
                opens = False
        elif opens and keyword == "case" and token.text in "([" and depth == 1:
            result += "_:"
            opens = False
    return result


def inherited(tokens, place):
    """The names after the colon of a type, up to `where` or its brace."""
    names = []
    depth = 0
    if tokens[place].text == "<":
        while place < len(tokens):
            depth += {"<": 1, ">": -1}.get(tokens[place].text, 0)
            place += 1
            if depth == 0:
                break
    if place < len(tokens) and tokens[place].text == ":":
        while tokens[place].text not in ("{", "where"):
            if tokens[place].kind == "word":
                names.append(tokens[place].text)
            place += 1
    return names
