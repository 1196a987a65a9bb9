"""`python -m analysis.training --output FOLDER`: make the encoder again, about 20 minutes on two cores."""

import argparse
import logging
from pathlib import Path

from analysis import corpus
from analysis.readers.base import Example
from analysis.readers.pieces import Tokenizer
from analysis.readers.writing import plain
from analysis.themes.themes import codes
from analysis.training import base_model, lessons, vocabulary
from analysis.training.lessons import Recipe

log = logging.getLogger("analysis.training")


def main() -> None:
    """Read the base, prune its vocabulary, train, validate when asked, export."""
    asked = _arguments()
    import torch

    from analysis.training import export, fitting, network

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    log.setLevel(logging.INFO)
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    recipe = Recipe(seed=asked.seed)
    examples = corpus.starter()
    base = base_model.read(base_model.installed_file())
    kept = vocabulary.kept_numbers(base.vocabulary, examples)
    pieces = vocabulary.pruned(base.vocabulary, kept)
    log.info("%d pieces kept of %d", len(kept), len(base.vocabulary.pieces))

    known, unseen = lessons.held_out(examples, asked.held_out, asked.seed)
    tokenizer = Tokenizer(pieces)
    lines = [tokenizer(plain(one.text)) for one in examples]
    encoder = network.from_base(base, kept, len(codes()), recipe.dropout)
    fitting.fit(
        encoder,
        [lines[row] for row in known],
        lessons.targets([examples[row] for row in known], recipe),
        recipe,
        log.info,
        asked.steps,
    )
    if unseen:
        shares, _ = fitting.answers(encoder, [lines[row] for row in unseen])
        log.info(
            "held out: %s", _told(shares.argmax(axis=1).tolist(), [examples[r] for r in unseen])
        )
    export.export(encoder, pieces, asked.output)
    log.info("written in %s", asked.output)


def _told(columns: list[int], unseen: list[Example]) -> str:
    right = sum(codes()[c] == one.themes[0] for c, one in zip(columns, unseen, strict=True))
    among = sum(codes()[c] in one.themes for c, one in zip(columns, unseen, strict=True))
    return f"main theme right {right / len(unseen):.3f}, among labels {among / len(unseen):.3f}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m analysis.training", description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder of the four files")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, help="stop after so many, to try the chain")
    parser.add_argument(
        "--held-out",
        type=float,
        default=0.0,
        metavar="PART",
        help="keep this part of the comments to validate on (0.15); the shipped model kept none",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
