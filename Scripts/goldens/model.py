"""The character language model in PyTorch's own layers, with the parameter names of a model folder."""

import torch


class CharacterLanguageModel(torch.nn.Module):
    """Ids [batch, time] to logits [batch, time, vocabularySize].

    With tied weights the projection's weight is the embedding's, and its bias stays a parameter of its own. If
    the sizes differ, `bridge` takes the hidden state from hiddenSize to embeddingSize first.
    """

    def __init__(self, vocabulary_size, embedding_size, hidden_size, num_layers, ties_weights):
        super().__init__()
        self.embedding = torch.nn.Embedding(vocabulary_size, embedding_size)
        self.lstm = torch.nn.LSTM(embedding_size, hidden_size, num_layers, batch_first=True)
        self.bridge = None
        if ties_weights and embedding_size != hidden_size:
            self.bridge = torch.nn.Linear(hidden_size, embedding_size, bias=False)
        self.projection = torch.nn.Linear(embedding_size if ties_weights else hidden_size, vocabulary_size)
        if ties_weights:
            self.projection.weight = self.embedding.weight

    def forward(self, ids, state=None):
        """Logits and the final state (h, c); no state means zeros."""
        hidden, state = self.lstm(self.embedding(ids), state)
        if self.bridge is not None:
            hidden = self.bridge(hidden)
        return self.projection(hidden), state
