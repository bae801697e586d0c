"""Mutations of bytes as data: drawn from a numbered seed for long runs, or by hypothesis, which shrinks what fails."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NASTY = (b"\x00", b"\xff\xfe", b"<", b">", b"&#x0;", b"]]>", b"\r", b'"', b"\\", b"{", b"%", b"9" * 40, "‮\U0001f600é".encode(), b"<!--", b"<script>")
LENGTHS = (1, 2, 8, 64, 512)
KINDS = ("cut", "repeat", "flip", "insert", "move")


@dataclass(frozen=True, slots=True)
class Step:
    """One change: what, where (counted round the end), how much, and with what."""

    kind: str
    at: int
    length: int = 1
    other: int = 0
    what: bytes = b""


def applied(data: bytes, steps: Iterable[Step]) -> bytes:
    """The bytes after some changes, one after another."""
    out = bytearray(data)
    for step in steps:
        at, other = step.at % (len(out) + 1), step.other % (len(out) + 1)
        match step.kind:
            case "cut":
                del out[at : at + step.length]
            case "repeat":
                out[at:at] = out[at : at + step.length] * (1 + step.other % 4)
            case "flip":
                out[at : at + 1] = bytes([step.other % 256])
            case "insert":
                out[at:at] = step.what
            case "move":
                out[at : at + step.length] = out[other : other + step.length]
    return bytes(out)


def steps(chance: random.Random, size: int) -> Iterator[Step]:
    """A few changes to so many bytes, drawn; none of more than an eighth of them, so that something of the form is left."""
    lengths = [length for length in LENGTHS if 8 * length <= size] or [1]
    for _ in range(chance.randint(1, 6)):
        yield Step(chance.choice(KINDS), chance.getrandbits(32), chance.choice(lengths), chance.getrandbits(32), chance.choice(NASTY))


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes after a few drawn changes."""
    return applied(data, steps(chance, len(data)))
