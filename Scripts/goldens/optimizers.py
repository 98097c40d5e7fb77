"""Goldens of optimizer steps and gradient clipping on two parameter vectors, `a` [17] and `b` [5].

The gradients are given, so that every step of a trajectory can be compared by itself.
"""

import torch

from golden_file import random, save

SEED, STEPS = 30, 8

OPTIMIZERS = {
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=1e-2, betas=(0.9, 0.999), eps=1e-8),
    "adamw": lambda parameters: torch.optim.AdamW(
        parameters, lr=1e-2, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01),
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=1e-1, momentum=0.9, weight_decay=0),
}


def golden(dtype):
    generator = torch.Generator().manual_seed(SEED)
    initial = {"a": random(generator, 17), "b": random(generator, 5)}
    # Gradients from thousandths to tens; the last entry of `a` never has one.
    sizes = {name: 10 ** torch.empty(len(value)).uniform_(-3, 1, generator=generator)
             for name, value in initial.items()}
    sizes["a"][-1] = 0
    gradients = {name: (random(generator, STEPS, len(value)) * sizes[name]).float().double()
                 for name, value in initial.items()}
    initial = {name: value.to(dtype) for name, value in initial.items()}
    gradients = {name: value.to(dtype) for name, value in gradients.items()}

    result = {f"initial.{name}": value for name, value in initial.items()}
    result |= {f"gradients.{name}": value for name, value in gradients.items()}
    for name, make in OPTIMIZERS.items():
        result |= {f"{name}.{key}": value for key, value in trajectory(make, initial, gradients).items()}
    return result | clipped({name: value[0] for name, value in gradients.items()})


def trajectory(make, initial, gradients):
    """The values of each parameter after each step, [steps, size]."""
    parameters = {name: torch.nn.Parameter(value.clone()) for name, value in initial.items()}
    optimizer = make(parameters.values())
    history = {name: [] for name in parameters}
    for step in range(STEPS):
        for name, parameter in parameters.items():
            parameter.grad = gradients[name][step].clone()
        optimizer.step()
        for name, parameter in parameters.items():
            history[name].append(parameter.detach().clone())
    return {name: torch.stack(values) for name, values in history.items()}


def clipped(gradients):
    """The first gradients, clipped to a global norm that binds (1), one that does not (1000), and by value (0.5)."""
    result = {}
    for name, clip in {
        "clip_norm_1": lambda parameters: torch.nn.utils.clip_grad_norm_(parameters, 1.0),
        "clip_norm_1000": lambda parameters: torch.nn.utils.clip_grad_norm_(parameters, 1000.0),
        "clip_value": lambda parameters: torch.nn.utils.clip_grad_value_(parameters, 0.5),
    }.items():
        parameters = {key: torch.nn.Parameter(torch.zeros_like(value)) for key, value in gradients.items()}
        for key, parameter in parameters.items():
            parameter.grad = gradients[key].clone()
        norm = clip(parameters.values())
        if norm is not None:
            result["norm"] = norm[None]
        result |= {f"{name}.{key}": parameter.grad for key, parameter in parameters.items()}
    return result


save("optimizers", __file__, SEED, 1e-5, golden, steps=STEPS,
     adam="learningRate 0.01, beta1 0.9, beta2 0.999, epsilon 1e-8",
     adamw="as adam, weightDecay 0.01", sgd="learningRate 0.1, momentum 0.9")
