"""The training itself: batches, loss, one step after another, in torch."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from analysis.training import lessons
from analysis.training.lessons import Numbers, Recipe
from analysis.training.network import Network

Lines = Sequence[list[int]]
LONGEST_GRADIENT = 1.0
TEXTS_AT_ONCE = 64


def fit(
    network: Network,
    lines: Lines,
    targets: tuple[Numbers, Numbers],
    recipe: Recipe,
    tell: Callable[[str], None],
    steps: int | None = None,
) -> None:
    """Train the network in place; `steps` stops early, to try the chain."""
    chance = np.random.default_rng(recipe.seed)
    planned = -(-len(lines) // recipe.batch) * recipe.epochs
    optimizer = torch.optim.AdamW(_groups(network, recipe), betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: lessons.rate_at(step, planned, recipe.warm_up)
    )
    lengths = [len(line) for line in lines]
    left = planned if steps is None else min(steps, planned)
    for epoch in range(recipe.epochs):
        network.train()
        losses = []
        for rows in list(lessons.batches(lengths, recipe.batch, chance))[:left]:
            loss = _loss(network, lines, targets, rows, recipe, chance)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), LONGEST_GRADIENT)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        left -= len(losses)
        if losses:
            tell(f"epoch {epoch + 1} of {recipe.epochs}: loss {np.mean(losses):.3f}")


def answers(network: Network, lines: Lines) -> tuple[Numbers, Numbers]:
    """Probabilities to be the main theme, and to be mentioned, of each line of pieces."""
    network.eval()
    main, mentioned = [], []
    for first in range(0, len(lines), TEXTS_AT_ONCE):
        numbers, there = lessons.padded(lines[first : first + TEXTS_AT_ONCE])
        with torch.no_grad():
            scores = network(torch.from_numpy(numbers), torch.from_numpy(there))
        main.append(scores[0].float().softmax(-1).numpy())
        mentioned.append(scores[1].float().sigmoid().numpy())
    return np.vstack(main), np.vstack(mentioned)


def _loss(
    network: Network,
    lines: Lines,
    targets: tuple[Numbers, Numbers],
    rows: list[int],
    recipe: Recipe,
    chance: np.random.Generator,
) -> Tensor:
    """Soft cross-entropy on the main theme, and binary cross-entropy on what is mentioned."""
    seen = [lessons.with_pieces_dropped(lines[row], recipe.dropped, chance) for row in rows]
    numbers, there = lessons.padded(seen)
    shares, mentioned = (torch.from_numpy(table[rows]) for table in targets)
    with torch.autocast("cpu", torch.bfloat16):
        scores = network(torch.from_numpy(numbers), torch.from_numpy(there))
    main, others = (score.float() for score in scores)
    on_main = -(shares * main.log_softmax(-1)).sum(1).mean()
    on_others = functional.binary_cross_entropy_with_logits(others, mentioned)
    return on_main + recipe.mentioned_counts * on_others


def _groups(network: Network, recipe: Recipe) -> list[dict[str, object]]:
    """Each weight with its own rate: heads fast, low layers slowly, embeddings slowest."""
    last = len(network.layers) - 1
    groups: list[dict[str, object]] = []
    for name, parameter in network.named_parameters():
        family, *rest = name.split(".")
        if family in {"main", "mentioned"}:
            rate = recipe.head_rate
        else:
            below = last - int(rest[0]) if family == "layers" else last + 1
            rate = recipe.rate * recipe.layer_decay**below
        plain = parameter.ndim < 2 or family in {"pieces", "places"}
        decay = 0.0 if plain else recipe.weight_decay
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups
