"""Goldens of single operations: value and gradients, in one file, named `<operation>.<tensor>`."""

import torch
from torch.nn import functional

from golden_file import random, save

SEED = 20


def cross_entropy(generator, dtype):
    """Mean nats over unmasked tokens. Masked positions hold ordinary logits and targets: only the mask tells."""
    lengths = torch.tensor([5, 2, 4])
    logits = random(generator, 3, 5, 11, scale=3).to(dtype).requires_grad_()
    targets = torch.randint(11, (3, 5), generator=generator)
    mask = torch.arange(5) < lengths[:, None]
    result = {"cross_entropy.logits": logits, "cross_entropy.targets": targets.int(),
              "cross_entropy.lengths": lengths.int(), "cross_entropy.mask": mask.to(dtype)}
    for name, smoothing in (("cross_entropy", 0.0), ("cross_entropy_smoothed", 0.1)):
        loss = functional.cross_entropy(
            logits.flatten(0, 1), targets.masked_fill(~mask, -100).flatten(), ignore_index=-100,
            label_smoothing=smoothing)
        gradient, = torch.autograd.grad(loss, logits)
        result |= {f"{name}.loss": loss[None], f"{name}.grad.logits": gradient}
    return result


def linear(generator, dtype):
    inputs = {"input": random(generator, 2, 3, 7), "weight": random(generator, 5, 7, scale=0.5),
              "bias": random(generator, 5)}
    return differentiated("linear", inputs, functional.linear, random(generator, 2, 3, 5), dtype)


def embedding(generator, dtype):
    """Ids 1 and 6 repeat, within a row and across rows; ids 0 and 4 never occur: their gradient is zero."""
    ids = torch.tensor([[1, 6, 1, 1], [3, 6, 2, 5]])
    inputs = {"weight": random(generator, 7, 5)}
    result = differentiated(
        "embedding", inputs, lambda weight: functional.embedding(ids, weight), random(generator, 2, 4, 5), dtype)
    return {"embedding.ids": ids.int(), **result}


def log_softmax(generator, dtype):
    """Over the last axis. The last row has logits near 90, whose exponentials overflow float32."""
    logits = random(generator, 4, 9, scale=3)
    logits[3] += 90
    inputs = {"input": logits.float().double()}
    return differentiated("log_softmax", inputs, lambda input: functional.log_softmax(input, -1),
                          random(generator, 4, 9), dtype)


def differentiated(name, inputs, operation, grad_output, dtype):
    """Inputs, output, upstream gradient and gradients of sum(output * grad_output)."""
    inputs = {key: value.to(dtype).requires_grad_() for key, value in inputs.items()}
    output = operation(*inputs.values())
    gradients = torch.autograd.grad(output, list(inputs.values()), grad_output.to(dtype))
    result = {**inputs, "output": output, "grad_output": grad_output.to(dtype),
              **{f"grad.{key}": gradient for key, gradient in zip(inputs, gradients)}}
    return {f"{name}.{key}": value for key, value in result.items()}


def golden(dtype):
    generator = torch.Generator().manual_seed(SEED)
    operations = (cross_entropy, linear, embedding, log_softmax)
    return {key: value for operation in operations for key, value in operation(generator, dtype).items()}


save("operations", __file__, SEED, 1e-5, golden, labelSmoothing=0.1)
