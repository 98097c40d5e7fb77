#!/usr/bin/env python3
"""Writes pairs of a written date and the same date in ISO 8601, one a line: `5 March 2024<TAB>2024-03-05`.

    generate.py --count 50000 --held-out-dates exclude --output train.tsv
    generate.py --count 2000 --held-out-dates test --output test.tsv

README.md in this folder says how each form is to be read. No line comes twice, and the same options give the same
bytes. A date is held out by the CRC-32 of its ISO form, whatever the other options are.
Exits 2 if the options do not fit, or if they do not allow as many lines as asked for.
"""

import argparse
import re
import sys
import zlib
from datetime import date, timedelta
from pathlib import Path
from random import Random

# Years of two digits stand for these, and other years are never written so.
TWO_DIGIT_YEARS = range(1950, 2050)

# One date in 50 is for validation, one for testing.
HELD_OUT = {0: "test", 1: "validation"}

# Attempts to find a line that has not been written yet.
ATTEMPTS = 10_000

ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()

# Forms. {d} and {dd} are the day, {m} and {mm} the month in digits, {roman} the month in Roman numerals, {y} and {yy}
# the year. Words are {month} and {weekday}, short {mon} and {day}, and {short} for a month that never has a full stop;
# {nth} and {word} are the day as a number with an ending and in words. {s} is a separator, the same one throughout.
NUMERIC = [
    "{dd}.{mm}.{y}", "{d}.{m}.{y}", "{dd}/{mm}/{y}", "{d}/{m}/{y}", "{dd}-{mm}-{y}", "{d}-{m}-{y}", "{dd} {mm} {y}",
    "{d}.{m}.{yy}", "{dd}.{mm}.{yy}", "{dd}/{mm}/{yy}", "{d}/{m}/{yy}", "{dd}-{mm}-{yy}",
    "{y}-{mm}-{dd}", "{y}/{mm}/{dd}", "{y}/{m}/{d}", "{y}.{mm}.{dd}", "{y} {mm} {dd}", "{y}{mm}{dd}",
    "{d}{s}{roman}{s}{y}", "{d}. {roman}. {y}", "{d}.{roman}.{yy}",
]

ENGLISH = {
    "forms": [
        "{d} {month} {y}", "{dd} {month} {y}", "{d} {month}, {y}", "{nth} {month} {y}", "{nth} {month}, {y}",
        "{nth} of {month} {y}", "the {nth} of {month}, {y}", "the {nth} day of {month}, {y}",
        "on the {nth} of {month} {y}", "the {word} of {month}, {y}", "the {word} of {month} {y}",
        "{word} of {month} {y}", "{month} the {word}, {y}", "{month} {d}, {y}", "{month} {d} {y}", "{month} {nth}, {y}",
        "{month} {nth} {y}", "{month} the {nth}, {y}", "on {month} {d}, {y}", "{y} {month} {d}", "{y}, {month} {d}",
        "{y} {mon} {dd}", "{y}-{short}-{dd}", "{d} {mon} {y}", "{dd} {mon} {y}", "{mon} {d}, {y}", "{mon} {d} {y}",
        "{mon} {nth}, {y}", "{d}{s}{short}{s}{y}", "{dd}{short}{y}", "{dd}-{short}-{yy}", "{mon} {d} '{yy}",
        "{d} {mon} '{yy}", "{mon} {nth}, '{yy}", "{d} {month} '{yy}", "{weekday}, {d} {month} {y}",
        "{weekday} {d} {month} {y}", "{weekday}, {month} {d}, {y}", "{weekday} {month} {nth}, {y}",
        "{weekday}, the {nth} of {month}, {y}", "{weekday} the {word} of {month} {y}", "{month} {d}, {y}, a {weekday}",
        "{d} {month} {y} ({weekday})", "{day}, {d} {mon} {y}", "{day}, {dd} {mon} {y}", "{day} {mon} {d} {y}",
        "{day} {mon} {d}, {y}", "{day} {d} {mon} '{yy}", "{day} {dd}/{mm}/{y}", "{day}, {d}.{m}.{y}",
        "{y}-{mm}-{dd} ({day})",
    ],
    "months": "January February March April May June July August September October November December".split(),
    "months, short": "Jan Feb Mar Apr May Jun Jul Aug Sep|Sept Oct Nov Dec".split(),
    "weekdays": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "weekdays, short": "Mon Tue|Tues Wed Thu|Thur|Thurs Fri Sat Sun".split(),
    "days": """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third
        twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth
        thirty-first""".split(),
    "plain spelling": {},
}

GERMAN = {
    "forms": [
        "{d}. {month} {y}", "{dd}. {month} {y}", "{d}.{month} {y}", "{d} {month} {y}", "am {d}. {month} {y}",
        "den {d}. {month} {y}", "der {d}. {month} {y}", "vom {d}. {month} {y}", "{d}. {mon} {y}", "{dd}. {mon} {y}",
        "{d}-{short}-{y}", "{d}. {month} '{yy}", "{d}. {mon} {yy}", "{d}. {m}. {y}", "{d}. {m}. {yy}", "am {d}.{m}.{y}",
        "der {word} {month} {y}", "den {word}n {month} {y}", "am {word}n {month} {y}", "{word}r {month} {y}",
        "{weekday}, {d}. {month} {y}", "{weekday}, der {d}. {month} {y}", "{weekday}, den {d}. {month} {y}",
        "am {weekday}, dem {d}. {month} {y}", "{weekday}, {dd}.{mm}.{y}", "{weekday} {d}.{m}.{y}",
        "{day}, {d}. {month} {y}", "{day}, {dd}.{mm}.{y}", "{day} {d}.{m}.{yy}", "{day}, {d}. {mon} {y}",
        "{d}.{m}.{y} ({day})", "{d}. {month} {y} ({weekday})", "{weekday}, der {word} {month} {y}",
    ],
    "months": """Januar|Januar|Jänner Februar März April Mai Juni Juli August September Oktober November
        Dezember""".split(),
    "months, short": "Jan|Jän Feb Mär|Mrz Apr Mai Jun Jul Aug Sep|Sept Okt Nov Dez".split(),
    "weekdays": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag|Samstag|Sonnabend Sonntag".split(),
    "weekdays, short": "Mo Di Mi Do Fr Sa So".split(),
    "days": """erste zweite dritte vierte fünfte sechste siebte|siebente achte neunte zehnte elfte zwölfte dreizehnte
        vierzehnte fünfzehnte sechzehnte siebzehnte achtzehnte neunzehnte zwanzigste einundzwanzigste zweiundzwanzigste
        dreiundzwanzigste vierundzwanzigste fünfundzwanzigste sechsundzwanzigste siebenundzwanzigste
        achtundzwanzigste neunundzwanzigste dreißigste einunddreißigste""".split(),
    "plain spelling": {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"},
}

FRENCH = {
    "forms": [
        "{nth} {month} {y}", "{d} {month} {y}", "{dd} {month} {y}", "le {nth} {month} {y}", "du {nth} {month} {y}",
        "en date du {nth} {month} {y}", "{nth} {mon} {y}", "le {nth} {mon} {y}", "{dd} {mon} {y}",
        "{d}{s}{short}{s}{y}", "{dd}{short}{y}", "{nth} {month} '{yy}", "le {nth} {month} {yy}", "{nth} {mon} {yy}",
        "le {dd}/{mm}/{y}", "le {d}/{m}/{yy}", "le {dd}.{mm}.{y}", "le {word} {month} {y}", "{word} {month} {y}",
        "{weekday} {nth} {month} {y}", "le {weekday} {nth} {month} {y}", "ce {weekday} {nth} {month} {y}",
        "{weekday}, le {nth} {month} {y}", "{weekday} {word} {month} {y}", "le {weekday} {word} {month} {y}",
        "{weekday} {dd}/{mm}/{y}", "{day} {nth} {month} {y}", "{day} {nth} {mon} {y}", "{day} {dd}/{mm}/{y}",
        "{day} {d}/{m}/{yy}", "{nth} {month} {y} ({weekday})", "{dd}/{mm}/{y} ({day})",
    ],
    "months": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "months, short": "janv févr|fév mars avr mai juin juil août sept oct nov déc".split(),
    "weekdays": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "weekdays, short": "lun mar mer jeu ven sam dim".split(),
    "days": [word.replace("_", " ") for word in """premier deux trois quatre cinq six sept huit neuf dix onze douze
        treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt vingt_et_un|vingt-et-un vingt-deux vingt-trois
        vingt-quatre vingt-cinq vingt-six vingt-sept vingt-huit vingt-neuf trente trente_et_un|trente-et-un""".split()],
    "plain spelling": {"é": "e", "û": "u"},
}

LANGUAGES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH}


def main():
    arguments = parse_arguments()
    days = days_of(arguments)
    languages = [LANGUAGES[arguments.language]] if arguments.language != "all" else list(LANGUAGES.values())
    rows = pairs(days, languages, arguments.count, Random(arguments.random_seed)) if days else {}
    if len(rows) < arguments.count:
        print(f"error: found only {len(rows)} different lines for {len(days)} dates", file=sys.stderr)
        return 2
    text = "".join(f"{written}\t{iso}\n" for written, iso in rows.items()).encode()
    if arguments.output:
        try:
            arguments.output.write_bytes(text)
        except OSError as error:
            print(f"error: {arguments.output} cannot be written: {error.strerror}", file=sys.stderr)
            return 2
    else:
        sys.stdout.buffer.write(text)
    return 0


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="how many lines (default: %(default)s)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write them (default: standard output)")
    parser.add_argument("--language", choices=[*LANGUAGES, "all"], default="all", help="default: %(default)s")
    parser.add_argument("--held-out-dates", choices=["include", "exclude", "validation", "test"], default="include",
                        help="take every date, those not held out, or only those held out for one purpose "
                             "(default: %(default)s)")
    parser.add_argument("--first-year", type=int, default=1900, metavar="YEAR", help="default: %(default)s")
    parser.add_argument("--last-year", type=int, default=2099, metavar="YEAR", help="default: %(default)s")
    parser.add_argument("--random-seed", type=int, default=1, metavar="SEED", help="default: %(default)s")
    arguments = parser.parse_args()
    if arguments.count < 1:
        parser.error("--count must be at least 1")
    if not 1583 <= arguments.first_year <= arguments.last_year <= 9998:
        parser.error("years must lie between 1583 and 9998, the first not after the last")
    return arguments


def days_of(arguments):
    """The dates to choose from, in order."""
    first, end = date(arguments.first_year, 1, 1), date(arguments.last_year + 1, 1, 1)
    days = (first + timedelta(number) for number in range((end - first).days))
    wanted = arguments.held_out_dates
    if wanted == "include":
        return list(days)
    return [day for day in days if part(day) == wanted]


def part(day):
    """Which part a date belongs to: test, validation, or neither, which is what `exclude` leaves."""
    return HELD_OUT.get(zlib.crc32(day.isoformat().encode()) % 50, "exclude")


def pairs(days, languages, count, generator):
    """Written dates and what they mean, as many as asked for if as many are found."""
    rows = {}
    failures = 0
    while len(rows) < count and failures < ATTEMPTS:
        day = pick(days, generator)
        written = write(day, pick(languages, generator), generator)
        if written in rows:
            failures += 1
        else:
            rows[written] = day.isoformat()
            failures = 0
    return rows


def write(day, language, generator):
    forms = NUMERIC + language["forms"]
    if day.year not in TWO_DIGIT_YEARS:
        forms = [form for form in forms if "{yy}" not in form]
    text = pick(forms, generator).format(**fields(day, language, generator))
    return change_spaces(change_case(change_spelling(text, language, generator), generator), generator)


def fields(day, language, generator):
    def name(key, number):
        return pick(language[key][number].split("|"), generator)

    def stopped(word):
        # A word that is short already, such as "May" or "juin", takes no full stop.
        return word if word in language["months"] else word + pick(["", "", "."], generator)

    short = name("months, short", day.month - 1)
    return {
        "d": day.day, "dd": f"{day.day:02}",
        "m": day.month, "mm": f"{day.month:02}", "roman": ROMAN[day.month - 1],
        "y": day.year, "yy": f"{day.year % 100:02}",
        "month": name("months", day.month - 1), "mon": stopped(short), "short": short,
        "weekday": name("weekdays", day.weekday()), "day": stopped(name("weekdays, short", day.weekday())),
        "nth": number_with_ending(day.day, language), "word": name("days", day.day - 1),
        "s": pick([".", "-", "/", " "], generator),
    }


def number_with_ending(number, language):
    if language is FRENCH:
        return "1er" if number == 1 else str(number)
    if number in (11, 12, 13):
        return f"{number}th"
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


# Changes to a whole text, each of them now and then.


def change_spelling(text, language, generator):
    """Typographic apostrophes; letters without accents, as on a keyboard that lacks them."""
    if generator.random() < 0.3:
        text = text.replace("'", "’")
    if generator.random() < 0.1:
        text = text.translate(str.maketrans(language["plain spelling"]))
    return text


def change_case(text, generator):
    chance = generator.random()
    if chance < 0.12:
        return text.lower()
    if chance < 0.24:
        return text.upper()
    if chance < 0.30:  # word by word; the endings of numbers stay small
        return re.sub(r"(?<!\d)[^\W\d_]+", lambda word: pick([str.lower, str.capitalize], generator)(word[0]), text)
    return text


def change_spaces(text, generator):
    chance = generator.random()
    if chance < 0.06:
        return re.sub(" ", lambda _: pick([" ", "  ", "   "], generator), text)
    if chance < 0.10:
        return text.replace(" ", "\u00a0")
    if chance < 0.13:  # around separators beside numbers: "5 . 3 . 2024", "5 / III / 2024"
        return re.sub(r"(?<=\d)[./-](?=\w)|(?<=\w)[./-](?=\d)", r" \g<0> ", text)
    if chance < 0.16:
        return re.sub(r"(?<=\d)\.(?=\w)|(?<=\w)\.(?=\d)", ". ", text)
    return text


def pick(options, generator):
    """One of the options. Only `random()` is promised to give the same numbers in every version of Python."""
    return options[int(generator.random() * len(options))]


if __name__ == "__main__":
    sys.exit(main())
