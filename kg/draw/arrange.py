"""Where the actors stand: computed beforehand, the same every time, strongest first.

The strongest `CORE` actors are laid out by stress majorisation (Gansner, Koren, North 2004: drawn distance follows the
distance in the graph); weaker ones are then let in, level by level, between them, without moving them. So the part that a
large page opens on is spacious, and showing more actors never moves those already seen.
"""

import numpy as np

from kg.draw.pieces import PROPORTION, Indices, Points, pieces, settled

CORE = 160  # dense stress costs n^2; 160 actors take about 0.1 s and are more than a page opens on
SPARSE = 60  # actors, below which each act mostly has a line of its own
STEP = 170.0  # distance of two neighbours in the core, in page units: two labels of ordinary length fit between
FLAT = np.array([0.6, 1.0])  # names are wider than high, so actors beside one another need more room than those above
PAD = 20.0  # between weaker actors
GROWTH = 3  # each further level holds so many times the actors of all before it


def arrange(count: int, ends: Indices, weights: Points, radii: Points) -> Points:
    """Positions (count, 2) of nodes that are numbered by falling strength.

    Args:
        count: number of nodes.
        ends: (m, 2) the two ends of each distinct pair.
        weights: (m,) how strong each pair is.
        radii: (count,) radius of each node.
    """
    if count == 0:
        return np.zeros((0, 2))
    core = min(count, CORE)
    inner = (ends < core).all(axis=1)
    piece = pieces(count, ends)[:core]
    parts = [np.flatnonzero(piece == label) for label in dict.fromkeys(piece.tolist())]
    placed = np.zeros((core, 2))
    laid = [_together(part, ends[inner], weights[inner], radii) for part in parts]
    placed[parts[0]] = laid[0]
    for part, at in zip(parts, settled(laid, placed[ends[inner & (piece[np.minimum(ends[:, 0], core - 1)] == piece[0])]]), strict=True):
        placed[part] = at
    while len(placed) < count:
        placed = _admit(placed, min(count, len(placed) * GROWTH), ends, radii)
    middle: Points = (placed.min(axis=0) + placed.max(axis=0)) / 2
    return placed - middle


def _together(part: Indices, ends: Indices, weights: Points, radii: Points) -> Points:
    """One connected piece of the core on its own."""
    number = np.full(int(max(part.max(), ends.max(initial=0))) + 1, -1)
    number[part] = np.arange(len(part))
    own = number[ends[:, 0]] >= 0
    at = _stress(_distances(len(part), number[ends[own]], weights[own])) * STEP
    return _filling(_apart(at * FLAT, 18 + 3.2 * radii[part], pad=0.0, free=0) / FLAT)


def _distances(count: int, ends: Indices, weights: Points) -> Points:
    """Shortest paths between all, where an edge is shorter the more neighbours its ends share and the stronger it is."""
    near = np.zeros((count, count), dtype=bool)
    near[ends[:, 0], ends[:, 1]] = near[ends[:, 1], ends[:, 0]] = True
    degree = near.sum(axis=1)
    shared = near.astype(np.float64) @ near.astype(np.float64)
    length = np.full((count, count), np.inf)
    if len(ends):
        i, j = ends[:, 0], ends[:, 1]
        alike = shared[i, j] / np.maximum(degree[i] + degree[j] - shared[i, j], 1)
        strong = np.log1p(weights) / np.log1p(weights.max())
        crowd = np.log2(np.minimum(degree[i], degree[j]) + 1) / 6  # hubs need room
        pull = 0.3 if count < SPARSE else -0.35  # among few actors a busy pair needs room for its many lines; among many it is what binds
        length[i, j] = length[j, i] = 0.85 + 0.5 * (1 - alike) + pull * strong + crowd
    np.fill_diagonal(length, 0)
    for k in range(count):  # Floyd-Warshall, a row at a time
        np.minimum(length, length[:, k, None] + length[None, k, :], out=length)
    reach = length[np.isfinite(length)].max(initial=1.0)
    return np.where(np.isfinite(length), length, reach * 0.75 + 1.2)


def _stress(wanted: Points) -> Points:
    """Points whose distances come as near as may be to those wanted (SMACOF from classical scaling)."""
    count = len(wanted)
    if count == 1:
        return np.zeros((1, 2))
    centred = wanted**2 - (wanted**2).mean(axis=0) - (wanted**2).mean(axis=1)[:, None] + (wanted**2).mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    at: Points = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 1e-9))
    at *= np.where(at[np.abs(at).argmax(axis=0), [0, 1]] < 0, -1, 1)  # eigenvectors have no sign of their own
    at += 1e-3 * _scatter(count)
    weight = 1 / np.maximum(wanted, 1e-9) ** 2
    np.fill_diagonal(weight, 0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    solve = np.linalg.pinv(laplacian)
    for _ in range(200):
        gap = np.linalg.norm(at[:, None] - at[None], axis=2)
        ratio = weight * wanted / np.maximum(gap, 1e-9)
        np.fill_diagonal(ratio, 0)
        moved: Points = solve @ ((np.diag(ratio.sum(axis=1)) - ratio) @ at)
        done = float(np.abs(moved - at).max()) < 1e-4
        at = moved
        if done:
            break
    return at


def _filling(at: Points) -> Points:
    """The points drawn out, within reason, to the proportions of a page between two panels."""
    wide, high = np.maximum(at.max(axis=0) - at.min(axis=0), 1e-9)
    if high < wide / 8:  # all but on one line: no stretching makes a plane of it
        return at
    want = np.sqrt(wide / high / PROPORTION)
    stretch = float(np.clip(want, 0.75, 1.3))
    filled: Points = at * np.array([1 / stretch, stretch])
    return filled


def _scatter(count: int) -> Points:
    """Points spread evenly over a disc of radius 1 (sunflower), a fixed stand-in for chance."""
    n = np.arange(count) + 0.5
    angle, radius = n * np.pi * (3 - np.sqrt(5)), np.sqrt(n / count)
    disc: Points = np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None]
    return disc


def _admit(placed: Points, upto: int, ends: Indices, radii: Points) -> Points:
    """Let the nodes up to `upto` in: beside the mean of their placed neighbours, then apart from all."""
    old = len(placed)
    middle, extent = placed.mean(axis=0), np.abs(placed - placed.mean(axis=0)).max() + STEP
    new = _between(placed, upto, ends)
    lost = np.isnan(new[:, 0])
    new[lost] = middle + _scatter(int(lost.sum())) * extent * 1.1
    outward = (new - middle) / np.maximum(np.linalg.norm(new - middle, axis=1)[:, None], 1)
    new = _spread(new, 2 * float(np.median(radii[old:upto])) + PAD) + outward * STEP * 0.4
    return _apart(np.vstack([placed, new]), radii[:upto], pad=PAD, free=old)


def _between(placed: Points, upto: int, ends: Indices) -> Points:
    """For each node from the placed ones up to `upto` the mean of its neighbours that have a place, in four rounds; NaN where none has."""
    at = np.full((upto, 2), np.nan)
    at[: len(placed)] = placed
    inside = ends[ends.max(axis=1) < upto]
    both = np.vstack([inside, inside[:, ::-1]])
    for _ in range(4):
        new, near = both[:, 0], both[:, 1]
        use = np.isnan(at[new, 0]) & ~np.isnan(at[near, 0])
        if not use.any():
            break
        total, number = np.zeros((upto, 2)), np.zeros(upto)
        np.add.at(total, new[use], at[near[use]])
        np.add.at(number, new[use], 1)
        at[number > 0] = total[number > 0] / number[number > 0, None]
    return at[len(placed) :]


def _spread(at: Points, spacing: float) -> Points:
    """Points that would lie on one another, laid out as sunflowers around where they meet."""
    cell = np.floor(at / (STEP / 2)).astype(np.int64)
    _, group = np.unique(cell, axis=0, return_inverse=True)
    group = group.reshape(-1)
    order = np.argsort(group, kind="stable")
    first = np.searchsorted(group[order], group[order], "left")
    rank = np.empty(len(at))
    rank[order] = np.arange(len(at)) - first
    angle = (rank + group % 7) * np.pi * (3 - np.sqrt(5))
    return at + np.column_stack([np.cos(angle), np.sin(angle)]) * (spacing * 0.6 * np.sqrt(rank + 2))[:, None]


def _apart(at: Points, radii: Points, *, pad: float, free: int) -> Points:
    """Push discs that overlap apart; those before `free` stay where they are."""
    at, ordinary = at.copy(), float(np.median(radii)) * 1.5
    large, small = np.flatnonzero(radii > ordinary), np.flatnonzero(radii <= ordinary)
    for _ in range(60 if free == 0 else 25):
        one, other = _near(at[small], 2 * ordinary + pad)
        big, any_ = _around(at, radii, large, pad)
        one, other = np.concatenate([small[one], big]), np.concatenate([small[other], any_])
        gap = at[other] - at[one]
        far = np.linalg.norm(gap, axis=1)
        lack = radii[one] + radii[other] + pad - far
        close = lack > 0
        if not close.any():
            break
        one, other, gap, far, lack = one[close], other[close], gap[close], far[close], lack[close]
        turn = (one * 2654435761 + other) % 628 / 100.0
        way = np.where(far[:, None] > 1e-6, gap / np.maximum(far[:, None], 1e-6), np.column_stack([np.cos(turn), np.sin(turn)]))
        push, share = way * lack[:, None] * 0.5, np.zeros(at.shape)
        crowd = np.bincount(one, minlength=len(at)) + np.bincount(other, minlength=len(at))
        np.add.at(share, one, -push)
        np.add.at(share, other, push)
        share[:free] = 0
        at += share / np.sqrt(np.maximum(crowd, 1))[:, None]  # the plain sum would throw out whoever stands in a crowd
    return at


def _around(at: Points, radii: Points, large: Indices, pad: float) -> tuple[Indices, Indices]:
    """Pairs of a large disc and any other that overlap, each once."""
    gap = np.hypot(at[large, None, 0] - at[None, :, 0], at[large, None, 1] - at[None, :, 1])
    big, other = np.nonzero(gap < radii[large, None] + radii[None, :] + pad)
    ordinal = np.full(len(at), len(at))
    ordinal[large] = np.arange(len(large))
    keep = big < ordinal[other]
    return large[big[keep]], other[keep]


def _near(at: Points, reach: float) -> tuple[Indices, Indices]:
    """Pairs of points in the same or in neighbouring cells of a grid of width `reach`."""
    cell = np.floor(at / reach).astype(np.int64)
    cell -= cell.min(axis=0) - 1
    wide = int(cell[:, 1].max()) + 3
    key = cell[:, 0] * wide + cell[:, 1]
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    ones, others = [], []
    for shift in (0, 1, wide - 1, wide, wide + 1):
        low, high = np.searchsorted(ordered, key + shift, "left"), np.searchsorted(ordered, key + shift, "right")
        span = high - low
        one = np.repeat(np.arange(len(at)), span)
        within = np.arange(span.sum()) - np.repeat(np.cumsum(span) - span, span)
        other = order[np.repeat(low, span) + within]
        keep = one < other if shift == 0 else np.full(len(one), True)
        ones.append(one[keep])
        others.append(other[keep])
    return np.concatenate(ones), np.concatenate(others)
