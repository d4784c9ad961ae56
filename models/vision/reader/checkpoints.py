"""Weights on disk: half precision, with the alphabet they belong to, so that training can go on with another alphabet."""

from pathlib import Path

import torch

from alphabet import ALPHABET
from network import PER_COLUMN, Reader

# The first generation's characters: its file holds the bare weights.
_first_alphabet = "".join(chr(code) for code in range(33, 127)) + " "


def save_checkpoint(path: Path, weights: dict[str, torch.Tensor]) -> None:
    halves = {name: value.half() if value.is_floating_point() else value for name, value in weights.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"alphabet": ALPHABET, "weights": halves}, path)


def load_checkpoint(path: Path) -> tuple[dict[str, torch.Tensor], str]:
    """(weights, alphabet)."""
    content = torch.load(path, map_location="cpu")
    weights, alphabet = (content["weights"], content["alphabet"]) if "weights" in content else (content, _first_alphabet)
    return {name: value.float() if value.is_floating_point() else value for name, value in weights.items()}, alphabet


def read_model(path: Path) -> Reader:
    weights, alphabet = load_checkpoint(path)
    reader = Reader(len(alphabet) + 1)
    reader.load_state_dict(weights)
    return reader.eval()


def begin_from(reader: Reader, path: Path) -> None:
    """Takes over every layer that fits; new looks along the line begin by changing nothing, known characters keep their scores."""
    weights, alphabet = load_checkpoint(path)
    own = reader.state_dict()
    fitting = {name: value for name, value in weights.items() if name in own and not name.startswith("o.")}
    own.update(fitting)
    for name in own:
        if name not in weights and name.endswith("f.3.1.weight"):
            own[name].zero_()
    for name in ("o.weight", "o.bias"):
        own[name] = _same_characters(own[name], weights[name], alphabet)
    reader.load_state_dict(own)


def _same_characters(scores: torch.Tensor, known: torch.Tensor, alphabet: str) -> torch.Tensor:
    """The last layer's rows by character. An older network answers once per column: both halves begin with that answer."""
    classes, known_classes = len(ALPHABET) + 1, len(alphabet) + 1
    scores = scores.clone().reshape(PER_COLUMN, classes, *scores.shape[1:])
    known = known.reshape(-1, known_classes, *known.shape[1:])
    scores *= 0.1
    if scores.dim() == 2:
        # Characters that were never seen begin unlikely.
        scores -= 4
    for index, character in enumerate(["", *ALPHABET]):
        place = 0 if character == "" else alphabet.find(character) + 1
        if place > 0 or character == "":
            scores[:, index] = known[:, place]
    return scores.reshape(PER_COLUMN * classes, *scores.shape[2:])
