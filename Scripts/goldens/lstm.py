"""Goldens of torch.nn.LSTM: output, final state and every gradient.

The scalar whose gradients are stored is
sum(output * grad_output) + sum(hN * grad_hN) + sum(cN * grad_cN).
"""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden_file import random, save

TIME, INPUT_SIZE = 6, 3

# name, seed, numLayers, bidirectional, hiddenSize, lengths (one a row), has an initial state
CASES = [
    ("1layer", 1, 1, False, 5, [6], False),
    ("1layer_ragged_state", 2, 1, False, 17, [3, 6, 1, 4], True),
    ("1layer_bi", 3, 1, True, 5, [2, 6, 5, 1], False),
    ("1layer_bi_state", 4, 1, True, 17, [6], True),
    ("2layer", 5, 2, False, 17, [6, 6, 6, 6], False),
    ("2layer_state", 6, 2, False, 5, [6, 6, 6, 6], True),
    ("2layer_ragged", 7, 2, False, 5, [1, 4, 6, 2], False),
    ("2layer_bi", 8, 2, True, 5, [4, 1, 6, 3], True),
    ("2layer_bi_short", 9, 2, True, 5, [4], False),  # the longest row is shorter than the time axis
    ("2layer_bi_wide", 10, 2, True, 17, [5, 6, 2, 6], True),
]


def golden(seed, num_layers, bidirectional, hidden_size, lengths, has_state, dtype):
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    lstm = torch.nn.LSTM(INPUT_SIZE, hidden_size, num_layers, batch_first=True, bidirectional=bidirectional)
    lstm = lstm.to(dtype)

    batch, directions = len(lengths), 2 if bidirectional else 1
    lengths = torch.tensor(lengths)
    is_real = (torch.arange(TIME) < lengths[:, None])[..., None]
    state_shape = (num_layers * directions, batch, hidden_size)
    # Padding of the input is left random: nobody may read it.
    values = {"input": random(generator, batch, TIME, INPUT_SIZE), "lengths": lengths.int()}
    if has_state:
        values["h0"] = random(generator, *state_shape, scale=0.5)
        values["c0"] = random(generator, *state_shape)
    upstream = {
        "grad_output": random(generator, batch, TIME, directions * hidden_size) * is_real,
        "grad_hN": random(generator, *state_shape),
        "grad_cN": random(generator, *state_shape),
    }
    values = {name: value.to(dtype) if value.is_floating_point() else value for name, value in values.items()}
    upstream = {name: value.to(dtype) for name, value in upstream.items()}
    differentiated = {name: values[name].requires_grad_() for name in ("input", "h0", "c0") if name in values}
    differentiated.update(lstm.named_parameters())

    packed = pack_padded_sequence(values["input"], lengths, batch_first=True, enforce_sorted=False)
    output, (h_n, c_n) = lstm(packed, (values["h0"], values["c0"]) if has_state else None)
    output, _ = pad_packed_sequence(output, batch_first=True, total_length=TIME)
    scalar = ((output * upstream["grad_output"]).sum() + (h_n * upstream["grad_hN"]).sum()
              + (c_n * upstream["grad_cN"]).sum())
    gradients = torch.autograd.grad(scalar, list(differentiated.values()))

    return {
        **values, **dict(lstm.named_parameters()), "output": output, "hN": h_n, "cN": c_n, **upstream,
        **{f"grad.{name}": gradient for name, gradient in zip(differentiated, gradients)},
    }


for name, seed, num_layers, bidirectional, hidden_size, lengths, has_state in CASES:
    save(f"lstm_{name}", __file__, seed, 1e-5,
         lambda dtype: golden(seed, num_layers, bidirectional, hidden_size, lengths, has_state, dtype),
         numLayers=num_layers, bidirectional=str(bidirectional).lower(), hiddenSize=hidden_size,
         inputSize=INPUT_SIZE)
