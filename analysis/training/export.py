"""From a trained network to the files the product ships: ONNX with weights of 8 bits."""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)
from torch import Tensor, nn

from analysis.readers.encoder import EMBEDDINGS, NETWORK, ORDER_OF_THEMES, VOCABULARY
from analysis.readers.pieces import LONGEST_IN_PIECES, Vocabulary
from analysis.themes.themes import codes
from analysis.training.lessons import Numbers
from analysis.training.network import Network

# Measured: dynamic quantisation loses two points of accuracy, 4 bits ruin the network, and blocks
# of 128 answer differently for one text and for sixteen.
BITS, BLOCK, ACCURACY_LEVEL = 8, 32, 4
LARGEST = 127
OPSET = 17
OUTPUTS = ("vec", "main", "multi")


class Exported(nn.Module):
    """What is exported: from embedded pieces to vectors and probabilities."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, embedded: Tensor, there: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        vectors = self.network.vectors(embedded, there)
        main = self.network.main(vectors).softmax(-1)
        return vectors, main, self.network.mentioned(vectors).sigmoid()


def export(network: Network, vocabulary: Vocabulary, folder: Path) -> None:
    """Write the four files; the folder is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary.keep_in(folder / VOCABULARY)
    (folder / ORDER_OF_THEMES).write_text(json.dumps(codes()), encoding="utf-8")
    rows, scales = to_eight_bits(network.pieces.weight.detach().numpy())
    np.savez(folder / EMBEDDINGS, q=rows, scale=scales)
    full = folder / "full.onnx"
    _export_in_full(network, full)
    _quantize(full, folder / NETWORK)
    full.unlink()


def to_eight_bits(weights: Numbers) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Small integers and one scale (half precision) a row; rows times scales give the weights."""
    scales = (np.abs(weights).max(axis=1, keepdims=True) / LARGEST).astype(np.float16)
    rounded = np.rint(weights / scales.astype(np.float32))
    return np.clip(rounded, -LARGEST, LARGEST).astype(np.int8), scales


def _export_in_full(network: Network, path: Path) -> None:
    network.eval()
    network.places = nn.Embedding.from_pretrained(network.places.weight[:LONGEST_IN_PIECES].clone())
    width = network.pieces.embedding_dim
    example = (torch.randn(2, 5, width), torch.tensor([[1.0] * 5, [1.0] * 3 + [0.0] * 2]))
    torch.onnx.export(
        Exported(network).eval(),
        example,
        str(path),
        input_names=["emb", "att"],
        output_names=list(OUTPUTS),
        dynamic_axes={"emb": {0: "b", 1: "l"}, "att": {0: "b", 1: "l"}}
        | {name: {0: "b"} for name in OUTPUTS},
        opset_version=OPSET,
        dynamo=False,
    )


def _quantize(source: Path, path: Path) -> None:
    config = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK, is_symmetric=True, accuracy_level=ACCURACY_LEVEL, bits=BITS
    )
    quantizer = MatMulNBitsQuantizer(onnx.load(source), algo_config=config)
    quantizer.process()
    quantizer.model.save_model_to_file(str(path), False)
