"""A matrix product in NumPy, whose wheels carry OpenBLAS."""
import argparse

from peer import missing, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--rows", type=int, required=True)
parser.add_argument("--depth", type=int, required=True)
parser.add_argument("--columns", type=int, required=True)
parser.add_argument("--transposed", action="store_true", help="the left-hand side lies transposed in memory")
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()

import os

os.environ["OPENBLAS_NUM_THREADS"] = str(options.threads)
try:
    import numpy
except ImportError:
    missing("NumPy is not installed")

random = numpy.random.default_rng(1)


def matrix(rows, columns):
    return (random.random((rows, columns), numpy.float32) * 2 - 1)


a = matrix(options.depth, options.rows).T if options.transposed else matrix(options.rows, options.depth)
b = matrix(options.depth, options.columns)
output = numpy.empty((options.rows, options.columns), numpy.float32)
serve(f"OpenBLAS in NumPy {numpy.__version__}", lambda: numpy.dot(a, b, out=output))
