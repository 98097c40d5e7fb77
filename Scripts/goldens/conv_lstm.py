"""Goldens of a convolutional LSTM (Shi et al. 2015), written with PyTorch's Conv2d, and checked against plain NumPy.

The NumPy version shares nothing with the other: it sums over the pixels of each square one by one.
"""

import sys

import numpy
import torch
from torch.nn.functional import conv2d

from golden_file import random, save

# name, seed, numLayers, bidirectional, hiddenSize, kernelSize, [height, width], lengths (one a row), has a state
CASES = [
    ("1layer_ragged_state", 2, 1, False, 7, 3, [4, 5], [3, 5, 1], True),
    ("1layer_bi", 3, 1, True, 4, 5, [3, 6], [2, 5], False),
    ("2layer_bi", 8, 2, True, 3, 3, [5, 4], [4, 1, 5], True),
]
TIME, INPUT_SIZE = 5, 2


def direction(maps, lengths, w, h, c, is_reversed):
    """One direction of one layer over `maps` [batch, time, height, width, channels], a row of the batch at a time."""
    outputs, finals = [], []
    kernel = w["weight_ih"].shape[-1]
    for b, length in enumerate(lengths):
        own_h, own_c = h[b].permute(2, 0, 1)[None], c[b].permute(2, 0, 1)[None]
        rows = [torch.zeros_like(h[b])] * TIME
        for t in reversed(range(length)) if is_reversed else range(length):
            x = maps[b, t].permute(2, 0, 1)[None]
            a = (conv2d(x, w["weight_ih"], w["bias_ih"], padding=kernel // 2)
                 + conv2d(own_h, w["weight_hh"], w["bias_hh"], padding=kernel // 2))
            i, f, g, o = a.chunk(4, dim=1)
            own_c = f.sigmoid() * own_c + i.sigmoid() * g.tanh()
            own_h = o.sigmoid() * own_c.tanh()
            rows[t] = own_h[0].permute(1, 2, 0)
        outputs.append(torch.stack(rows))
        finals.append([own_h[0].permute(1, 2, 0), own_c[0].permute(1, 2, 0)])
    return torch.stack(outputs), torch.stack([f[0] for f in finals]), torch.stack([f[1] for f in finals])


def plain_convolution(x, weight, bias):
    """`x` [height, width, inputs] through `weight` [outputs, inputs, kernel, kernel], zeros around it."""
    height, width, _ = x.shape
    reach = weight.shape[-1] // 2
    result = numpy.empty((height, width, len(weight)), x.dtype)
    for y, column in numpy.ndindex(height, width):
        total = bias.copy()
        for dy in range(-reach, reach + 1):
            for dx in range(-reach, reach + 1):
                if 0 <= y + dy < height and 0 <= column + dx < width:
                    total += weight[:, :, dy + reach, dx + reach] @ x[y + dy, column + dx]
        result[y, column] = total
    return result


def plain_direction(maps, lengths, w, h, c, is_reversed):
    """The same in NumPy."""
    output = numpy.zeros((*maps.shape[:4], h.shape[-1]), maps.dtype)
    h, c = h.copy(), c.copy()
    for b, length in enumerate(lengths):
        for t in reversed(range(length)) if is_reversed else range(length):
            a = (plain_convolution(maps[b, t], w["weight_ih"], w["bias_ih"])
                 + plain_convolution(h[b], w["weight_hh"], w["bias_hh"]))
            a_i, a_f, a_g, a_o = numpy.split(a, 4, axis=-1)
            c[b] = c[b] / (1 + numpy.exp(-a_f)) + numpy.tanh(a_g) / (1 + numpy.exp(-a_i))
            h[b] = numpy.tanh(c[b]) / (1 + numpy.exp(-a_o))
            output[b, t] = h[b]
    return output, h, c


def network(v, suffixes, directions, run, join, stack):
    """Output and final states from the tensors `v` by `run`, which is one direction of one layer."""
    maps, finals = v["input"], []
    for layer in range(0, len(suffixes), directions):
        halves = []
        for index in range(layer, layer + directions):
            w = {name: v[f"{name}_{suffixes[index]}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
            output, h, c = run(maps, v["lengths"].tolist(), w, v["h0"][index], v["c0"][index],
                               suffixes[index].endswith("_reverse"))
            halves.append(output)
            finals.append((h, c))
        maps = join(halves, -1)
    return {"output": maps, "hN": stack([h for h, _ in finals]), "cN": stack([c for _, c in finals])}


def golden(seed, num_layers, bidirectional, hidden_size, kernel_size, size, lengths, has_state, dtype):
    generator = torch.Generator().manual_seed(seed)
    directions = 2 if bidirectional else 1
    suffixes = [f"l{layer}{end}" for layer in range(num_layers) for end in ("", "_reverse")[:directions]]
    is_real = (torch.arange(TIME) < torch.tensor(lengths)[:, None])[..., None, None, None]
    state_shape = (num_layers * directions, len(lengths), *size, hidden_size)
    values = {"input": random(generator, len(lengths), TIME, *size, INPUT_SIZE)}
    for name, scale in (("h0", 0.5), ("c0", 1.0)):
        values[name] = random(generator, *state_shape, scale=scale) if has_state else torch.zeros(state_shape).double()
    for index, suffix in enumerate(suffixes):
        inputs = INPUT_SIZE if index < directions else directions * hidden_size
        shapes = {"weight_ih": (4 * hidden_size, inputs, kernel_size, kernel_size),
                  "weight_hh": (4 * hidden_size, hidden_size, kernel_size, kernel_size),
                  "bias_ih": (4 * hidden_size,), "bias_hh": (4 * hidden_size,)}
        for name, shape in shapes.items():
            values[f"{name}_{suffix}"] = random(generator, *shape, scale=0.2)
    upstream = {"grad_output": random(generator, len(lengths), TIME, *size, directions * hidden_size) * is_real,
                "grad_hN": random(generator, *state_shape), "grad_cN": random(generator, *state_shape)}
    values = {name: value.to(dtype).requires_grad_() for name, value in values.items()}
    upstream = {name: value.to(dtype) for name, value in upstream.items()}
    v = values | {"lengths": torch.tensor(lengths).int()}

    results = network(v, suffixes, directions, direction, torch.cat, torch.stack)
    plain = network({name: value.detach().numpy() for name, value in v.items()}, suffixes, directions,
                    plain_direction, numpy.concatenate, numpy.stack)
    for name, value in results.items():
        if not numpy.allclose(value.detach(), plain[name], rtol=0, atol=1e-12 if dtype == torch.float64 else 1e-5):
            sys.exit(f"{name}: Conv2d and NumPy do not agree.")
    scalar = sum((results[name] * upstream[f"grad_{name}"]).sum() for name in results)
    wanted = [name for name in values if has_state or name not in ("h0", "c0")]
    gradients = torch.autograd.grad(scalar, [values[name] for name in wanted])
    kept = {name: v[name] for name in [*wanted, "lengths"]}
    return kept | results | upstream | {f"grad.{name}": gradient for name, gradient in zip(wanted, gradients)}


for name, seed, num_layers, bidirectional, hidden_size, kernel_size, size, lengths, has_state in CASES:
    save(f"conv_lstm_{name}", __file__, seed, 1e-5,
         lambda dtype: golden(
             seed, num_layers, bidirectional, hidden_size, kernel_size, size, lengths, has_state, dtype),
         numLayers=num_layers, bidirectional=str(bidirectional).lower(), hiddenSize=hidden_size,
         inputSize=INPUT_SIZE, kernelSize=kernel_size)
