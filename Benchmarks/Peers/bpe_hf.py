"""Training a byte-level BPE vocabulary on a text, or encoding the text with it, by Hugging Face tokenizers."""
import argparse

from peer import hugging_face, lines_of, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--file", required=True, help="the text, in UTF-8; each line with its end is a sample")
parser.add_argument("--mode", choices=["train", "encode"], required=True, help="what a round does")
parser.add_argument("--vocabulary-size", type=int, required=True, help="how many tokens to learn, the 256 bytes too")
parser.add_argument("--threads", type=int, default=2, help="how many threads the library may use")
options = parser.parse_args()

tokenizers = hugging_face(options.threads)
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer

lines = lines_of(options.file)


def trained():
    tokenizer = tokenizers.Tokenizer(BPE())
    tokenizer.pre_tokenizer = ByteLevel(add_prefix_space=False)
    trainer = BpeTrainer(vocab_size=options.vocabulary_size, show_progress=False,
                         initial_alphabet=ByteLevel.alphabet())
    tokenizer.train_from_iterator(lines, trainer, length=len(lines))
    return tokenizer


name = f"Hugging Face tokenizers {tokenizers.__version__}, {options.threads} threads"
if options.mode == "train":
    serve(name, trained)
else:
    tokenizer = trained()
    serve(name, lambda: tokenizer.encode_batch(lines))
