"""Writing one character at a time with ONNX Runtime, batch 1; with --int8 on a dynamically quantised model."""
import argparse
import os
import subprocess
import sys
import tempfile

from peer import missing, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--layers", type=int, required=True)
parser.add_argument("--hidden", type=int, required=True)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--int8", action="store_true")
options = parser.parse_args()

try:
    import numpy
    import onnxruntime
except ImportError:
    missing("ONNX Runtime is not installed")

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "step.onnx")
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sample_torch.py")
    made = subprocess.run([sys.executable, script, "--layers", str(options.layers), "--hidden", str(options.hidden),
                           "--export", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if made.returncode != 0 or not os.path.exists(path):
        missing("PyTorch and onnx are needed to export the model for ONNX Runtime")
    if options.int8:
        try:
            from onnxruntime.quantization import QuantType, quantize_dynamic
        except ImportError:
            missing("the package onnx is not installed")
        quantised = os.path.join(folder, "step8.onnx")
        quantize_dynamic(path, quantised, weight_type=QuantType.QInt8)
        path = quantised
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])

random = numpy.random.default_rng(1)
zeros = numpy.zeros((options.layers, 1, options.hidden), numpy.float32)
state = [numpy.zeros((1, 1), numpy.int64), zeros, zeros]


def characters():
    id, hidden, cell = state
    for _ in range(100):
        probabilities, hidden, cell = session.run(None, {"id": id, "hidden": hidden, "cell": cell})
        id = numpy.searchsorted(numpy.cumsum(probabilities[0]), random.random() * 0.9999).reshape(1, 1)
    state[:] = [id, hidden, cell]


kind = "int8" if options.int8 else "float32"
serve(f"ONNX Runtime {onnxruntime.__version__} {kind}, {options.threads} threads", characters)
