"""The relations between actors as NetworkX graphs: one edge for each act of one actor on another.

    relations(source) -> MultiDiGraph   actor -> actor, one edge an act and pair, with its words and who says so
    bipartite(graph)  -> Graph          actors on one side, acts on the other
    dyads(graph)      -> DiGraph        one signed, weighted edge a pair
    slices(graph)     -> {period: MultiDiGraph}

How acts become edges, so that nothing is counted twice:
- an act of two actors on two recipients gives four edges of one `event`, each with `weight` 1/4: weights add up to acts;
- a reciprocal act ("the two sides met") gives one edge for each *unordered* pair, from the id that sorts first, with
  `reciprocal` true; `dyads` counts it for both directions, half each;
- an act with only one side ("Russia deployed troops"; "the jet was shot down") is a loop with `alone` = "actor" or
  "recipient"; measures pass loops over, and `relations(alone=False)` leaves them out.
Every attribute is a string, number or bool, so that each graph can be written as GraphML or GEXF; none is null.
"""

from kg.network.acts import Act, Evidence, acts, quad, score
from kg.network.graphs import DONE, bipartite, dyads, relations, slices
from kg.network.storage import Portion, portion, stored, telling

__all__ = ["DONE", "Act", "Evidence", "Portion", "acts", "bipartite", "dyads", "portion", "quad", "relations", "score", "slices", "stored", "telling"]
