"""The compact rows that a gazetteer is built from, cached as, and loaded from."""

ActorRow = tuple[str, str, str, str, str, str]
"""id, name, kind, PLOVER code, id of the affiliation, Wikidata id; empty strings where unknown."""
NameRow = tuple[str, str, str]
"""surface form, id of the actor, how it names it (name, metonym, demonym)."""
OfficeRow = tuple[str, str, str, str, str]
"""id of the person, office, id of the organisation, first and last day as ISO prefixes; empty strings where open."""
PlaceRow = tuple[str, str, str, float, float, str, int, tuple[str, ...]]
"""id, name, precision, latitude, longitude, id of the state, population, other names."""
