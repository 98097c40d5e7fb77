"""Splitting a text into words with their offsets, line by line, by Hugging Face tokenizers."""
import argparse
import time

from peer import hugging_face, lines_of, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--file", required=True, help="the text, in UTF-8")
parser.add_argument("--threads", type=int, default=2, help="how many threads the library may use")
options = parser.parse_args()

tokenizers = hugging_face(options.threads)
from tokenizers.pre_tokenizers import BertPreTokenizer, Whitespace

lines = lines_of(options.file)


def split_all(splitter):
    split = splitter.pre_tokenize_str
    for line in lines:
        split(line)


def seconds(splitter):
    start = time.perf_counter()
    split_all(splitter)
    return time.perf_counter() - start


fastest = min([Whitespace(), BertPreTokenizer()], key=seconds)
serve(f"Hugging Face tokenizers {tokenizers.__version__}, {type(fastest).__name__}", lambda: split_all(fastest))
