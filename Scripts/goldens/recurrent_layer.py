"""Goldens of PyTorch's recurrent layers: output, final state and every gradient."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden_file import random, save

TIME, INPUT_SIZE = 6, 3


def save_all(prefix, layer, script, cases):
    """Writes `<prefix>_<name>` for each case.

    A case is: name, seed, numLayers, bidirectional, hiddenSize, lengths (one a row), has an initial state.
    """
    for name, seed, num_layers, bidirectional, hidden_size, lengths, has_state in cases:
        save(f"{prefix}_{name}", script, seed, 1e-5,
             lambda dtype: golden(layer, seed, num_layers, bidirectional, hidden_size, lengths, has_state, dtype),
             numLayers=num_layers, bidirectional=str(bidirectional).lower(), hiddenSize=hidden_size,
             inputSize=INPUT_SIZE)


def golden(layer, seed, num_layers, bidirectional, hidden_size, lengths, has_state, dtype):
    """The tensors of one case of a layer of torch.nn.

    The scalar whose gradients are stored is
    sum(output * grad_output) + sum(hN * grad_hN) + sum(cN * grad_cN), the last for an LSTM alone.
    """
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    network = layer(INPUT_SIZE, hidden_size, num_layers, batch_first=True, bidirectional=bidirectional).to(dtype)
    states = ("h", "c") if layer is torch.nn.LSTM else ("h",)

    lengths = torch.tensor(lengths)
    values, upstream = random_inputs(
        generator, lengths, num_layers, 2 if bidirectional else 1, hidden_size, states, has_state)
    values = {name: value.to(dtype) if value.is_floating_point() else value for name, value in values.items()}
    upstream = {name: value.to(dtype) for name, value in upstream.items()}
    differentiated = {name: values[name].requires_grad_() for name in ("input", "h0", "c0") if name in values}
    differentiated.update(network.named_parameters())

    packed = pack_padded_sequence(values["input"], lengths, batch_first=True, enforce_sorted=False)
    initial = tuple(values[f"{state}0"] for state in states) if has_state else None
    if len(states) == 1 and has_state:
        initial, = initial
    output, final = network(packed, initial)
    final = dict(zip((f"{state}N" for state in states), final if len(states) == 2 else (final,)))
    output, _ = pad_packed_sequence(output, batch_first=True, total_length=TIME)
    results = {"output": output, **final}
    scalar = sum((results[name] * upstream[f"grad_{name}"]).sum() for name in results)
    gradients = torch.autograd.grad(scalar, list(differentiated.values()))

    return {
        **values, **dict(network.named_parameters()), **results, **upstream,
        **{f"grad.{name}": gradient for name, gradient in zip(differentiated, gradients)},
    }


def random_inputs(generator, lengths, num_layers, directions, hidden_size, states, has_state):
    """Input, lengths and initial state of a case, and what its results are multiplied with."""
    batch = len(lengths)
    is_real = (torch.arange(TIME) < lengths[:, None])[..., None]
    state_shape = (num_layers * directions, batch, hidden_size)
    # Padding of the input is left random: nobody may read it.
    values = {"input": random(generator, batch, TIME, INPUT_SIZE), "lengths": lengths.int()}
    if has_state:
        scales = {"h": 0.5, "c": 1.0}
        values |= {f"{state}0": random(generator, *state_shape, scale=scales[state]) for state in states}
    upstream = {"grad_output": random(generator, batch, TIME, directions * hidden_size) * is_real}
    upstream |= {f"grad_{state}N": random(generator, *state_shape) for state in states}
    return values, upstream
