"""Texts a second from raw texts to labels: `sentiment classify` beside an earlier build of it, PyTorch and fastText.

    python3 Benchmarks/Peers/classify_texts.py TEXTS.tsv TRAIN.tsv --sentiment PROGRAM [--before PROGRAM]

TEXTS.tsv and TRAIN.tsv hold label and text with a tab between. The contestants take turns, and medians of the rounds are
printed. `sentiment` is timed as a whole, from start to end; PyTorch, with a network of the same sizes and random weights,
and fastText, with word pairs, after their imports and their loading. What is not installed is left out.
"""
import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

VOCABULARY, EMBEDDING, HIDDEN, LONGEST, BATCH = 30_000, 200, 192, 400, 64


def texts_of(path):
    return [line.split("\t", 1) for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines()]


def sentiment(program, model, precision, threads, file):
    command = [program, "classify", "--model", model, "--unit", "line", "--precision", precision, "--threads",
               str(threads), "--format", "tsv", "--quiet", file]

    def run():
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - begin
    return run


def pytorch(texts, threads, is_int8):
    import torch
    from torch import nn
    torch.manual_seed(1)
    embedding, lstm = nn.Embedding(VOCABULARY, EMBEDDING), nn.LSTM(EMBEDDING, HIDDEN, bidirectional=True, batch_first=True)
    output = nn.Linear(2 * HIDDEN, 2)
    model = nn.ModuleList([embedding, lstm, output]).eval()
    if is_int8:
        model = torch.ao.quantization.quantize_dynamic(model, {nn.LSTM, nn.Linear}, dtype=torch.qint8)
        embedding, lstm, output = model
    words = re.compile(r"\w+|[^\w\s]")

    @torch.inference_mode()
    def run():
        torch.set_num_threads(threads)
        begin = time.perf_counter()
        known = {}
        rows = [[known.setdefault(word, len(known)) % VOCABULARY for word in words.findall(text.lower())] or [0]
                for text in texts]
        rows = sorted((row[:LONGEST // 2] + row[-LONGEST // 2:] if len(row) > LONGEST else row for row in rows), key=len)
        for first in range(0, len(rows), BATCH):
            batch = rows[first:first + BATCH]
            ids = torch.zeros(len(batch), len(batch[-1]), dtype=torch.long)
            for index, row in enumerate(batch):
                ids[index, :len(row)] = torch.tensor(row)
            output(lstm(embedding(ids))[0].amax(dim=1)).softmax(1).tolist()
        return time.perf_counter() - begin
    return run


def fasttext(texts, train):
    import fasttext as library
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(f"__label__{label} {text}\n" for label, text in train)
        file.flush()
        model = library.train_supervised(file.name, wordNgrams=2, epoch=3, thread=2, verbose=0)
    words = re.compile(r"\w+|[^\w\s]")

    def run():
        begin = time.perf_counter()
        for text in texts:
            model.f.predict(" ".join(words.findall(text.lower())) + "\n", 1, 0.0, "strict")
        return time.perf_counter() - begin
    return run


def contestants(arguments, texts, file, threads):
    for name, program in [("sentiment", arguments.sentiment), ("sentiment before", arguments.before)]:
        for precision in ["fp32", "int8"]:
            if program:
                yield f"{name}, {precision}", sentiment(program, arguments.model, precision, threads, file)
    for name, make in [
        ("PyTorch, fp32", lambda: pytorch(texts, threads, False)),
        ("PyTorch, int8", lambda: pytorch(texts, threads, True)),
        ("fastText, one thread", lambda: fasttext(texts, texts_of(arguments.train))),
    ]:
        try:
            yield name, make()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts")
    parser.add_argument("train")
    parser.add_argument("--sentiment", required=True)
    parser.add_argument("--before")
    parser.add_argument("--model", default="movie-reviews-en", help="a name that all builds know, or a folder")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    texts = [text for _, text in texts_of(arguments.texts)]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(text + "\n" for text in texts)
        file.flush()
        for threads in arguments.threads:
            running = dict(contestants(arguments, texts, file.name, threads))
            seconds = {name: [] for name in running}
            for _ in range(arguments.rounds):
                for name, run in running.items():
                    seconds[name].append(run())
            for name, values in seconds.items():
                print(f"{threads} thread{'s' * (threads > 1)}  {name:22} {len(texts) / statistics.median(values):8.0f} texts/s"
                      f"  ({len(texts) / max(values):.0f} to {len(texts) / min(values):.0f})", flush=True)


if __name__ == "__main__":
    main()
