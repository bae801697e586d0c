"""The pieces of a graph that no line joins: which there are, and where each goes so that its names have room."""

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

PROPORTION = 1.15  # width to height of the picture at 1440 x 900, less the room for names
PICTURE = np.array([620.0, 500.0])  # the picture there, in pixels, without its margins
CLOSEST = 1.35  # pixels to a page unit at which a page of few actors opens
NAME = np.array([150.0, 48.0])  # what a name asks for beside or below its actor, in pixels
ACTOR = np.array([64.0, 24.0])  # half of what an actor of the first piece and its name take up, in pixels
CELL = 12.0  # pixels


def pieces(count: int, ends: Indices) -> Indices:
    """The least node that each node is joined with, directly or through others."""
    label = np.arange(count)
    while len(ends):
        least = np.minimum(label[ends[:, 0]], label[ends[:, 1]])
        new = label.copy()
        np.minimum.at(new, ends[:, 0], least)
        np.minimum.at(new, ends[:, 1], least)
        new = new[new]
        if (new == label).all():
            break
        label = new
    return label


def settled(parts: list[Points], lines: Points) -> list[Points]:
    """The pieces in one plane: the first as it stands, each other in the free corner that lets the whole grow least.

    Names keep their size on the screen whatever the picture's scale, so room is counted in pixels of the picture that the
    page will open on.

    Args:
        parts: the points of each piece, the strongest piece first.
        lines: (m, 2, 2) both ends of the lines of the first piece.
    """
    first = parts[0]
    middle = (first.min(axis=0) + first.max(axis=0)) / 2
    size = np.maximum(first.max(axis=0) - first.min(axis=0), 1.0)
    pixel = 1 / min(CLOSEST, float((PICTURE / size).min()))  # in page units
    boxes = [part.max(axis=0) - part.min(axis=0) + NAME * pixel for part in parts[1:]]
    half = np.maximum(size, size[::-1] * [PROPORTION, 1 / PROPORTION]) / 2 + ACTOR * pixel
    spread = 1 + np.sqrt(sum(float(box.prod()) for box in boxes) / float((2 * half).prod()))
    sheet = _Sheet(middle, half * spread * 1.5 + max((float(box.max()) for box in boxes), default=0.0), CELL * pixel)
    for at in first:
        sheet.take(at, 2 * ACTOR * pixel)
    for one, other in lines:
        steps = 2 + int(np.linalg.norm(other - one) / (CELL * pixel))
        for share in np.linspace(0, 1, steps):
            sheet.take(one + (other - one) * share, np.full(2, CELL * pixel))
    found = [first]
    for part, box in zip(parts[1:], boxes, strict=True):
        at = sheet.best(box, half)
        sheet.take(at, box)
        found.append(part - (part.min(axis=0) + part.max(axis=0)) / 2 + at)
    return found


class _Sheet:
    """A plane in square cells, each free or taken."""

    def __init__(self, middle: Points, reach: Points, cell: float) -> None:
        self.cell, self.middle = cell, middle
        self.corner = middle - reach
        wide, high = (int(n) for n in np.ceil(2 * reach / cell))
        self.taken = np.zeros((high, wide), dtype=bool)

    def take(self, at: Points, box: Points) -> None:
        """Let nobody else into a box around a point."""
        low = np.maximum(np.floor((at - box / 2 - self.corner) / self.cell).astype(int), 0)
        high = np.ceil((at + box / 2 - self.corner) / self.cell).astype(int)
        self.taken[low[1] : high[1], low[0] : high[0]] = True

    def best(self, box: Points, half: Points) -> Points:
        """The middle of the free box that lets a picture of these half sides grow least; among those inside it, the outermost."""
        wide, high = (int(n) for n in np.ceil(box / self.cell))
        total = np.pad(self.taken, ((1, 0), (1, 0))).astype(np.int64).cumsum(axis=0).cumsum(axis=1)
        full = total[high:, wide:] - total[:-high, wide:] - total[high:, :-wide] + total[:-high, :-wide]
        x = self.corner[0] + (np.arange(full.shape[1]) + wide / 2) * self.cell - self.middle[0]
        y = self.corner[1] + (np.arange(full.shape[0]) + high / 2) * self.cell - self.middle[1]
        growth = np.maximum((np.abs(x) + box[0] / 2)[None, :] / half[0], (np.abs(y) + box[1] / 2)[:, None] / half[1])
        outward = np.hypot((x / half[0])[None, :], (y / half[1])[:, None]) + 0.1 * (y / half[1])[:, None]  # rather below than above
        cost = np.where(full == 0, np.round(np.maximum(growth, 1.0), 6) - 1e-3 * outward, np.inf)
        row, column = divmod(int(cost.argmin()), full.shape[1])
        best: Points = self.middle + np.array([x[column], y[row]])
        return best
