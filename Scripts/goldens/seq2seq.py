"""Goldens of small sequence-to-sequence models with attention: logits, attention, loss and all gradients.

The encoder is bidirectional; the decoder's first layer attends to it at every step and reads, with input feeding, what
came of it at the next (Bahdanau, Cho & Bengio 2015; Luong, Pham & Manning 2015).
"""

import torch
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden_file import random, save

SOURCE_LENGTHS, TARGET_LENGTHS = torch.tensor([5, 1, 7, 3]), torch.tensor([4, 6, 1, 3])
BEGIN, END, FIRST_WORD = 1, 2, 3
LABEL_SMOOTHING = 0.1

CONFIGURATION = {
    "vocabularySize": 11, "targetVocabularySize": 13, "sharesVocabulary": False, "tiesWeights": True,
    "embeddingSize": 5, "encoderSize": 4, "encoderLayers": 1, "hiddenSize": 7, "decoderLayers": 1,
    "attention": "additive", "attentionSize": 6, "feedsInput": True, "maxTokens": 256,
}
# name, seed (one for which no gradient is a sum that nearly cancels), what differs from CONFIGURATION
CASES = [
    ("additive", 55, {}),
    ("additive_stack", 60, {"encoderLayers": 2, "decoderLayers": 3, "tiesWeights": False}),
    ("dot", 61, {"attention": "dot", "hiddenSize": 8}),
    ("general", 59, {"attention": "general", "encoderSize": 6, "feedsInput": False}),
    ("location", 53, {"attention": "location", "maxTokens": 6}),
    ("shared", 50, {"sharesVocabulary": True, "vocabularySize": 13, "embeddingSize": 7}),
]


class Attention(torch.nn.Module):
    """How much each hidden state [batch, hiddenSize] attends to each place of its source, [batch, time]."""

    def __init__(self, kind, memory_size, hidden_size, size, max_tokens):
        super().__init__()
        self.kind = kind
        if kind == "additive":
            self.key = torch.nn.Linear(memory_size, size, bias=False)
            self.query = torch.nn.Linear(hidden_size, size)
            self.score = torch.nn.ParameterDict({"weight": torch.empty(size)})
        elif kind == "general":
            self.key = torch.nn.Linear(memory_size, hidden_size, bias=False)
        elif kind == "location":
            self.key = torch.nn.Embedding(max_tokens, hidden_size)

    def keys(self, memory):
        """What hidden states are compared with, [batch, time, keySize]."""
        if self.kind == "dot":
            return memory
        if self.kind == "location":  # all places past the last one share it
            places = torch.arange(memory.shape[1]).clamp(max=self.key.num_embeddings - 1)
            return self.key(places).expand(len(memory), -1, -1)
        return self.key(memory)

    def forward(self, hidden, keys, is_real):
        if self.kind == "additive":
            scores = torch.tanh(keys + self.query(hidden)[:, None]) @ self.score["weight"]
        else:
            scores = (keys * hidden[:, None]).sum(2)
        return scores.masked_fill(~is_real, -torch.inf).softmax(1)


class AttentionDecoder(torch.nn.Module):
    """An LSTM layer that attends to a memory, with PyTorch's names and order of gates."""

    def __init__(self, input_size, hidden_size, memory_size, attention, feeds_input):
        super().__init__()
        self.weight_ih_l0 = torch.nn.Parameter(torch.empty(4 * hidden_size, input_size))
        self.weight_hh_l0 = torch.nn.Parameter(torch.empty(4 * hidden_size, hidden_size))
        self.bias_ih_l0 = torch.nn.Parameter(torch.empty(4 * hidden_size))
        self.bias_hh_l0 = torch.nn.Parameter(torch.empty(4 * hidden_size))
        self.weight_feed_l0 = torch.nn.Parameter(torch.empty(4 * hidden_size, hidden_size)) if feeds_input else None
        self.attention = attention
        self.mix = torch.nn.Linear(hidden_size + memory_size, hidden_size)

    def forward(self, inputs, memory, is_real, hidden, cell):
        """Outputs [batch, time, hiddenSize] and attention [batch, time, source time]; the first feed is zero."""
        keys, feed = self.attention.keys(memory), torch.zeros_like(hidden)
        outputs, attention = [], []
        for step in inputs.unbind(1):
            gates = functional.linear(step, self.weight_ih_l0, self.bias_ih_l0)
            gates = gates + functional.linear(hidden, self.weight_hh_l0, self.bias_hh_l0)
            if self.weight_feed_l0 is not None:
                gates = gates + functional.linear(feed, self.weight_feed_l0)
            i, f, g, o = gates.chunk(4, 1)
            cell = f.sigmoid() * cell + i.sigmoid() * g.tanh()
            hidden = o.sigmoid() * cell.tanh()
            attention.append(self.attention(hidden, keys, is_real))
            context = (attention[-1][..., None] * memory).sum(1)
            feed = torch.tanh(self.mix(torch.cat([hidden, context], 1)))
            outputs.append(feed)
        return torch.stack(outputs, 1), torch.stack(attention, 1)


class Seq2Seq(torch.nn.Module):
    """Padded ids [batch, time] to logits [batch, target time, vocabulary] and attention, padding as it comes.

    The parameters have the names of a model folder.
    """

    def __init__(self, c):
        super().__init__()
        memory_size, hidden_size, embedding_size = 2 * c["encoderSize"], c["hiddenSize"], c["embeddingSize"]
        self.embedding = torch.nn.Embedding(c["vocabularySize"], embedding_size)
        self.target_embedding = self.embedding
        if not c["sharesVocabulary"]:
            self.target_embedding = torch.nn.Embedding(c["targetVocabularySize"], embedding_size)
        self.encoder = torch.nn.LSTM(
            embedding_size, c["encoderSize"], c["encoderLayers"], batch_first=True, bidirectional=True)
        self.bridge = torch.nn.Linear(memory_size, 2 * hidden_size)
        attention = Attention(c["attention"], memory_size, hidden_size, c["attentionSize"], c["maxTokens"])
        self.decoder = AttentionDecoder(embedding_size, hidden_size, memory_size, attention, c["feedsInput"])
        self.upper = self.output_bridge = None
        if c["decoderLayers"] > 1:
            self.upper = torch.nn.LSTM(hidden_size, hidden_size, c["decoderLayers"] - 1, batch_first=True)
        if c["tiesWeights"] and hidden_size != embedding_size:
            self.output_bridge = torch.nn.Linear(hidden_size, embedding_size, bias=False)
        width = embedding_size if c["tiesWeights"] else hidden_size
        self.projection = torch.nn.Linear(width, c["targetVocabularySize"])
        if c["tiesWeights"]:
            self.projection.weight = self.target_embedding.weight

    def forward(self, sources, source_lengths, inputs):
        packed = pack_padded_sequence(
            self.embedding(sources), source_lengths, batch_first=True, enforce_sorted=False)
        packed, (final, _) = self.encoder(packed)
        memory, _ = pad_packed_sequence(packed, batch_first=True)
        # Of the top layer: the last state forward, and the state at the first token backward.
        start = torch.tanh(self.bridge(torch.cat([final[-2], final[-1]], 1)))
        rows, attention = self.decoder(
            self.target_embedding(inputs), memory, mask(source_lengths), *start.chunk(2, 1))
        if self.upper is not None:
            rows, _ = self.upper(rows)
        if self.output_bridge is not None:
            rows = self.output_bridge(rows)
        return self.projection(rows), attention


def mask(lengths):
    """[batch, longest], true where there is a token."""
    return torch.arange(int(lengths.max())) < lengths[:, None]


def text(generator, configuration):
    """Sources, what the decoder reads, and what it is to write. Padding is random: nobody may read it."""
    def words(vocabulary_size, lengths):
        return torch.randint(FIRST_WORD, vocabulary_size, (len(lengths), int(lengths.max())), generator=generator)

    sources = words(configuration["vocabularySize"], SOURCE_LENGTHS)
    targets = words(configuration["targetVocabularySize"], TARGET_LENGTHS)
    targets[torch.arange(len(targets)), TARGET_LENGTHS - 1] = END
    inputs = torch.cat([torch.full((len(targets), 1), BEGIN), targets[:, :-1]], 1)
    return sources, inputs, targets


def golden(seed, configuration, dtype):
    generator = torch.Generator().manual_seed(seed)
    model = Seq2Seq(configuration)
    with torch.no_grad():  # large enough that no gate is idle and no attention even
        for name, parameter in model.named_parameters():
            scale = 1.5 if "attention" in name else 0.7 if name.startswith(("decoder", "bridge")) else 1.0
            parameter.copy_(random(generator, *parameter.shape, scale=scale))
    model.to(dtype)
    sources, inputs, targets = text(generator, configuration)
    is_real = mask(TARGET_LENGTHS)

    logits, attention = model(sources, SOURCE_LENGTHS, inputs)
    loss = functional.cross_entropy(
        logits.flatten(0, 1), targets.masked_fill(~is_real, -100).flatten(), ignore_index=-100,
        label_smoothing=LABEL_SMOOTHING)
    parameters = dict(model.named_parameters())
    gradients = torch.autograd.grad(loss, list(parameters.values()))
    return {
        "sources": sources.int(), "source_lengths": SOURCE_LENGTHS.int(),
        "inputs": inputs.int(), "targets": targets.int(), "target_lengths": TARGET_LENGTHS.int(),
        **parameters, "logits": logits * is_real[..., None], "attention": attention * is_real[..., None],
        "loss": loss[None], **{f"grad.{name}": gradient for name, gradient in zip(parameters, gradients)},
    }


for name, seed, differences in CASES:
    configuration = CONFIGURATION | differences
    notes = {key: str(value).lower() if isinstance(value, bool) else value for key, value in configuration.items()}
    save(f"seq2seq_{name}", __file__, seed, 1e-5, lambda dtype: golden(seed, configuration, dtype),
         labelSmoothing=LABEL_SMOOTHING, **notes)
