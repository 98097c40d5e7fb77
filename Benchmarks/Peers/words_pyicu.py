"""Splitting a text into words with their offsets and kinds by ICU's word iterator, called from Python."""
import argparse

from peer import missing, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--file", required=True, help="the text, in UTF-8")
parser.add_argument("--threads", type=int, default=1, help="taken for the sake of the others: ICU uses one thread")
options = parser.parse_args()

try:
    import icu
except ImportError:
    missing("PyICU is not installed")

with open(options.file, encoding="utf-8", newline="") as file:
    text = icu.UnicodeString(file.read())
boundaries = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())


def words():
    boundaries.setText(text)
    status = boundaries.getRuleStatus
    spans = []
    start = 0
    for end in boundaries:
        spans.append((start, end, status()))
        start = end
    return spans


serve(f"PyICU {icu.VERSION}, ICU {icu.ICU_VERSION}", words)
