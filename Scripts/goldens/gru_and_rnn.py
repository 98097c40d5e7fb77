"""Goldens of torch.nn.GRU and torch.nn.RNN (with tanh)."""

import torch

from recurrent_layer import save_all

# name, seed, numLayers, bidirectional, hiddenSize, lengths (one a row), has an initial state
CASES = [
    ("1layer_ragged_state", 2, 1, False, 17, [3, 6, 1, 4], True),
    ("1layer_bi", 3, 1, True, 5, [2, 6, 5, 1], False),
    ("2layer_state", 6, 2, False, 5, [6, 6, 6, 6], True),
    ("2layer_bi", 8, 2, True, 5, [4, 1, 6, 3], True),
    ("2layer_bi_wide", 10, 2, True, 17, [5, 6, 2, 6], True),
]

save_all("gru", torch.nn.GRU, __file__, CASES)
save_all("simple_rnn", torch.nn.RNN, __file__, CASES)
