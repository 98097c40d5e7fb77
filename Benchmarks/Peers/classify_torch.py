"""A bidirectional LSTM classifier over documents of many lengths in PyTorch: training with Adam, or inference."""
import argparse
import warnings

from peer import missing, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--engine", choices=["packed", "packed-int8", "packed-bucketed", "padded-bucketed"], required=True,
                    help="padding packed away or run over; bucketed: documents of a similar length share a batch;"
                         " int8: weights quantized dynamically")
parser.add_argument("--mode", choices=["train", "infer"], required=True)
parser.add_argument("--low", type=int, required=True, help="fewest words of a document")
parser.add_argument("--high", type=int, required=True, help="most words of a document")
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--count", type=int, required=True, help="batches of a round")
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()

VOCABULARY, EMBEDDING, HIDDEN = 20_000, 128, 128
try:
    import torch
    from torch import nn
    from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
except ImportError:
    missing("PyTorch is not installed")

warnings.filterwarnings("ignore")
torch.set_num_threads(options.threads)
torch.manual_seed(1)


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING, padding_idx=0)
        self.lstm = nn.LSTM(EMBEDDING, HIDDEN, bidirectional=True, batch_first=True)
        self.output = nn.Linear(2 * HIDDEN, 2)

    def forward(self, ids, lengths):
        embedded = self.embedding(ids)
        if options.batch == 1 or options.engine.startswith("padded"):
            states, _ = self.lstm(embedded)
        else:
            packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
            states, _ = pad_packed_sequence(self.lstm(packed)[0], batch_first=True, padding_value=-1e9)
        return self.output(states.amax(dim=1))


lengths = torch.randint(options.low, options.high + 1, (options.count * options.batch,))
if options.engine.endswith("bucketed"):
    lengths, _ = lengths.sort()
batches = []
for part in lengths.split(options.batch):
    ids = torch.randint(1, VOCABULARY, (len(part), int(part.max())))
    ids[torch.arange(ids.shape[1])[None, :] >= part[:, None]] = 0
    batches.append((ids, part, torch.randint(2, (len(part),))))

model = Classifier().train(options.mode == "train")
if options.engine.endswith("int8"):
    model = torch.ao.quantization.quantize_dynamic(model, {nn.LSTM, nn.Linear}, dtype=torch.qint8)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, foreach=True)


def train():
    for ids, lengths, targets in batches:
        optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(model(ids, lengths), targets).backward()
        optimizer.step()


def infer():
    with torch.inference_mode():
        for ids, lengths, _ in batches:
            model(ids, lengths)


serve(f"PyTorch {torch.__version__} {options.engine}", train if options.mode == "train" else infer)
