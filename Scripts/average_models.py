"""Writes the classifier whose network is the mean of several trained one after the other, with weights in eight bits.

    python3 Scripts/average_models.py OUTPUT MODEL MODEL ...

The models have the same tokenizer and sizes. What is no network, such as the bag of words, is that of the last one. Needs
numpy.
"""
import json
import pathlib
import shutil
import sys

import numpy

TYPES = {"I8": numpy.int8, "F16": numpy.float16, "F32": numpy.float32}


class Weights:
    """The tensors of a file in the format safetensors."""

    def __init__(self, folder):
        data = (folder / "model.safetensors").read_bytes()
        self.start = 8 + int.from_bytes(data[:8], "little")
        self.header = json.loads(data[8:self.start])
        self.data = bytearray(data)

    def place(self, name):
        first, last = self.header[name]["data_offsets"]
        return slice(self.start + first, self.start + last)

    def read(self, name):
        entry = self.header[name]
        values = numpy.frombuffer(bytes(self.data[self.place(name)]), TYPES[entry["dtype"]]).reshape(entry["shape"])
        values = values.astype(numpy.float32)
        return values * self.read(name + ".scales")[:, None] if entry["dtype"] == "I8" else values

    def write(self, name, values):
        kind = TYPES[self.header[name]["dtype"]]
        if kind is numpy.int8:
            scales = numpy.abs(values).max(axis=1) / 127
            scales[scales == 0] = 1
            self.write(name + ".scales", scales)
            values = numpy.rint(values / scales[:, None])
        self.data[self.place(name)] = values.astype(kind).tobytes()


def main():
    output, *folders = map(pathlib.Path, sys.argv[1:])
    models = [Weights(folder) for folder in folders]
    mean = models[-1]
    for name in mean.header:
        if not name.startswith(("__", "extra.")) and not name.endswith(".scales"):
            mean.write(name, numpy.mean([model.read(name) for model in models], axis=0))
    shutil.copytree(folders[-1], output)
    (output / "model.safetensors").write_bytes(mean.data)
    settings = [json.loads((folder / "config.json").read_text()) for folder in folders]
    exponents = [setting["lengthExponent"] for setting in settings]
    settings[-1]["lengthExponent"] = sum(exponents) / len(exponents)
    (output / "config.json").write_text(json.dumps(settings[-1], indent=2, sort_keys=True, separators=(",", " : ")))


if __name__ == "__main__":
    main()
