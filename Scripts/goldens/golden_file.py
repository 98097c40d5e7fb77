"""Writes goldens: small safetensors files that the Swift tests compare with.

A golden is computed in float64 from values that float32 holds exactly, then rounded once to float32, so it
is more exact than anything it is compared with. The same computation in float32 must agree with it within
the tolerance, which shows that the tolerance is one that a float32 implementation can meet.
"""

import json
import struct
import sys
from pathlib import Path

import numpy
import torch

FOLDER = Path(__file__).resolve().parents[2] / "Tests" / "Goldens"
TYPE_NAMES = {"float32": "F32", "int32": "I32"}

torch.set_num_threads(1)


def random(generator, *shape, scale=1.0):
    """Normal values rounded to float32 and held as float64."""
    return (torch.randn(shape, generator=generator, dtype=torch.float64) * scale).float().double()


def save(name, script, seed, tolerance, compute, **notes):
    """Writes `Tests/Goldens/<name>.safetensors` with the tensors of `compute(torch.float64)`.

    `compute(dtype)` returns a dictionary of tensors and must give the same inputs for every dtype.
    `tolerance` bounds `relative_error` of every tensor. `notes` go into the metadata as text.
    """
    golden, single = compute(torch.float64), compute(torch.float32)
    error, worst = max((relative_error(single[key], golden[key]), key) for key in golden)
    if error > tolerance:
        sys.exit(f"{name}: float32 is {error:.1e} away at {worst}, more than the tolerance {tolerance}")
    metadata = {"framework": f"torch {torch.__version__}", "script": f"Scripts/goldens/{Path(script).name}",
                "seed": str(seed), "tolerance": str(tolerance)}
    metadata.update({key: str(value) for key, value in notes.items()})
    path = FOLDER / f"{name}.safetensors"
    write(path, golden, metadata)
    print(f"{path.name}: {path.stat().st_size:,} bytes, float32 within {error:.1e} ({worst})")


def relative_error(found, expected):
    """max |found - expected| / max |expected|, both over the whole tensor."""
    found, expected = found.detach().double(), expected.detach().double()
    return ((found - expected).abs().max() / expected.abs().max()).item()


def write(path, tensors, metadata):
    """Writes a safetensors file whose bytes depend on nothing but its contents.

    The safetensors package leaves the order of the metadata to chance, so that files would differ at every run.
    """
    header, chunks, offset = {"__metadata__": metadata}, [], 0
    for name, tensor in tensors.items():
        array = tensor.detach().numpy()
        array = numpy.ascontiguousarray(array, "<f4" if array.dtype.kind == "f" else "<i4")
        header[name] = {"dtype": TYPE_NAMES[array.dtype.name], "shape": list(array.shape),
                        "data_offsets": [offset, offset + array.nbytes]}
        chunks.append(array.tobytes())
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))
