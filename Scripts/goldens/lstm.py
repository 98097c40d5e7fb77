"""Goldens of torch.nn.LSTM."""

import torch

from recurrent_layer import save_all

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

save_all("lstm", torch.nn.LSTM, __file__, CASES)
