"""Writing one character at a time with PyTorch, batch 1, its step scripted, which is faster than the plain module."""
import argparse
import warnings

from peer import missing, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--layers", type=int, required=True)
parser.add_argument("--hidden", type=int, required=True)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--export", help="write the step as an ONNX file instead")
options = parser.parse_args()

try:
    import torch
    from torch import nn
except ImportError:
    missing("PyTorch is not installed")

VOCABULARY, EMBEDDING = 96, 64
warnings.filterwarnings("ignore")
torch.set_num_threads(options.threads)
torch.manual_seed(1)


class Step(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING)
        self.lstm = nn.LSTM(EMBEDDING, options.hidden, options.layers)
        self.projection = nn.Linear(options.hidden, VOCABULARY)

    def forward(self, id, hidden, cell):
        output, (hidden, cell) = self.lstm(self.embedding(id), (hidden, cell))
        return torch.softmax(self.projection(output[-1]), dim=-1), hidden, cell


model = Step().eval()
zeros = torch.zeros(options.layers, 1, options.hidden)
first = torch.zeros(1, 1, dtype=torch.long)
if options.export:
    torch.onnx.export(model, (first, zeros, zeros), options.export, input_names=["id", "hidden", "cell"],
                      output_names=["probabilities", "hidden_out", "cell_out"], dynamo=False)
    raise SystemExit

with torch.no_grad():
    scripted = torch.jit.freeze(torch.jit.trace(model, (first, zeros, zeros)))
    state = [first, zeros, zeros]

    def characters():
        id, hidden, cell = state
        for _ in range(100):
            probabilities, hidden, cell = scripted(id, hidden, cell)
            id = torch.multinomial(probabilities, 1)
        state[:] = [id, hidden, cell]

    serve(f"PyTorch {torch.__version__} scripted", characters)
