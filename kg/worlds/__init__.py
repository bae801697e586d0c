"""Worlds: what each claimant says is true, and two of them side by side, every stance with its words.

world(store, "Russia")              what one of them holds true
worlds(store, "Russia", "NATO")     two laid side by side, a row for each matter that at least one of them speaks of
over_time(store, "Russia", "NATO")  how far the two are apart, period by period

The world of X is the facts that X does not deny, and X's own assertions. What a relay says that X asserts is the relay's word, and is
shown only where asked for (`relayed`). A state's world includes what its officials, ministries and armed forces say, as far as the article
gives them that affiliation, and the own voice of publishers that speak for it. What people rejected in the ledger is in no world.
"""

from kg.worlds.course import LEAST, Course, Period, over_time, worlds_over_time
from kg.worlds.lay import world, worlds
from kg.worlds.stances import OFFICIAL
from kg.worlds.values import Comparison, Matter, Saying, Side, Stance, World

__all__ = [
    "LEAST",
    "OFFICIAL",
    "Comparison",
    "Course",
    "Matter",
    "Period",
    "Saying",
    "Side",
    "Stance",
    "World",
    "over_time",
    "world",
    "worlds",
    "worlds_over_time",
]
