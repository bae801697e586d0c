"""The web app: a SPARQL 1.1 endpoint that only reads, and pages for people, on one store.

    kg serve --store kg-store --port 8000

Queries run in worker processes that can be killed (`workers.py`, `worker.py`); this process only speaks HTTP. Text from articles
is hostile input: templates escape everything, and a content security policy lets no script run but ours.
"""

from kg.serve.app import app, serve
from kg.serve.workers import Limits

__all__ = ["Limits", "app", "serve"]
