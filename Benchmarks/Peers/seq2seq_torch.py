"""A sequence-to-sequence model with attention in PyTorch: training with Adam, greedy search, beam search."""
import argparse
import warnings

from peer import missing, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--mode", choices=["train", "greedy", "beam"], required=True)
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--length", type=int, default=15, help="tokens of a source and of a target")
parser.add_argument("--beam", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()

VOCABULARY, EMBEDDING, ENCODER, DECODER, ATTENTION = 8_000, 256, 256, 512, 256
BEGIN = 2
try:
    import torch
    from torch import nn
except ImportError:
    missing("PyTorch is not installed")

warnings.filterwarnings("ignore")
torch.set_num_threads(options.threads)
torch.manual_seed(1)


class Translator(nn.Module):
    """Bidirectional LSTM; LSTM with additive attention and input feeding."""

    def __init__(self):
        super().__init__()
        self.source = nn.Embedding(VOCABULARY, EMBEDDING)
        self.target = nn.Embedding(VOCABULARY, EMBEDDING)
        self.encoder = nn.LSTM(EMBEDDING, ENCODER, bidirectional=True, batch_first=True)
        self.bridge = nn.Linear(2 * ENCODER, 2 * DECODER)
        self.cell = nn.LSTMCell(EMBEDDING + DECODER, DECODER)
        self.key = nn.Linear(2 * ENCODER, ATTENTION, bias=False)
        self.query = nn.Linear(DECODER, ATTENTION)
        self.score = nn.Linear(ATTENTION, 1, bias=False)
        self.mix = nn.Linear(2 * ENCODER + DECODER, DECODER)
        self.projection = nn.Linear(DECODER, VOCABULARY)

    def encode(self, source):
        memory, (hidden, _) = self.encoder(self.source(source))
        start = torch.tanh(self.bridge(torch.cat([hidden[0], hidden[1]], -1)))
        hidden, cell = start.chunk(2, -1)
        return memory, self.key(memory), (hidden, cell, torch.zeros_like(hidden))

    def step(self, token, state, memory, keys):
        hidden, cell, feed = state
        hidden, cell = self.cell(torch.cat([self.target(token), feed], -1), (hidden, cell))
        scores = self.score(torch.tanh(keys + self.query(hidden)[:, None])).squeeze(-1)
        context = torch.bmm(torch.softmax(scores, -1)[:, None], memory)[:, 0]
        feed = torch.tanh(self.mix(torch.cat([hidden, context], -1)))
        return feed, (hidden, cell, feed)

    def forward(self, source, inputs):
        memory, keys, state = self.encode(source)
        outputs = []
        for t in range(inputs.shape[1]):
            output, state = self.step(inputs[:, t], state, memory, keys)
            outputs.append(output)
        return self.projection(torch.stack(outputs, 1))

    def greedy(self, source):
        memory, keys, state = self.encode(source)
        token = torch.full((len(source),), BEGIN)
        for _ in range(options.length):
            output, state = self.step(token, state, memory, keys)
            token = self.projection(output).argmax(-1)
        return token

    def beam(self, source, width):
        """All sources and unfinished targets in one batch."""
        count = len(source)
        memory, keys, state = self.encode(source)
        memory, keys = (rows.repeat_interleave(width, 0) for rows in (memory, keys))
        state = tuple(rows.repeat_interleave(width, 0) for rows in state)
        token = torch.full((count * width,), BEGIN)
        score = torch.full((count, width), -1e9)
        score[:, 0] = 0
        first = (torch.arange(count) * width)[:, None]
        words = torch.zeros(count * width, 0, dtype=torch.long)
        for _ in range(options.length):
            output, state = self.step(token, state, memory, keys)
            logits = torch.log_softmax(self.projection(output), -1)
            score, index = (score[..., None] + logits.view(count, width, VOCABULARY)).view(count, -1).topk(width)
            rows = (first + index // VOCABULARY).flatten()
            token = (index % VOCABULARY).flatten()
            state = tuple(part[rows] for part in state)
            words = torch.cat([words[rows], token[:, None]], 1)
        return words


model = Translator().train(options.mode == "train")
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, foreach=True)
source = torch.randint(4, VOCABULARY, (options.batch, options.length))
target = torch.randint(4, VOCABULARY, (options.batch, options.length + 1))


def train():
    optimizer.zero_grad(set_to_none=True)
    logits = model(source, target[:, :-1])
    nn.functional.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten()).backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimizer.step()


def search():
    with torch.inference_mode():
        model.greedy(source) if options.mode == "greedy" else model.beam(source, options.beam)


serve(f"PyTorch {torch.__version__} eager", train if options.mode == "train" else search)
