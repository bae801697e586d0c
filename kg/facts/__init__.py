"""Facts: what is taken to have happened, a pure function of the articles' graphs, the ledger of human decisions and the policy.

put(store, {slug: quads}, texts={slug: text})    articles and all that follows, in one transaction
prepare(quads, ready(store))                     an article made ready for `put`, in another process
remove(store, [article])                         and take them away again
decide(store, "reject", event, who=..., why=...) a human decision, applied now and at every rebuild
chains(store, reports)                           who says what each tells, relayed and together
rejections(store)                                the reports that people rejected, each with the decision
as_of(store, "2016-04-15")                       the facts as the articles published by that day give them
"""

from kg.facts.chains import chains
from kg.facts.deciding import decide, log, undo
from kg.facts.keeping import Outcome, drift, lost, put, ready, rebuild, remove
from kg.facts.policy import POLICIES, Policy, policy
from kg.facts.prepared import Prepared, prepare
from kg.facts.rejected import rejections
from kg.facts.times import AsOf, as_of, during

__all__ = [
    "POLICIES",
    "AsOf",
    "Outcome",
    "Policy",
    "Prepared",
    "as_of",
    "chains",
    "decide",
    "drift",
    "during",
    "log",
    "lost",
    "policy",
    "prepare",
    "put",
    "ready",
    "rebuild",
    "rejections",
    "remove",
    "undo",
]
