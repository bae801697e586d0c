"""One article's findings as text: records, tables, or the account of how each was found (top-level functions, for workers pickle them)."""

import io
import json
from typing import Any

from kg.dates import between
from kg.iri import DEFAULT_BASE
from kg.model import Claim, Event, Extraction, Party, Span
from kg.parse.layout import sentence_around
from kg.records import records


def as_lines(found: Extraction, *, base: str = DEFAULT_BASE) -> str:
    """JSON records, one a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(found, base=base))


def as_tables(found: Extraction, *, width: int = 120) -> str:
    """Events, claims and roles as tables, those without rows left out."""
    from kg.cli.options import table

    events = [
        (_span(e.trigger), e.kind, _names(e.actors), _names(e.recipients), _date(e), _place(e), e.status, _names(e.claimed_by))
        for e in _events(found)
    ]
    claims = [(_name(c.source), c.stance, c.cue.text if c.cue else "", " … ".join(_short(s.text, 90) for s in c.content)) for c in _claims(found)]
    roles = [(r.person.actor.name, r.role, _name(r.organisation)) for r in found.roles]
    parts = (
        (f"Events · {found.article.id}", ("words", "type", "actor", "recipient", "date", "place", "status", "claimed by"), events),
        ("Claims", ("source", "stance", "cue", "content"), claims),
        ("Roles", ("person", "role", "organisation"), roles),
    )
    shown = [part for title, columns, rows in parts if rows for part in (table(columns, rows, title=title, room=width), "")]
    return _printed(*(shown or [f"{found.article.id}: no events, claims or roles found"]), width=width)


def as_account(found: Extraction, *, width: int = 120) -> str:
    """Sentence by sentence: what was found, by which rule and with what confidence, and what was passed over and why."""
    from rich.padding import Padding
    from rich.text import Text

    lines: list[Any] = [Text(f"{found.article.id}  {found.article.date or 'undated'}", style="bold")]
    for sentence, items in _by_sentence(found):
        lines.append(Padding(Text(sentence.text.replace("\n", " "), style="italic"), (1, 0, 0, 0)))
        lines.extend(Padding(Text(item), (0, 0, 0, 4)) for item in items)
    return _printed(*lines, width=width)


def _by_sentence(found: Extraction) -> list[tuple[Span, list[str]]]:
    """The sentences that something was found in, each with its lines in the order of the text."""
    homes: dict[Span, list[tuple[int, str]]] = {e.evidence: [] for e in found.events}
    items = [(e.trigger, _event_line(e)) for e in found.events]
    items += [(c.cue or c.content[0], _claim_line(c)) for c in found.claims]
    items += [(p.span, f"– passed over {p.span.text!r}: {p.why}") for p in found.passed]
    for at, line in items:
        home = next((s for s in homes if s.covers(at)), None) or _around(found, at)
        homes.setdefault(home, []).append((at.start, line))
    return [(s, [line for _, line in sorted(lines)]) for s, lines in sorted(homes.items())]


def _around(found: Extraction, at: Span) -> Span:
    """The sentence around some words, by its marks alone: no event was found in it that would know it better."""
    return found.article.span(*sentence_around(found.article.text, at.start, at.end))


def _event_line(e: Event) -> str:
    parties = f"{_names(e.actors) or '—'} → {_names(e.recipients) or '—'}"
    says = f"says {_names(e.claimed_by)}" if e.claimed_by else ""
    extra = ", ".join(x for x in (e.status, e.mode, _date(e), _place(e), says) if x)
    return f"● {e.kind or 'untyped'} {e.trigger.text!r}: {parties} ({extra}) [{e.rule}, {e.confidence:.2f}]"


def _claim_line(c: Claim) -> str:
    cue = c.cue.text if c.cue else "—"
    return f"❝ {_name(c.source) or 'unnamed'} {c.stance}: {_short(c.content[0].text, 70)!r} (cue {cue!r}) [{c.rule}, {c.confidence:.2f}]"


def _events(found: Extraction) -> list[Event]:
    return sorted((e for e in found.events if e.kind), key=lambda e: e.trigger)


def _claims(found: Extraction) -> list[Claim]:
    return sorted(found.claims, key=lambda c: c.content)


def _span(span: Span) -> str:
    return _short(span.text, 40)


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _name(party: Party | None) -> str:
    return party.actor.name if party else ""


def _names(parties: tuple[Party, ...]) -> str:
    return ", ".join(dict.fromkeys(p.actor.name for p in parties))


def _place(event: Event) -> str:
    return event.place.name if event.place else ""


def _date(event: Event) -> str:
    """When it was done: the date that words give, else the bounds that tense and dateline give (`by 2016-04-20`)."""
    if event.date is None or event.date.value:
        return (event.date.value if event.date else None) or ""
    return between(event.date.earliest or "", event.date.latest or "")


def _printed(*parts: Any, width: int) -> str:
    from rich.console import Console

    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    for part in parts:
        console.print(part)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines()) + "\n\n"
