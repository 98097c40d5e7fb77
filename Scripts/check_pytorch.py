#!/usr/bin/env python3
"""Loads a character language model folder into PyTorch and compares its logits with ours.

    textgen evaluate MODEL_DIR text.txt --logits logits.safetensors
    check_pytorch.py MODEL_DIR logits.safetensors   compares `logits` [time, vocabulary] for `ids` [time]

The state starts at zero and there is no dropout. PyTorch computes in float64.
Exits 0 if the largest absolute difference is at most 1e-4, 1 if it is larger, 2 if a file cannot be used.
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from goldens.model import CharacterLanguageModel

TOLERANCE = 1e-4
SIZES = ("vocabularySize", "embeddingSize", "hiddenSize", "numLayers")


class UnusableFile(Exception):
    """A file that is absent, malformed or does not fit the others; the message names it."""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, metavar="MODEL_DIR")
    parser.add_argument("logits", type=Path, metavar="LOGITS.safetensors")
    arguments = parser.parse_args()
    try:
        return compare(load_model(arguments.model), arguments.logits)
    except UnusableFile as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def compare(model, path):
    tensors = read_tensors(path)
    if missing := {"ids", "logits"} - tensors.keys():
        raise UnusableFile(f"{path} has no tensor named {' or '.join(sorted(missing))}")
    ids, ours = tensors["ids"].long(), tensors["logits"].double()
    theirs = run(model, ids, path)
    if ours.shape != theirs.shape:
        raise UnusableFile(f"{path}: logits are {list(ours.shape)}, expected {list(theirs.shape)}")
    difference = (ours - theirs).abs().max().item()
    agrees = difference <= TOLERANCE  # false for NaN
    print(f"largest absolute difference {difference:.3g} over {len(ids)} steps of {theirs.shape[1]} logits "
          f"({'within' if agrees else 'MORE THAN'} {TOLERANCE:g}; largest logit {theirs.abs().max().item():.3g})")
    return 0 if agrees else 1


def run(model, ids, source):
    """Logits [time, vocabulary] for ids [time]."""
    vocabulary_size = model.embedding.num_embeddings
    if ids.dim() != 1 or len(ids) == 0:
        raise UnusableFile(f"{source}: ids are {list(ids.shape)}, expected [time] with at least one")
    if ids.min() < 0 or ids.max() >= vocabulary_size:
        raise UnusableFile(f"{source}: ids reach from {ids.min()} to {ids.max()}, expected 0 to {vocabulary_size - 1}")
    with torch.no_grad():
        return model(ids[None])[0][0]


def load_model(folder):
    path = folder / "config.json"
    config = read_json(path)
    if wrong := [key for key in SIZES if type(config.get(key)) is not int or config[key] < 1]:
        raise UnusableFile(f"{path} needs a positive integer for {', '.join(wrong)}")
    if type(config.get("tiesWeights")) is not bool:
        raise UnusableFile(f"{path} needs true or false for tiesWeights")
    model = CharacterLanguageModel(*(config[key] for key in SIZES), config["tiesWeights"]).double().eval()
    path = folder / "model.safetensors"
    tensors = {name: tensor.double() for name, tensor in read_tensors(path).items()}
    if config["tiesWeights"]:
        if "projection.weight" in tensors:
            raise UnusableFile(f"{path} has projection.weight, though config.json says that the weights are tied")
        if "embedding.weight" in tensors:
            tensors["projection.weight"] = tensors["embedding.weight"]
    try:
        model.load_state_dict(tensors)  # strict: reports every missing, unexpected and misshapen tensor
    except RuntimeError as error:
        raise UnusableFile(f"{path}: {error}") from None
    return model


def read_json(path):
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnusableFile(f"{path} cannot be read: {error}") from None
    if not isinstance(value, dict):
        raise UnusableFile(f"{path} is not a JSON object")
    return value


def read_tensors(path):
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise UnusableFile(f"{path} cannot be read: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
