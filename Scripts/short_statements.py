#!/usr/bin/env python3
"""Writes labelled short English texts that teach a sentiment classifier what reviews do not teach.

    short_statements.py OUTPUT.tsv [--count 120000] [--random-seed 1]

Each line is a label (negative, neutral or positive), a tab and a text: negation, contrast, composition, intensity,
events that imply a judgement, comparisons, short answers, reported opinions, expectations, irony, messages, emoji, and
plain facts. The sections in short_statement_templates.py name the phenomena, their weights and the modules with their
templates; the words are in short_statement_words.py. The same seed gives the same file; no text occurs twice. Prints
counts by label and by phenomenon.
"""

import argparse
import random
import re
from collections import Counter

import short_statement_answers as answers
import short_statement_doings as doings
import short_statement_events as events
import short_statement_lives as lives
import short_statement_mails as mails
import short_statement_messages as messages
import short_statement_patterns as patterns
import short_statement_talk as talk
import short_statement_templates as templates
import short_statement_words as words

LABELS = {"+": "positive", "-": "negative", "0": "neutral"}
SHARES = {"0": 0.35, "-": 0.33, "+": 0.32}
OPPOSITE = {"+": "-", "-": "+"}

DEGREES = words.listed("rather, quite, pretty, very, really, really really, so, so very, extremely, incredibly, "
                       "unbelievably, fairly, super")

# Words after {=x}, {!x}, {+x} or {-x} that depend on the side alone.
SIDED = {
    "comp": {"+": ["better", "nicer"], "-": ["worse"]},
    "best": {"+": ["best", "nicest", "finest", "loveliest"], "-": ["worst", "poorest", "most annoying", "ugliest"]},
    "much": {"+": ["a lot", "great things", "the best"], "-": ["little", "nothing", "the worst"]},
    "hopes": {"+": ["high", "great"], "-": ["low", "no"]},
    "recommend": {"+": ["recommend", "praise"], "-": ["criticise"]},
    "degree": {"+": DEGREES, "-": DEGREES + ["slightly", "a bit", "a little", "somewhat", "kind of"]},
    "mood": {"+": words.listed("happy, pleased, delighted, satisfied, thrilled, content, impressed, overjoyed"),
             "-": words.listed("unhappy, disappointed, angry, upset, frustrated, annoyed, dissatisfied, furious")},
    "loves": {"+": ["loves", "adores", "likes", "raves about"], "-": ["hates", "can't stand", "dislikes", "loathes"]},
    "adj0": {"+": words.listed("reliable, helpful, convincing, impressive, enjoyable"), "-": ["annoying", "tiresome"]},
}
SIMPLE = {
    "really": ["", "", "really", "truly"], "veryattr": ["", "very", "really", "rather"],
    "very": ["", "", "very", "really", "so", "quite", "pretty", "extremely"],
    "span": words.listed("two days, a week, three weeks, a month, four months, one day, six weeks, "
    "a year, five hours"),
    "span2": words.listed("forty minutes, an hour, two hours, half an hour"),
    "score": ["2-1", "3-0", "1-0", "4-2", "3-2", "5-1"], "quarter": ["first", "second", "third", "fourth"],
    "weekday": words.listed("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"),
    "month": words.listed("January, February, March, April, May, June, July, August, September, October, November"),
    "ordinal": ["second", "third", "fourth", "fifth", "sixth", "seventh"], "colour": words.COLOURS,
    "city": words.CITIES, "city2": words.CITIES, "country": words.COUNTRIES, "name": words.NAMES, "name2": words.NAMES,
    "name3": words.NAMES,
    "group": words.GROUPS_OF_PEOPLE, "job": words.JOBS, "department": words.DEPARTMENTS, "kin": words.KIN,
    "kinsimple": words.KIN[:10], "theplace": ["the " + noun for noun in words.FIELDS["place"][0].split(", ")],
    "thestory": ["the film", "the book", "the novel", "the play", "the song"],
    "goodthing": words.listed("charm, warmth, style, quality, flair, class, beauty, appeal, finesse"),
    "great": words.listed("great, wonderful, fantastic, brilliant, lovely, perfect, super, marvellous"),
    "mishap": words.lines("""
        my train is <cancelled|late> again
        the update deleted <all my photos|my saved games|my contacts>
        two hours on hold
        {the} is broken again
        they lost my <suitcase|order|file> for the {ordinal} time
        it's raining on my wedding day
        the Wi-Fi is down <again|on deadline day>
        now I get to <do it all over again|pay twice|wait another {span}>
        the phone died in the middle of the call
        my <seat|room|table> was given to someone else
        they cancelled my flight <an hour before departure|by text message>
        I've been waiting for {span} and nobody answers
        the new <version|website> lost everything I had typed
        the shop sold me a {noun} that doesn't work
        somebody ate my lunch again"""),
    "mishapnoun": words.lines("""
        another <flat tyre|power cut|delay|price increase|cancelled train|bug|broken lift|unpaid weekend shift>
        a screen that cracks <within {span}|on day one>
        yet another <crash|error message|strike|cold shower|parking ticket>
        <two|three|five> hours in the queue
        cold <soup|coffee|chips> and a rude waiter
        a {noun} that falls apart after {span}"""),
    **talk.SLOTS, **messages.EMOJI_SETS, **lives.SLOTS, **mails.SLOTS, **patterns.SLOTS,
    "weekday2": words.listed("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"),
    "colour2": words.COLOURS, **words.SLOTS,
    "thanksforit": ["thanks a lot", "thank you very much", "thanks so much", "many thanks for that", "thanks, I guess"],
}
ELONGATED = {"so": "sooo", "good": "goood", "love": "looove", "bad": "baaad", "really": "reallyyy", "very": "veryyy",
             "never": "neverrr", "great": "greaaat", "boring": "booooring", "slow": "sloooow",
             "no": "nooo", "yes": "yesss"}
SLANG = {"great": "gr8", "love": "luv", "you": "u", "are": "r", "thanks": "thx", "please": "pls", "people": "ppl",
         "because": "cuz", "before": "b4", "definitely": "def", "with": "w/", "tomorrow": "tmrw", "okay": "k",
         "really": "rly", "nothing": "nothin", "your": "ur", "going to": "gonna", "want to": "wanna", "for": "4"}
# The fields that a phenomenon may speak of; all others may speak of any.
FIELDS_FOR = {"too much": ["device", "clothing", "home", "car", "place"],
              "products": ["device", "clothing", "home", "car", "software"],
              "distant facts": ["device", "clothing", "home", "car"], "double facts": ["place"],
              "neutral words": ["place", "service", "event", "story", "food", "car"],
              "questions": ["device", "clothing", "home", "car", "software", "story", "food"],
              "sarcasm": ["device", "home", "clothing", "car", "software"],
              "steps": ["device"], "plain messages": ["event", "sport"],
              "polite": ["event", "story", "music", "food", "place", "home"],
              "patterns": ["device", "clothing", "home", "car"],
              **dict.fromkeys(("prices", "stated", "plain ratings", "plain comparisons", "plain far", "plain change",
                               "plain expected"), ["device", "clothing", "home", "car"]),
              **dict.fromkeys(("asked", "headlines", "plain reports"),
                              ["device", "clothing", "home", "car", "software"])}
# The fields whose plural nouns do nothing that these phenomena could speak of.
SINGULAR_FIELDS = ["service", "sport", "event", "life", "place"]
OPINION_OPENERS = words.listed("honestly, to be honest, I must say, in my opinion, if you ask me, frankly, "
                               "all in all, overall, in the end, I have to say, well, so, "
                               "sorry to say it but, looking back")
NEUTRAL_OPENERS = words.listed("by the way, as planned, for your information, just so you know, note that, "
                               "as far as I know, according to {name}, as mentioned before, well, so, "
                               "if I remember correctly, I think, I believe, they say")
# The phenomena whose texts have no opener.
UNOPENED = {section[0] for section in templates.MORE_SECTIONS if section[0] not in templates.OPENED} | set(words.listed(
    "answers, questions, exclamations, sarcasm, thanks, complaints, middling, daily life, office, products, news, "
    "travel, mentions, lexical traps, additions"))


# Slots that give another word each time they occur in a text.
DIFFERENT = words.listed("weekday, weekday2, colour, colour2, virtue, fault, faults, neutral, neutral2, time, "
                         "nuisance, large, small, broke")


class Scene:
    """What a text is about: fills the slots of one template and keeps its words in agreement."""

    def __init__(self, chance, side):
        self.chance, self.side = chance, side
        self.field = chance.choice(list(words.FIELDS))
        nouns, plurals, masses, parts, groups = words.FIELDS[self.field]
        self.nouns, self.plurals, self.masses = map(words.listed, (nouns, plurals, masses))
        self.part, self.part2 = chance.sample(words.listed(parts), 2)
        self.groups = groups.split()
        self.plural, self.noun, self.kept, self.used = False, chance.choice(self.nouns), {}, set()

    def fill(self, template):
        """The template with its choices and slots filled."""
        if re.search(r"\{the\}", template):
            self.slot("the")
        while (found := re.search(r"<([^<>]*)>", template)):
            template = template[:found.start()] + self.chance.choice(found[1].split("|")) + template[found.end():]
        while (found := re.search(r"\{([^{}]*)\}", template)):
            template = template[:found.start()] + self.fill(self.slot(found[1])) + template[found.end():]
        template = re.sub(r"  +", " ", template).replace("about about", "about")
        return re.sub(r" +([,.;?!]|:(?![()'/|D-])|$)", r"\1", template).strip()

    def slot(self, name):
        """The text of one slot."""
        if name[0] in "=!+-":
            side = {"=": self.side, "!": OPPOSITE.get(self.side)}.get(name[0], name[0])
            return self.opinion(name[1:], side)
        if name.startswith("n:"):
            low, high = map(int, name[2:].split(":"))
            return str(self.chance.randint(low, high))
        if name.startswith("s:"):
            return name[2:] if self.plural else inflected(name[2:])
        if name in ("the", "name", "name2", "name3", "city", "city2", "kinsimple"):
            if name not in self.kept:
                self.kept[name] = self.subject() if name == "the" else self.other(SIMPLE[name])
            return self.kept[name]
        if name in SIMPLE:
            return self.other(SIMPLE[name]) if name in DIFFERENT else self.chance.choice(SIMPLE[name])
        return getattr(self, "slot_" + name)() if hasattr(self, "slot_" + name) else self.agreeing(name)

    def other(self, table):
        """A word of a table that this text does not have yet."""
        word = self.chance.choice([entry for entry in table if entry not in self.used] or table)
        self.used.add(word)
        return word

    def subject(self):
        """A noun phrase for the subject; sets its number."""
        chance, owned = self.chance, self.field in ("device", "clothing", "home", "car")
        kind = chance.random()
        if self.plurals and kind < 0.22:
            self.plural = True
            return chance.choice(["the", "the", "these"] + ["my", "our"] * owned) + " " + chance.choice(self.plurals)
        if self.masses and kind < 0.35:
            return chance.choice(["the", "this", "their"]) + " " + chance.choice(self.masses)
        if self.field == "life":
            return chance.choice(["the", "my", "our"]) + " " + chance.choice(self.nouns[1:-1])
        return chance.choice(["the", "the", "this", "that", "the new"] + ["my", "our"] * owned) + " " + self.noun

    def agreeing(self, name):
        """Pronouns and auxiliary verbs that agree with the subject."""
        number = self.plural
        person = self.field == "person"
        pronoun = "they" if number or person else "it"
        verbs = {"is": "are" if number else "is",
                 "was": "were" if number else "was", "has": "have" if number else "has",
                 "were": "were", "Is": "Are" if number else "Is",
                 "Was": "Were" if number else "Was", "does": "do" if number else "does", "did": "did"}
        if name in verbs:
            return verbs[name]
        if name in ("isnt", "wasnt", "hasnt", "dont"):
            verb = {"isnt": verbs["is"], "wasnt": verbs["was"], "hasnt": verbs["has"], "dont": verbs["does"]}[name]
            return verb + self.chance.choice(["n't", "n't", " not"])
        if name in ("it", "It"):
            if person and not number:
                pronoun = self.kept.setdefault("pronoun", self.chance.choice(["he", "she"]))
            return pronoun if name == "it" else pronoun.capitalize()
        if name in ("obj", "obj2"):
            return "them" if number or name == "obj" and person else "it"
        part = self.part2 if "2" in name else self.part
        many = part.endswith("s") and not part.endswith("ss") and part != "bass" or part == "vocals"
        if name in ("part", "part2"):
            return part
        return {"partis": "are" if many else "is", "partworked": "were better"}.get(name, "were" if many else "was")

    def opinion(self, name, side):
        """A word on one side."""
        if name in SIDED:
            return self.other(SIDED[name][side])
        index = "+-".index(side)
        if name in ("adj", "person"):
            groups = ["person"] if name == "person" else self.groups
            own = words.listed(words.GROUPS[self.chance.choice(groups)][index])
            return self.other(own if name == "person" or self.chance.random() < 0.7 else words.MILD[side])
        if name in ("do", "does", "er"):
            return self.deed(name, index)
        tables = {"mild": words.MILD, "strong": words.STRONG, "strong1": words.STRONG, "judge": words.JUDGEMENT,
                  "first": words.FIRST_PERSON, "verdict": words.VERDICT}
        if name in tables:
            table = [word for word in tables[name][side] if name != "strong1" or word != "second to none"]
            return self.other(table)
        present, past = self.chance.choice(words.FEELING[side])
        return past if name == "felt" else present

    def deed(self, name, index):
        """What a thing of the field does, or a comparative."""
        if name == "er":
            return self.other(words.listed(doings.COMPARATIVES[self.field][index]))
        verb, _, rest = self.other(re.split(r";\s+", doings.DOINGS[self.field][index])).partition(" ")
        return (verb if name == "do" or self.plural else inflected(verb)) + " " + rest

    def slot_noun(self):
        return self.noun

    def slot_nouns(self):
        irregular = {"knife": "knives", "salesman": "salesmen", "life": "lives", "series": "series", "mouse": "mice"}
        return irregular.get(self.noun) or inflected(self.noun)

    def slot_time(self):
        hour, minute = self.chance.randint(1, 12), self.chance.choice(["00", "15", "30", "45", "10"])
        half = self.chance.choice(["am", "pm"])
        return self.chance.choice([f"{hour} o'clock", f"{hour}{half}", f"{hour + 8}:{minute}"])

    slot_time2 = slot_time

    def slot_its(self):
        return "their" if self.plural or self.field == "person" else "its"

    def slot_aside(self):
        own = words.SIDED_ASIDES.get(self.side)
        return self.other(own if own and self.chance.random() < 0.2 else words.ASIDES)

    def slot_people(self):
        return self.other(words.SIDED_PEOPLE[self.side] if self.chance.random() < 0.35 else words.PEOPLE)

    def slot_link(self):
        code = "".join(self.chance.choice("abcdefghkmnpqrstuvwxyzABCDEFGHJKLMN23456789") for _ in range(8))
        return self.chance.choice(["https://t.co/", "http://bit.ly/", "www.", "pic.twitter.com/"]) + code

    def slot_handle(self):
        name = re.sub(r"[^a-z]", "", self.chance.choice(words.NAMES + words.CITIES).lower())
        return name + self.chance.choice(["", "air", "news", "_", str(self.chance.randint(1, 99))])

    def table(self):
        """The table of the kind of thing that the events of this text are about."""
        if "kind" not in self.kept:
            self.kept["kind"] = self.chance.choice(events.SIDES[self.side])
        return events.KINDS[self.kept["kind"]]

    def slot_thing(self):
        return self.kept.setdefault("thing", self.chance.choice(self.table()["things"]))

    def slot_event(self):
        return self.kept.pop("event", None) or self.other(self.table()[self.side])

    def slot_heading(self):
        """What stands before an event; speaks of its thing only where the event does."""
        event = self.kept["event"] = self.other(self.table()[self.side])
        own = self.table()["headings"] if "{thing}" in event else []
        return self.chance.choice(own + events.HEADINGS[:None if not own else 3])

    def happening(self, side):
        """An event of the kind of thing that the happenings of this text are about."""
        if "happening" not in self.kept:
            self.kept["happening"] = self.chance.choice(lives.SIDES[self.side])
            self.kept["thing"] = self.chance.choice(lives.KINDS[self.kept["happening"]]["things"])
        return self.other(lives.KINDS[self.kept["happening"]][side])

    def slot_fact(self):
        return self.happening(self.side)

    def slot_aplain(self):
        return self.happening("0")

    def slot_qa(self):
        return self.chance.choice(answers.REPLIES[self.side])

    def slot_qashort(self):
        return self.chance.choice(answers.SHORT[self.side])

    def slot_rival(self):
        bought = self.field in ("device", "clothing", "home", "car", "software")
        return self.kept.setdefault("rival", self.chance.choice(doings.RIVALS + doings.RIVALS_BOUGHT * bought))

    def slot_one(self):
        return "ones" if self.plural else "one"

    def slot_piece(self):
        return self.other(words.listed(patterns.PIECES[self.field]))

    slot_piece2 = slot_piece

    def slot_face(self):
        return self.chance.choice(words.FACES[self.side])

    def slot_stars(self):
        return self.chance.choice(talk.SLOTS["good10" if self.side == "+" else "bad10"])

    def slot_year2(self):
        return str(self.chance.randint(2009, 2024))

    def slot_year(self):
        return str(self.chance.randint(1820, 2024))

    def slot_thething(self):
        field = self.chance.choice(["device", "home", "device", "clothing"])
        noun = self.chance.choice(words.listed(words.FIELDS[field][0]))
        return self.chance.choice(["the ", "my new ", "this "]) + noun

    def person_clause(self, negated):
        who = self.chance.choice([self.slot("name"), self.slot("name"), "he", "she", "I", "we", "they",
                                  "my <aunt|uncle>", "the <baker|student|teacher|manager|driver>", "our neighbour",
                                  "{name} and {name2}"])
        many = who in ("I", "we", "they") or " and " in who
        return who + " " + clause(self.chance, self.chance.choice(words.PERSON_FACTS), many, negated)

    def field_clause(self, negated):
        while words.FACT_FIELDS_OTHER.get(self.field, self.field) not in words.FIELD_FACTS:
            self.__init__(self.chance, self.side)
        if self.field in words.FACT_FIELDS_OTHER or self.chance.random() < 0.5:
            fields = [field for field in words.FIELD_FACTS]
            while self.field not in fields:
                self.__init__(self.chance, self.side)
        determiner = self.chance.choice(["the", "this", "the other", "the first", "the old"])
        subject = determiner + " " + self.noun
        predicate = self.chance.choice(words.FIELD_FACTS[self.field])
        return subject + " " + clause(self.chance, predicate, False, negated, True)

    def slot_personfact(self):
        return self.person_clause(False)

    def slot_personnot(self):
        return self.person_clause(True)

    def slot_fieldfact(self):
        return self.field_clause(False)

    def slot_fieldnot(self):
        return self.field_clause(True)


def inflected(word):
    """A verb in the third person, or a noun in the plural."""
    if word in ("have", "do", "be"):
        return {"have": "has", "do": "does", "be": "is"}[word]
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(s|x|ch|sh|[^eo]o)$", word) and not word.endswith("photo") else "s")


def clause(chance, predicate, many, negated, thing=False):
    """A predicate in the base form as a clause in some tense."""
    verb, _, rest = predicate.partition(" ")
    past = words.PAST.get(verb) or (verb + "d" if verb.endswith("e") else verb + "ed")
    tense = chance.choice(["present", "present", "past", "future"])
    if verb == "be":
        forms = {"present": "are" if many else "is", "past": "were" if many else "was", "future": "will be"}
        if negated:
            forms = {"present": chance.choice(["isn't", "is not"]), "past": chance.choice(["wasn't", "was not"]),
                     "future": chance.choice(["won't be", "will not be"])}
        return forms[tense] + " " + rest
    if not negated:
        present = verb if many else inflected(verb)
        return {"present": present, "past": past, "future": "will " + verb}[tense] + " " + rest
    do = "do" if many else "does"
    if not thing and tense == "present" and chance.random() < 0.3:
        return f"never {past} {rest}"
    options = {"present": [do + "n't", do + " not", do + " not"], "past": ["didn't", "did not"],
               "future": ["won't", "will not"]}
    return f"{chance.choice(options[tense])} {verb} {rest}"


def with_articles(text):
    """The text with "a" as "an" before a vowel."""
    vowel = r"\b([Aa]) (?=(?:[aeiouAEIO]|hour|honest|8\b|8\d\b|11\b|18\b))(?!(?:use|uni(?!n|m)|one\b|eu|Eu))"
    text = re.sub(vowel, r"\1n ", text)
    return re.sub(r"\ba (?=U[nm]|I[TN])", "an ", text)


def with_noise(chance, text):
    """The text with a slip or a habit of people who type fast."""
    kind = chance.choice(["apostrophe", "long", "slang", "caps", "double", "swap", "swap", "lost"])
    if kind == "apostrophe" and "'" in text:
        return text.replace("'", "").lower()
    if kind == "caps":
        return text.upper()
    if kind in ("long", "slang"):
        table = ELONGATED if kind == "long" else SLANG
        return " ".join(table.get(word.lower(), word) for word in text.split(" "))
    letters = [found.start() for found in re.finditer(r"(?<=[A-Za-z])[A-Za-z](?=[A-Za-z])", text)]
    place = chance.choice(letters) if letters else 0
    if kind in ("swap", "lost") and len(text) > 30:
        middle = text[place + 1:place + 2] + text[place] if kind == "swap" else text[place + 1:place + 2]
        return text[:place] + middle + text[place + 2:]
    return text[:place] + text[place:place + 1] + text[place:] if len(text) > 12 else text.lower()


def finished(chance, text, side, phenomenon):
    """The text with an opener, a case, an end mark, a face or a slip, each now and then."""
    openers = NEUTRAL_OPENERS if side == "0" else OPINION_OPENERS
    plain = phenomenon not in UNOPENED
    if plain and not re.search("[.:?]", text) and len(text.split()) > 3 and chance.random() < 0.12:
        opener = chance.choice(openers).replace("{name}", chance.choice(words.NAMES))
        comma = "" if opener.split()[-1] in ("that", "think", "believe", "say", "but") and side == "0" else ","
        text = opener + comma + " " + text
    text = with_articles(text)
    if chance.random() < 0.65:
        text = re.sub(r"(^|[.!?] )([a-z])", lambda found: found[1] + found[2].upper(), text)
    if text[-1:].isalnum() and chance.random() < 0.75:
        text += chance.choice([".", ".", ".", ".", "!", "!", "..."] if side != "0" else ["."] * 14 + ["!", "..."])
    if chance.random() < 0.1:
        text = with_noise(chance, text)
    if side != "0" and phenomenon not in ("sarcasm", "news") and chance.random() < 0.05:
        text += " " + chance.choice(words.FACES[side])
    return text


def exclamation(chance, side):
    """A remark of a word or two, or a face."""
    remark = chance.choice(words.EXCLAMATION[side])
    if side == "0" or chance.random() < 0.6:
        return remark
    face = chance.choice(words.FACES[side])
    return chance.choice([face, face + " " + face, face * 3, f"{remark} {face}", f"{face} {remark}"])


def joined(chance, text, side):
    """The text and another sentence of the same label, in some order."""
    tables = [section[3] for section in templates.MORE_SECTIONS if section[0] in templates.JOINED[side]]
    table = chance.choice(tables)
    further = chance.choice(["{fact}", chance.choice(table[side] if isinstance(table, dict) else table)])
    scene = Scene(chance, side)
    while side == "0" and scene.field not in FIELDS_FOR["stated"]:
        scene = Scene(chance, side)
    sentences = [text, scene.fill(further)]
    chance.shuffle(sentences)
    return sentences[0] + ("" if sentences[0][-1] in ".!?" else ".") + " " + sentences[1]


def made_text(chance, side, section):
    """One text of a section."""
    phenomenon, _, _, table = section
    if table == "exclamations":
        text = exclamation(chance, side)
        return text if text in words.FACES.get(side, []) else finished(chance, text, side, phenomenon)
    template = chance.choice(table[side] if isinstance(table, dict) else table)
    scene = Scene(chance, side)
    while scene.field not in FIELDS_FOR.get(phenomenon, words.FIELDS) or \
            re.search(r"price|\bpay|tip\b", template) and scene.field in ("person", "life", "sport"):
        scene = Scene(chance, side)
    if phenomenon in ("doings", "comparisons") and scene.field in SINGULAR_FIELDS:
        scene.plurals, scene.masses = [], []
    text = scene.fill(template)
    if phenomenon in templates.JOINED[side] and chance.random() < templates.JOIN_SHARE[side]:
        text = joined(chance, text, side)
    if table is events.EVENTS and side != "0" and chance.random() < 0.12:
        text += chance.choice([". ", ", ", " - "]) + Scene(chance, side).fill(chance.choice(words.VERDICT[side]))
    return finished(chance, text, side, phenomenon)


def weighted_sections(side):
    """The sections of a label and their weights."""
    sections, weights = [], []
    shares = ((templates.SECTIONS, 1 - templates.MORE_SHARE), (templates.MORE_SECTIONS, templates.MORE_SHARE))
    for table, share in shares:
        own = [section for section in table if side in section[1]]
        total = sum(section[2] for section in own)
        sections += own
        weights += [share * section[2] / total for section in own]
    return sections, weights


def made_texts(count, seed):
    """The rows (label, text, phenomenon), without repetition, in random order."""
    chance, seen, rows = random.Random(seed), set(), []
    for side, share in SHARES.items():
        sections, weights = weighted_sections(side)
        quota = round(count * share)
        while quota:
            section = chance.choices(sections, weights)[0]
            text = made_text(chance, side, section)
            plain = text.lower().rstrip(".! ") or text
            if plain not in seen:
                seen.add(plain)
                rows.append((LABELS[side], text, section[0]))
                quota -= 1
    chance.shuffle(rows)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output")
    parser.add_argument("--count", type=int, default=120000)
    parser.add_argument("--random-seed", type=int, default=1)
    options = parser.parse_args()
    rows = made_texts(options.count, options.random_seed)
    with open(options.output, "w", encoding="utf-8") as output:
        output.writelines(f"{label}\t{text}\n" for label, text, _ in rows)
    for (label, phenomenon), number in sorted(Counter((row[0], row[2]) for row in rows).items()):
        print(f"{label:9} {phenomenon:20} {number:6}")
    print(Counter(row[0] for row in rows))


if __name__ == "__main__":
    main()
