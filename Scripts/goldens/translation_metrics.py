"""Goldens of BLEU and chrF: sacreBLEU's scores, its tokens, and its lower case, on plain and on odd lines.

Each case is a corpus, most of them of one sentence. Written as JSON with every digit, and ASCII only, so that combining
accents and the kinds of spaces survive every editor.
"""

import json
from pathlib import Path

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF

PATH = Path(__file__).resolve().parents[2] / "Tests" / "Goldens" / "translation_metrics.json"
TOKENIZERS = ["13a", "intl", "char", "none"]

SENTENCES = [
    ("equal", "A man is riding a bicycle.", "A man is riding a bicycle."),
    ("one word differs", "Two dogs are running through the snow.", "Two dogs are playing through the snow."),
    ("no word in common", "Ein Hund rennt", "a cat sleeps here now"),
    ("empty hypothesis", "", "A man sleeps."),
    ("empty reference", "A man sleeps.", ""),
    ("both empty", "", ""),
    ("only white space", " \t\u00a0\u3000 ", "a b c d"),
    ("one word, right", "yes", "yes"),
    ("one word, wrong", "yes", "no"),
    ("one letter", "a", "a"),
    ("three words: no 4-grams", "a red car", "a red car"),
    ("four words", "a red sports car", "a red sports car"),
    ("the the the", "the the the the the the the", "the cat is on the mat"),
    ("repetition in both", "ha ha ha ha ha", "ha ha ha ha ha ha ha ha"),
    ("unigrams alone match", "d c b a f e", "a b c d e f"),
    ("bigrams at most", "a b x c d y e f", "a b c d e f g h"),
    ("trigrams at most", "a b c x d e f y", "a b c d e f g h"),
    ("longer than the reference", "the big brown dog runs in the green park now", "the dog runs in the park"),
    ("shorter than the reference", "the dog runs in", "the dog runs in the green park with a ball in its mouth"),
    ("case", "THE Dog RUNS in the Park .", "The dog runs in the park."),
    ("all ASCII punctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "! \" # $ % & ' ( ) * + , - . / : ; < = > ? @"),
    ("punctuation runs", "Wait... what?! -- no,, really..,.", "Wait ... what ?! -- no , , really . . , ."),
    ("numbers",
     "It costs 1,000.5 dollars, 3.14, 2.000,00 or .5 of 7.",
     "It costs 1,000.5 dollars , 3.14 , 2.000,00 or 5."),
    ("points beside digits",
     "1.a a.1 1,a a,1 1. .1 ,1 1, 1.,2 ..3",
     "1 .a a. 1 1 ,a a, 1 1 . . 1 , 1 1 , 1 . , 2 . . 3"),
    ("initials", "The U.S. and the U.K. met at 5 p.m. today.", "The U.S and the UK met at 5 pm today ."),
    ("hyphens",
     "a 20-year-old in a T-shirt, 1990-2000, -5, x-1, 1--2-",
     "a 20 - year-old in a T-shirt , 1990- 2000 , - 5"),
    ("apostrophes", "It's the dogs' bone, isn't it? 'Yes'", "It 's the dogs ' bone , is n't it ? ' Yes '"),
    ("entities", "&quot;Tom &amp; Jerry&quot; 3 &lt; 5 &gt; 2 &apos;", "\" Tom & Jerry \" 3 < 5 > 2 & apos ;"),
    ("nested entities", "&amp;lt; &amp;amp; &amp;quot; &amp;gt; &am&amp;p; &", "< &amp; &quot; > & p ; &amp ;"),
    ("skipped", "a <skipped> b <skip<skipped>ped> c<skipped>", "a b <skipped> c < skipped >"),
    ("newlines", "exam-\nple of a\nline -\n and\r\nmore-\n", "example of a line and more"),
    ("tabs and other controls", "a\tb\x0bc\x0cd\x1ce\x1df\x1eg\x1fh\x85i", "a b c d e f g h i"),
    ("no-break and other spaces",
     "10\u00a0000\u202f\u20ac et\u2009plus\u3000ou\u1680moins\u205fici\u2028la",
     "10 000 \u20ac et plus ou moins ici la"),
    ("no spaces",
     "zero\u200bwidth joi\u2060ner \ufeffmark mongolian\u180evowel",
     "zero width joi ner mark mongolian vowel"),
    ("trailing spaces", "  the end .   \t", "the end .\u00a0\u00a0"),
    ("full stop after a number at the end", "born in 1984.", "born in 1984 ."),
    ("the same with a space behind", "born in 1984. ", "born in 1984 ."),
    ("Japanese",
     "男の人が自転車に乗っています。",
     "男が自転車に乗っている。"),
    ("Chinese",
     "一个人骑着自行车，穿过公园。",
     "一个男人骑自行车穿过公园。"),
    ("Korean",
     "한 남자가 자전거를 타고 있다.",
     "남자가 자전거를 타고 있어요."),
    ("Arabic digits and comma",
     "\u0661\u0662\u0663\u060c \u0664\u066b\u0665 \u0643\u062a\u0628\u060c \u0646\u0639\u0645\u061f",
     "\u0661\u0662\u0663 \u060c \u0664 \u066b \u0665 \u0643\u062a\u0628 \u060c \u0646\u0639\u0645 \u061f"),
    ("Hindi",
     "एक आदमी साइकिल चला रहा है।",
     "आदमी साइकिल चलाता है ।"),
    ("composed against decomposed",
     "caf\u00e9 \u00fcber na\u00efve \u00c5ngstr\u00f6m",
     "cafe\u0301 u\u0308ber na\u00efve \u212bngstr\u00f6m"),
    ("decomposed in both",
     "cafe\u0301 u\u0308ber nai\u0308ve cre\u0300me",
     "cafe\u0301 u\u0308ber cre\u0300me nai\u0308ve"),
    ("ligatures and wide forms",
     "\ufb01ne \uff21\uff22\uff23 \uff11\uff12\uff13\uff0e\uff15 \u00bd\u00b2",
     "fine ABC 123.5 1/22"),
    ("emoji",
     "ok \U0001f44d\U0001f3fd! \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f\U0001f1e9\U0001f1ea",
     "ok \U0001f44d ! \U0001f468 \u2764 \U0001f1e9\U0001f1ea"),
    ("typographic quotes",
     "\u201eJa\u201c, sagte er \u2013 \u00abnein\u00bb\u2026 \u2018so\u2019",
     "\" Ja \" , sagte er - \u00ab nein \u00bb \u2026 'so'"),
    ("French spaces", "Quoi\u00a0? C'est l\u2019\u00e9t\u00e9\u202f!", "Quoi ? C' est l' \u00e9t\u00e9 !"),
    ("currencies and units",
     "\u20ac5.50, $3, \u00a32m, 5\u20ac, 50% & 20\u00b0C \u00b1 2\u00b5m",
     "5.50 \u20ac , $ 3 , \u00a3 2 m , 5 \u20ac , 50 % & 20 \u00b0 C"),
    ("mathematics",
     "x\u00b2 + y = \u221a2 \u2260 \u221e; a<b>c; 2^10",
     "x\u00b2 + y = \u221a 2 \u2260 \u221e ; a < b > c ; 2 ^ 10"),
    ("addresses",
     "See https://example.org/a-b_c?d=1&e=2.0#f or me@mail.co.uk",
     "See https://example.org or me @ mail.co.uk"),
    ("Greek capitals",
     "ΟΔΟΣ ΣΑΣ Σ AΣ' Σ\u0301A Α\u0301Σ\u0301. Σ-ΑΣA",
     "οδος σας σ aς' σ\u0301a α\u0301ς\u0301. σ-ασa"),
    ("Turkish and German capitals",
     "\u0130STANBUL \u0049\u0131 STRASSE \u1e9e \u01c5 \u2126 \u212a",
     "i\u0307stanbul i\u0131 strasse \u00df \u01c6 \u03c9 k"),
    ("Russian",
     "Мужчина едет на велосипеде.",
     "Мужчина ехал на велосипеде!"),
    ("brackets around words", "(hi) [see] \"this\" (a). -b- #c ...", "( hi ) see \" this \" a - b - # c . . ."),
    ("nulls and private use", "a\x00b \ue000 \U000f0000 \ufffd c", "a \x00 b \ue000 \ufffd c"),
    ("a very long line",
     " ".join(f"w{i * i % 331}," for i in range(1500)),
     " ".join(f"w{i * i % 337}," for i in range(1400))),
]

CORPORA = [
    ("all empty", ["", "", ""], ["", "", ""]),
    ("empty hypotheses", ["", ""], ["a b", "c d e"]),
    ("one sentence right, one empty", ["a b c d e", ""], ["a b c d e", "f g"]),
    ("no 4-grams in many short sentences", ["a b", "c d e", "f"], ["a b", "c d x", "f"]),
    ("lengths that cancel", ["a b c d e f", "a"], ["a b c d", "a b c"]),
]


def figures(hypotheses, references):
    """All scores of a corpus; a case is one of a metric with its settings."""
    bleu, chrf = [], []
    for tokenizer in TOKENIZERS:
        for lowercase in (False, True):
            metric = BLEU(tokenize=tokenizer, lowercase=lowercase, force=True)
            score = metric.corpus_score(hypotheses, [references])
            bleu.append({
                "tokenization": tokenizer, "isCaseSensitive": not lowercase, "score": score.score,
                "precisions": score.precisions, "brevityPenalty": score.bp, "matches": score.counts,
                "totals": score.totals, "systemLength": score.sys_len, "referenceLength": score.ref_len,
                "signature": str(metric.get_signature())})
    for character_order, word_order, beta, lowercase in [
            (6, 0, 2, False), (6, 2, 2, False), (6, 0, 2, True), (6, 2, 2, True), (3, 1, 1, False), (1, 4, 3, False)]:
        metric = CHRF(char_order=character_order, word_order=word_order, beta=beta, lowercase=lowercase)
        score = metric.corpus_score(hypotheses, [references])
        chrf.append({
            "characterOrder": character_order, "wordOrder": word_order, "beta": beta,
            "isCaseSensitive": not lowercase, "score": score.score, "name": score.name,
            "signature": str(metric.get_signature())})
    return bleu, chrf


def case(name, hypotheses, references):
    bleu, chrf = figures(hypotheses, references)
    return {"name": name, "hypotheses": hypotheses, "references": references, "bleu": bleu, "chrF": chrf}


def tokenized(line):
    tokens = {tokenizer: BLEU(tokenize=tokenizer)._preprocess_segment(line).split() for tokenizer in TOKENIZERS}
    return {"line": line, "lowercase": line.lower(), "tokens": tokens}


def main():
    short = [(name, hypothesis, reference) for name, hypothesis, reference in SENTENCES if len(hypothesis) < 1000]
    cases = [case(name, [hypothesis], [reference]) for name, hypothesis, reference in SENTENCES]
    cases += [case(*corpus) for corpus in CORPORA]
    cases.append(case("all short lines", [line for _, line, _ in short], [line for _, _, line in short]))
    golden = {
        "framework": f"sacreBLEU {sacrebleu.__version__}", "script": "Scripts/goldens/translation_metrics.py",
        "cases": cases,
        "lines": [tokenized(line) for _, hypothesis, reference in short for line in (hypothesis, reference)],
    }
    PATH.write_text(json.dumps(golden) + "\n")
    print(f"{PATH.name}: {PATH.stat().st_size:,} bytes, {len(cases)} cases")


if __name__ == "__main__":
    main()
