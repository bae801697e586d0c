"""The command that lays two worlds side by side: worlds."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import app, options
from kg.cli.seeing import reading

if TYPE_CHECKING:
    from kg.worlds import Comparison, Course, Period, Saying


@app.command()
def worlds(
    one: Annotated[str, typer.Argument(help="A claimant (name or id).", show_default=False)],
    other: Annotated[str, typer.Argument(help="Another claimant.", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    relayed: Annotated[bool, typer.Option("--relayed", help="Also what others say that they say.")] = False,
    over_time: Annotated[bool, typer.Option("--over-time", help="How far the two are apart, period by period.")] = False,
    by: Annotated[str | None, typer.Option("--by", help="Length of a period: week, month, quarter or year; else what suits the span.")] = None,
    least: Annotated[int | None, typer.Option("--least", help="Matters that a period needs for a distance.", show_default="5")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table or json.")] = "table",
    out: Annotated[str | None, typer.Option("--out", "-o", help="Draw the two worlds as a page into this file.")] = None,
) -> None:
    """Lay the worlds of two claimants side by side: what each asserts, denies and leaves unsaid, with its words.

    Example: [bold]kg worlds Russia NATO[/bold]

    With many articles: [bold]kg worlds Russia NATO --over-time --by month[/bold]
    """
    from kg.network import telling
    from kg.worlds import LEAST, worlds_over_time
    from kg.worlds import over_time as course_of
    from kg.worlds import worlds as compared

    if format not in ("table", "json"):
        raise typer.BadParameter(f"{format!r}; use table or json", param_hint="--format")
    if out is not None:
        options.can_hold(out)
    fewest = LEAST if least is None else least
    with reading(store) as opened:
        if out is not None:
            from kg.draw import draw_worlds

            found, course = worlds_over_time(opened, one, other, by=by, relayed=relayed, least=fewest)
            page = draw_worlds(found, acts=tuple(telling(opened, found.reports, found.facts)), course=course)
            options.write(str(page), out)
        elif over_time or by or least is not None:
            course = course_of(opened, one, other, by=by, relayed=relayed, least=fewest)
            _write(course) if format == "json" else _course(course)
        else:
            found = compared(opened, one, other, relayed=relayed)
            _write(found) if format == "json" else _side_by_side(found)


def _write(found: "Comparison | Course") -> None:
    sys.stdout.write(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n")


def _course(course: "Course") -> None:
    """A row for each period that has anything, with the counts that its distance rests on."""
    rows = [_period(period) for period in course.periods if period.articles]
    console = options.out_console()
    columns = (course.by, "distance", "", "true in either", "in both", "contradicted", f"{course.one} on", f"{course.other} on", "articles")
    console.print(options.table(columns, rows, title=f"How far the worlds of {course.one} and {course.other} are apart"))
    told = (
        "Distance: 1 - in both / true in either; – where fewer than",
        f"{course.least} matters are true in either, or one of the two speaks of fewer than {course.each}.",
    )
    console.print(" ".join(told), style="dim", highlight=False)
    if course.undated:
        console.print(f"{options.count(course.undated, 'saying')} in articles without a day, or with one too vague for a {course.by}, left out")


def _period(period: "Period") -> tuple[object, ...]:
    far = period.distance
    bar = "" if far is None else "█" * round(far * 20) + "░" * (20 - round(far * 20))
    counts = (period.true, period.both, period.against, period.one_on, period.other_on, period.articles)
    return (period.name, "–" if far is None else f"{far:.2f}", bar, *counts)


def _side_by_side(found: "Comparison") -> None:
    rows = []
    for side in found.rows:
        m = side.matter
        matter = f"{', '.join(m.actors) or '—'} → {', '.join(m.recipients) or '—'}"
        told = "fact" if m.fact else "claim"
        words = sorted({s.trigger for s in (*side.one_says, *side.other_says) if s.trigger})
        act = f"{m.type} “{words[0]}”" if words else m.type
        rows.append((act, matter, m.date or "", told, _stance(side.one, side.one_says), _stance(side.other, side.other_says)))
    console = options.out_console()
    console.print(options.table(("type", "who → whom", "date", "", found.one, found.other), rows, ratios=(2, 4, 2, 1, 7, 7)))
    if found.distance is not None:
        true = [side.holds for side in found.rows if any(side.holds)]
        both = sum(map(all, true))
        console.print(f"Distance {found.distance:.2f}: of {len(true)} matters above that are true in one world or the other, {both} are true in both")


def _stance(stance: str, says: tuple["Saying", ...]) -> str:
    quotes = [f"{_voice(s)}: “{' '.join((s.sentence or s.quote).split())}” ({s.article} {s.start}–{s.end})" for s in says[:2]]
    return "\n".join([stance, *quotes])


def _voice(said: "Saying") -> str:
    """Who says it, with those who say it together with them, and who passes it on."""
    return " and ".join((said.by, *said.beside)) + (f" (as {said.via} says)" if said.via else "")
