"""What every peer shares: it says its name, then does as many rounds as each line of its input asks for."""
import os
import sys
import time


def missing(reason):
    print(f"missing: {reason}", flush=True)
    sys.exit(0)


def hugging_face(threads):
    """The module tokenizers, told how many threads to use."""
    # It reads these when it is loaded.
    os.environ["RAYON_NUM_THREADS"] = str(threads)
    os.environ["TOKENIZERS_PARALLELISM"] = "true" if threads > 1 else "false"
    try:
        import tokenizers
    except ImportError:
        missing("Hugging Face tokenizers is not installed")
    return tokenizers


def lines_of(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return list(file)


def noisy_sine_windows(points=1000, window=20):
    try:
        import numpy
    except ImportError:
        missing("NumPy is not installed")
    noise = numpy.random.default_rng(1).standard_normal(points)
    series = (numpy.sin(0.1 * numpy.arange(points)) + 0.1 * noise).astype("float32")
    windows = numpy.lib.stride_tricks.sliding_window_view(series[:-1], window)
    return numpy.ascontiguousarray(windows)[..., None], series[window:, None]


def serve(name, round_of_work):
    round_of_work()
    print(name, flush=True)
    for line in sys.stdin:
        rounds = int(line)
        start = time.perf_counter()
        for _ in range(rounds):
            round_of_work()
        print(time.perf_counter() - start, flush=True)
