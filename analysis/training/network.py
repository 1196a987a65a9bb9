"""The network: twelve layers of attention, a mean, and two heads, in torch."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from analysis.training.base_model import BaseModel
from analysis.training.lessons import Numbers

# Added to the attention given to padding: as good as minus infinity, and safe in half precision.
NEVER = -1e4


class Layer(nn.Module):
    """One layer of BERT, normalised after each of its two halves."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.attention = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, epsilon)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.outer_norm = nn.LayerNorm(width, epsilon)

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        """State and mask are (texts, pieces, width) and (texts, 1, 1, pieces)."""
        attended = self._dropped(self.attention_out(self._attend(state, mask)))
        state = self.attention_norm(state + attended)
        thought = self.outer(functional.gelu(self.inner(state)))
        return self.outer_norm(state + self._dropped(thought))

    def _attend(self, state: Tensor, mask: Tensor) -> Tensor:
        texts, pieces, width = state.shape
        shape = (texts, pieces, 3, self.heads, width // self.heads)
        query, key, value = self.attention(state).view(shape).permute(2, 0, 3, 1, 4).unbind(0)
        if self.training:
            attended = functional.scaled_dot_product_attention(
                query, key, value, attn_mask=mask.to(query.dtype), dropout_p=self.dropout
            )
        else:  # the same, step by step: this is the form that is exported
            weights = query @ key.transpose(-1, -2) / (width // self.heads) ** 0.5 + mask
            attended = weights.softmax(-1) @ value
        return attended.transpose(1, 2).reshape(texts, pieces, width)

    def _dropped(self, state: Tensor) -> Tensor:
        return functional.dropout(state, self.dropout, self.training)


class Network(nn.Module):
    """The encoder with its two heads: main theme, themes mentioned."""

    def __init__(self, base: BaseModel, pieces: int, themes: int, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.pieces = nn.Embedding(pieces, base.width)
        self.places = nn.Embedding(base.places, base.width)
        self.norm = nn.LayerNorm(base.width, base.epsilon)
        self.layers = nn.ModuleList(
            Layer(base.width, base.heads, base.inner, base.epsilon, dropout)
            for _ in range(base.layers)
        )
        self.main = nn.Linear(base.width, themes)
        self.mentioned = nn.Linear(base.width, themes)

    def forward(self, numbers: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of both heads, before softmax and sigmoid, for padded lines of pieces."""
        vector = self.vectors(self.pieces(numbers), there)
        vector = functional.dropout(vector, self.dropout, self.training)
        return self.main(vector), self.mentioned(vector)

    def vectors(self, embedded: Tensor, there: Tensor) -> Tensor:
        """One vector a text: the mean of its pieces after the last layer."""
        places = self.places(torch.arange(embedded.shape[1]))
        state = self.norm(embedded + places[None])
        state = functional.dropout(state, self.dropout, self.training)
        mask = (1 - there)[:, None, None, :] * NEVER
        for layer in self.layers:
            state = layer(state, mask)
        counted = there[:, :, None]
        return (state.float() * counted).sum(1) / counted.sum(1)


def from_base(base: BaseModel, kept: Sequence[int], themes: int, dropout: float) -> Network:
    """The network with the weights of the base; the two heads are new."""
    network = Network(base, len(kept), themes, dropout)
    by_width = {
        name: base.weights[name].reshape(-1, base.width)
        for name in ("emb.word", "emb.pos", "emb.type")
    }
    _set(network.pieces.weight, by_width["emb.word"][list(kept)])
    # All texts are of the first type: its vector is added to every place once and for all.
    _set(network.places.weight, by_width["emb.pos"] + by_width["emb.type"][:1])
    _set(network.norm.weight, base.weights["emb.ln.w"])
    _set(network.norm.bias, base.weights["emb.ln.b"])
    for number, layer in enumerate(network.layers):
        _fill(layer, base, f"l{number}.")
    for head in (network.main, network.mentioned):
        nn.init.normal_(head.weight, std=0.02)
        nn.init.zeros_(head.bias)
    return network


def _fill(layer: nn.Module, base: BaseModel, prefix: str) -> None:
    weights = {name.removeprefix(prefix): w for name, w in base.weights.items()}
    three = [weights[f"{name}.w"].reshape(base.width, base.width) for name in "qkv"]
    state = {"attention.weight": np.vstack(three)}
    state["attention.bias"] = np.hstack([weights[f"{name}.b"] for name in "qkv"])
    for ours, theirs in (
        ("attention_out", "ao"),
        ("attention_norm", "aln"),
        ("inner", "fi"),
        ("outer", "fo"),
        ("outer_norm", "oln"),
    ):
        state[f"{ours}.weight"] = weights[f"{theirs}.w"]
        state[f"{ours}.bias"] = weights[f"{theirs}.b"]
    for name, parameter in layer.named_parameters():
        _set(parameter, state[name].reshape(parameter.shape))


def _set(parameter: Tensor, weights: Numbers) -> None:
    parameter.data = torch.tensor(np.ascontiguousarray(weights))
