"""Goldens of an LSTM with peepholes (Gers & Schmidhuber 2000), written in NumPy, which PyTorch has not.

Gradients are complex-step derivatives (Squire & Trapp 1998): the imaginary part of f(x + i * step) / step is
f'(x) to the last digits, since nothing is subtracted.
"""

import numpy
import torch

from golden_file import random, save
from recurrent_layer import INPUT_SIZE, TIME, random_inputs

# name, seed, numLayers, bidirectional, hiddenSize, lengths (one a row), has an initial state
CASES = [
    ("1layer_ragged_state", 2, 1, False, 17, [3, 6, 1, 4], True),
    ("1layer_bi", 3, 1, True, 5, [2, 6, 5, 1], False),
    ("2layer_bi", 8, 2, True, 5, [4, 1, 6, 3], True),
]
STEP = 1e-20


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def direction(rows, lengths, w, h, c, is_reversed):
    """One direction of one layer over `rows` [batch, time, features]; h and c [batch, hiddenSize]."""
    batch, size = h.shape
    output = numpy.zeros((batch, TIME, size), h.dtype)
    final_h, final_c = h.copy(), c.copy()
    p_i, p_f, p_o = numpy.split(w["peephole"], 3)
    for b in range(batch):
        h, c = final_h[b], final_c[b]
        steps = range(lengths[b])
        for t in reversed(steps) if is_reversed else steps:
            a = w["weight_ih"] @ rows[b, t] + w["bias_ih"] + w["weight_hh"] @ h + w["bias_hh"]
            a_i, a_f, a_g, a_o = numpy.split(a, 4)
            i, f = sigmoid(a_i + p_i * c), sigmoid(a_f + p_f * c)
            c = f * c + i * numpy.tanh(a_g)
            h = sigmoid(a_o + p_o * c) * numpy.tanh(c)
            output[b, t] = h
        final_h[b], final_c[b] = h, c
    return output, final_h, final_c


def network(v, suffixes, directions, hidden_size):
    """Output and final states from the tensors `v`; without `h0` the state starts at zero."""
    rows, finals = v["input"], []
    zeros = numpy.zeros((len(v["input"]), hidden_size), rows.dtype)
    for layer in range(0, len(suffixes), directions):
        halves = []
        for index in range(layer, layer + directions):
            names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "peephole")
            w = {name: v[f"{name}_{suffixes[index]}"] for name in names}
            h, c = (v["h0"][index], v["c0"][index]) if "h0" in v else (zeros, zeros)
            output, h, c = direction(rows, v["lengths"], w, h, c, suffixes[index].endswith("_reverse"))
            halves.append(output)
            finals.append((h, c))
        rows = numpy.concatenate(halves, axis=2)
    return {"output": rows, "hN": numpy.stack([h for h, _ in finals]), "cN": numpy.stack([c for _, c in finals])}


def golden(seed, num_layers, bidirectional, hidden_size, lengths, has_state, dtype):
    generator = torch.Generator().manual_seed(seed)
    directions = 2 if bidirectional else 1
    suffixes = [f"l{layer}{end}" for layer in range(num_layers) for end in ("", "_reverse")[:directions]]
    values, upstream = random_inputs(
        generator, torch.tensor(lengths), num_layers, directions, hidden_size, ("h", "c"), has_state)
    for index, suffix in enumerate(suffixes):
        inputs = INPUT_SIZE if index < directions else directions * hidden_size
        shapes = {"weight_ih": (4 * hidden_size, inputs), "weight_hh": (4 * hidden_size, hidden_size),
                  "bias_ih": (4 * hidden_size,), "bias_hh": (4 * hidden_size,), "peephole": (3 * hidden_size,)}
        for name, shape in shapes.items():
            values[f"{name}_{suffix}"] = random(generator, *shape, scale=0.3)

    complex_type = numpy.complex128 if dtype == torch.float64 else numpy.complex64
    v = {name: value.numpy().astype(complex_type) for name, value in values.items() if name != "lengths"}
    v["lengths"] = lengths
    weights = {name: value.numpy().astype(complex_type) for name, value in upstream.items()}

    def results():
        return network(v, suffixes, directions, hidden_size)

    gradients = {}
    for name in [name for name in v if name != "lengths"]:
        gradient = numpy.zeros(v[name].shape, v[name].real.dtype)
        for place in numpy.ndindex(gradient.shape):
            v[name][place] += STEP * 1j
            scalar = sum((value * weights[f"grad_{key}"]).sum() for key, value in results().items())
            gradient[place] = scalar.imag / STEP
            v[name][place] = v[name][place].real
        gradients[f"grad.{name}"] = torch.from_numpy(gradient)
    outputs = {name: torch.from_numpy(value.real.copy()) for name, value in results().items()}
    return {**values, **outputs, **upstream, **gradients}


for name, seed, num_layers, bidirectional, hidden_size, lengths, has_state in CASES:
    save(f"peephole_lstm_{name}", __file__, seed, 1e-5,
         lambda dtype: golden(seed, num_layers, bidirectional, hidden_size, lengths, has_state, dtype),
         numLayers=num_layers, bidirectional=str(bidirectional).lower(), hiddenSize=hidden_size,
         inputSize=INPUT_SIZE, framework=f"numpy {numpy.__version__}")
