"""One training step of a character language model in PyTorch: forward, backward, clipping, Adam."""
import argparse
import warnings

from peer import missing, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--engine", choices=["onednn", "native", "compile", "bf16"], default="onednn")
parser.add_argument("--layers", type=int, required=True)
parser.add_argument("--hidden", type=int, required=True)
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--length", type=int, required=True)
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()

VOCABULARY, EMBEDDING = 96, 64
try:
    import torch
    from torch import nn
except ImportError:
    missing("PyTorch is not installed")

warnings.filterwarnings("ignore")
torch.set_num_threads(options.threads)
torch.manual_seed(1)
torch.backends.mkldnn.enabled = options.engine != "native"


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING)
        self.lstm = nn.LSTM(EMBEDDING, options.hidden, options.layers)
        self.projection = nn.Linear(options.hidden, VOCABULARY)

    def forward(self, ids):
        return self.projection(self.lstm(self.embedding(ids))[0])


model = Model()
forward = torch.compile(model) if options.engine == "compile" else model
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3, foreach=True)
chunks = torch.randint(VOCABULARY, (8, options.length + 1, options.batch))
position = 0


def step():
    global position
    ids = chunks[position % 8]
    position += 1
    optimizer.zero_grad(set_to_none=True)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.engine == "bf16"):
        logits = forward(ids[:-1])
    loss = nn.functional.cross_entropy(logits.float().flatten(0, 1), ids[1:].flatten())
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimizer.step()


try:
    serve(f"PyTorch {torch.__version__} {options.engine}", step)
except Exception as error:  # a compiler that is not there, say
    missing(f"{options.engine}: {str(error).splitlines()[0]}")
