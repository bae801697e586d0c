"""Articles and facts in one transaction: put, remove, rebuild; what was last worked out under which policy and decisions is noted in the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.facts import same
from kg.facts.plan import Plan, plan, whole
from kg.facts.policy import Policy, policy
from kg.facts.prepared import Prepared, prepare
from kg.iri import sha8
from kg.ledger import Decision, decisions, standing
from kg.rdf.terms import Quad, text
from kg.store import Change, Store, difference, plain
from kg.store.facade import META
from kg.vocab import KG, RDF, SCHEMA, SEM, Iri

_COMPARISON = sha8(repr((same.WEIGHTS, same.THRESHOLD, same.COPIED, same.NEAR_KM)))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a transaction did: happenings added and removed (IRIs), quads of articles added and removed, decisions that could not be placed."""

    added: tuple[Iri, ...] = ()
    removed: tuple[Iri, ...] = ()
    quads_added: int = 0
    quads_removed: int = 0
    lost: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.quads_added or self.quads_removed)


def ready(store: Store, rule: str | Path | None = None) -> Policy:
    """The policy of a store, or another one for it.

    Facts that were worked out under another policy, other weights or another ledger are worked out anew first.

    Raises:
        QueryError: no such policy.
    """
    noted = _noted(store)
    chosen = policy(rule or noted[0])
    if noted[1] and noted != _note(store, chosen):
        rebuild(store, rule=chosen.name)
    return chosen


def put(
    store: Store, articles: Mapping[str, Iterable[Quad] | Prepared], *, texts: Mapping[str, str] | None = None, rule: str | Path | None = None
) -> Outcome:
    """Add articles (by slug: the quads of each, or what `prepare` made of them) or put them in the place of older versions.

    One transaction with all that follows for the facts, however many articles: all of it happens, or nothing. An article that is there as it
    is costs next to nothing. `texts` (by slug) are kept beside the store. Of what is prepared, the policy must be that of `ready`.

    Raises:
        StoreError: the store cannot be written; nothing was changed.
    """
    chosen = ready(store, rule)
    made = {slug: a if isinstance(a, Prepared) else prepare(tuple(dict.fromkeys(a)), chosen, base=store.base) for slug, a in articles.items()}
    own = {slug: change for slug, article in made.items() if (change := _replacing(store, slug, article))}
    changed = {slug: made[slug] for slug in own}
    texts = texts or {}
    planned = plan(store, changed, rule=chosen, decisions=_standing(store), texts=texts) if changed else Plan(Change())
    return _commit(store, planned, own.values(), chosen, texts.values())


def _replacing(store: Store, slug: str, article: Prepared) -> Change:
    """The change that makes an article's graph hold what it will hold; as it is written where it holds nothing yet."""
    old = list(store.quads(store.graph(slug)))
    return difference(old, article.quads()) if old else Change(blocks=(article.block,))


def remove(store: Store, articles: Iterable[str], *, rule: str | Path | None = None) -> Outcome:
    """Take articles (slug, label, URL or IRI) away again, and the facts that rested on them alone.

    Raises:
        StoreError: one of them is not there; nothing was changed.
    """
    chosen = ready(store, rule)
    slugs = [store.article(name).slug for name in articles]
    planned = plan(store, dict.fromkeys(slugs), rule=chosen, decisions=_standing(store))
    return _commit(store, planned, [Change(removed=tuple(store.quads(store.graph(slug)))) for slug in slugs], chosen)


def rebuild(store: Store, *, rule: str | Path | None = None) -> Outcome:
    """Work out all facts anew from the articles, the ledger and the policy: the same as what adding one by one made."""
    chosen = policy(rule or _noted(store)[0])
    return _commit(store, whole(store, rule=chosen, decisions=_standing(store)), [], chosen)


def redo(store: Store, reports: Iterable[Iri]) -> Outcome:
    """Work out anew what follows from decisions about these reports."""
    chosen = policy(_noted(store)[0])
    return _commit(store, plan(store, {}, rule=chosen, decisions=_standing(store), touched=reports), [], chosen)


def drift(store: Store) -> Change:
    """How the facts and links differ from what the articles, the ledger and the policy give; empty in a sound store."""
    return whole(store, rule=policy(_noted(store)[0]), decisions=_standing(store)).change


def lost(store: Store) -> tuple[str, ...]:
    """The decisions whose words cannot be found again, a line each."""
    from kg.facts.view import View

    return View(store, {}, _standing(store), {}).ruled.lost


def _standing(store: Store) -> tuple[Decision, ...]:
    return standing(decisions(store.beside.lines()))


def _note(store: Store, chosen: Policy) -> tuple[str, str]:
    """What facts depend on beside the articles: the policy's name, and hashes of its text, the comparison and the ledger."""
    return chosen.name, f"{sha8(chosen.sparql)} {_COMPARISON} {sha8(''.join(store.beside.lines()))}"


def _noted(store: Store) -> tuple[str, str]:
    """The note of the store: policy and hashes, `plain` and nothing where none was made yet."""
    said = next((plain(o) or "" for _, _, o, _ in store.quads(store.runs, s=META, p=KG.rule)), "")
    name, _, hashes = said.partition(" | ")
    return name or "plain", hashes


def _commit(store: Store, planned: Plan, articles: Iterable[Change], chosen: Policy, texts: Iterable[str] = ()) -> Outcome:
    own = Change().and_(*articles)
    note = text(" | ".join(_note(store, chosen)))
    marked = difference(store.quads(store.runs, s=META, p=KG.rule), [(META, KG.rule, note, store.runs)])
    store.commit(own.and_(planned.change, marked), texts=texts)
    for digest in {o for _, p, o, _ in own.removed if p == SCHEMA.sha256}:
        if next(store.each([(None, SCHEMA.sha256, digest, None)]), None) is None:
            store.beside.forget(plain(digest) or "")
    return Outcome(
        added=_happenings(planned.change.added),
        removed=_happenings(planned.change.removed),
        quads_added=len(own.added) + sum(block.size for block in own.blocks) + len(planned.change.added),
        quads_removed=len(own.removed) + len(planned.change.removed),
        lost=planned.lost,
    )


def _happenings(quads: Iterable[Quad]) -> tuple[Iri, ...]:
    return tuple(sorted(s for s, p, o, _ in quads if p == RDF.type and o == SEM.Event))
