"""Graph -> one self-contained page: pyvis's nodes, edges and library, and a page of our own around them.

    draw(graph)              -> Page   a string of HTML that asks nothing of any network; in Jupyter it shows itself
    draw_worlds(comparison)  -> Page   what two claimants say of the same acts, side by side

Text from articles is hostile input: it reaches the page as JSON and the screen as text nodes, a content security policy
lets only our own scripts run (by their hashes), and trusted types forbid markup made from strings.
"""

from kg.draw.page import Page, draw
from kg.draw.worlds import draw_worlds

__all__ = ["Page", "draw", "draw_worlds"]
