"""What every peer shares: it says its name, then does as many rounds as each line of its input asks for."""
import sys
import time


def missing(reason):
    print(f"missing: {reason}", flush=True)
    sys.exit(0)


def serve(name, round_of_work):
    round_of_work()
    print(name, flush=True)
    for line in sys.stdin:
        rounds = int(line)
        start = time.perf_counter()
        for _ in range(rounds):
            round_of_work()
        print(time.perf_counter() - start, flush=True)
