"""Goldens of ten training steps of small character language models: losses, gradients, final weights.

Each step reads the next chunk of the text; the state is carried from chunk to chunk and detached between them
(truncated backpropagation through time). Adam, with the gradient clipped to a global norm of 1.
"""

import torch

from golden_file import save
from model import CharacterLanguageModel

VOCABULARY_SIZE, HIDDEN_SIZE, NUM_LAYERS = 20, 16, 2
STEPS, BATCH, TIME = 10, 3, 7

# name, seed, embeddingSize, tiesWeights
CASES = [
    ("free", 40, 8, False),
    ("tied", 41, 16, True),
    ("bridged", 42, 8, True),
]


def text(generator):
    """[BATCH, STEPS * TIME + 1] ids: each is three times the one before plus 0, 1 or 2."""
    ids = [torch.randint(VOCABULARY_SIZE, (BATCH,), generator=generator)]
    for _ in range(STEPS * TIME):
        ids.append((3 * ids[-1] + torch.randint(3, (BATCH,), generator=generator)) % VOCABULARY_SIZE)
    return torch.stack(ids, dim=1)


def golden(seed, embedding_size, ties_weights, dtype):
    torch.manual_seed(seed)
    model = CharacterLanguageModel(VOCABULARY_SIZE, embedding_size, HIDDEN_SIZE, NUM_LAYERS, ties_weights).to(dtype)
    with torch.no_grad():  # larger than usual, so that gates saturate; the clipping binds where weights are tied
        for name, parameter in model.named_parameters():
            if name.startswith(("lstm.weight", "projection.weight", "bridge")):
                parameter *= 4
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2, betas=(0.9, 0.99), eps=1e-8)
    stream = text(torch.Generator().manual_seed(seed))
    ids = stream[:, :-1].reshape(BATCH, STEPS, TIME).transpose(0, 1)
    targets = stream[:, 1:].reshape(BATCH, STEPS, TIME).transpose(0, 1)
    result = {"ids": ids.int(), "targets": targets.int()}
    result |= {name: parameter.detach().clone() for name, parameter in model.named_parameters()}

    losses, norms, state = [], [], None
    for step in range(STEPS):
        logits, state = model(ids[step], state)
        state = tuple(part.detach() for part in state)
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets[step].flatten())
        optimizer.zero_grad()
        loss.backward()
        if step == 0:  # before clipping
            result["logits"] = logits
            result |= {f"grad.{name}": parameter.grad.clone() for name, parameter in model.named_parameters()}
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0))
        optimizer.step()
        losses.append(loss.detach())
    result |= {"losses": torch.stack(losses), "gradient_norms": torch.stack(norms), "hN": state[0], "cN": state[1]}
    return result | {f"final.{name}": parameter for name, parameter in model.named_parameters()}


for name, seed, embedding_size, ties_weights in CASES:
    save(f"character_lm_{name}", __file__, seed, 5e-5,
         lambda dtype: golden(seed, embedding_size, ties_weights, dtype),
         optimizer="Adam, learningRate 0.01, beta1 0.9, beta2 0.99, epsilon 1e-8", maxGradientNorm=1.0,
         vocabularySize=VOCABULARY_SIZE, embeddingSize=embedding_size, hiddenSize=HIDDEN_SIZE,
         numLayers=NUM_LAYERS, tiesWeights=str(ties_weights).lower())
