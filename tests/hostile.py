"""Payloads that would run somewhere if any text of an article were ever taken for markup, script, style or address."""

CALL = "window.__ran=1"
_EVENTS = ("onerror", "onload", "onmouseover", "onfocus", "onclick", "onpointerenter", "ontoggle", "onanimationstart", "onbegin", "onstart")
_TAGS = (
    "<img src=x {on}={js}>",
    '<img src="x" {on}="{js}" href="#">',
    "<svg {on}={js}>",
    "<body {on}={js}>",
    "<input autofocus {on}={js}>",
    "<details open {on}={js}>",
    "<video><source {on}={js}></video>",
)
_SINGLE = (
    "<script>{js}</script>",
    "</script><script>{js}</script>",
    "<!--<script>{js}</script>",
    "--><script>{js}</script>",
    "]]><script>{js}</script>",
    "</title><script>{js}</script>",
    "</style><script>{js}</script>",
    "</textarea><script>{js}</script>",
    "<scr<script>ipt>{js}</scr</script>ipt>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<iframe src=javascript:{js}></iframe>",
    '<iframe srcdoc="<script>parent.__ran=1</script>"></iframe>',
    "<object data=javascript:{js}></object>",
    "<embed src=javascript:{js}>",
    "<a href=javascript:{js}>href</a>",
    "<math><a xlink:href=javascript:{js}>x</a></math>",
    "<svg><script>{js}</script></svg>",
    "<svg><animate {on}={js} attributeName=x dur=1s>",
    "<svg><foreignObject><img src=x onerror={js}></foreignObject></svg>",
    "<form action=javascript:{js}><button>go",
    "<link rel=stylesheet href=//x.example/x.css>",
    "<style>@import '//x.example/x.css';</style>",
    "<base href=//x.example/>",
    '<meta http-equiv=refresh content="0;url=javascript:{js}">',
    "javascript:{js}",
    "JaVaScRiPt:{js}",
    "java\tscript:{js}",
    " javascript:{js}",
    "vbscript:{js}",
    "data:text/html,<script>{js}</script>",
    "https://x.example/\"onmouseover='{js}'",
    "'-({js})-'",
    '"-({js})-"',
    "`${{{js}}}`",
    "{{{{constructor.constructor('{js}')()}}}}",
    "$data $title ${{policy}}",
    "\\u003cscript\\u003e{js}\\u003c/script\\u003e",
    "&lt;img src=x onerror={js}&gt;",
    "\u2028{js}//",
    "\u202e<img src=x onerror={js}>",
    "__proto__",
    "constructor",
    "#act=x&actor=<img src=x onerror={js}>",
    "toString",
)


def payloads() -> list[str]:
    """A hundred and more, each once."""
    made = [tag.format(on=on, js=CALL) for tag in _TAGS for on in _EVENTS]
    return [*dict.fromkeys([*made, *(single.format(on="onbegin", js=CALL) for single in _SINGLE)])]
