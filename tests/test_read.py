"""Sources become articles; what cannot be read says why, and never stops the rest."""

import contextlib
import functools
import gzip
import http.server
import json
import pathlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest

import kg.samples
from kg.errors import SourceError
from kg.model import Article
from kg.read import LONGEST_TEXT, Unread, articles, fetch, read
from tests.sources import FEED, PAGE, PROSE, pdf, warc_record


def only(source: pathlib.Path | str, **options: Any) -> Article | Unread:
    (item,) = articles([str(source)], **options)
    return item


def reason(source: pathlib.Path | str, **options: Any) -> str:
    item = only(source, **options)
    assert isinstance(item, Unread), item
    return item.reason


def put(folder: pathlib.Path, name: str, data: bytes | str) -> pathlib.Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_the_text_of_a_text_file_is_the_files_own(tmp_path: pathlib.Path) -> None:
    text = "  Überall   spaces\n\nstay – as they are.\n"
    assert read(put(tmp_path, "a.txt", text)).text == text


def test_markdown_gives_title_author_date_and_url_from_its_lines(tmp_path: pathlib.Path) -> None:
    text = f"# Ministers meet\n\nBy [Ann Writer](#)\n\nMarch 1, 2021\n\n{PROSE}\n\nOriginal url:\n\n<https://example.org/vienna>"
    article = read(put(tmp_path, "vienna.md", text))
    assert (article.id, article.title, article.author, article.date, article.url) == (
        "vienna", "Ministers meet", "Ann Writer", "2021-03-01", "https://example.org/vienna",
    )  # fmt: skip


def test_a_table_without_rows_says_so(tmp_path: pathlib.Path) -> None:
    assert "no rows" in reason(put(tmp_path, "a.csv", "id,text\n"))


def test_a_page_is_read_in_the_encoding_that_it_states(tmp_path: pathlib.Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-2">').replace("Vienna", "Kraków")
    assert "Kraków" in read(put(tmp_path, "a.html", page.encode("iso-8859-2"))).text


def test_front_matter_wins_over_the_lines(tmp_path: pathlib.Path) -> None:
    article = read(put(tmp_path, "a.md", f"---\ntitle: Stated\ndate: 2020-05-06\nsource: Example Post\n---\n# Other\n\n{PROSE}"))
    assert (article.title, article.date, article.source) == ("Stated", "2020-05-06", "Example Post")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "OSLO, March 1, 2021 (Newswire) - Two ministers met on Monday."),
        ("a.jsonl", '{"id": "a", "text": "OSLO, 1 March 2021 (Newswire) - Two ministers met on Monday."}'),
        ("a.csv", 'id,text\na,"OSLO, March 1, 2021 (Newswire) - Two ministers met on Monday."\n'),
        ("a.md", "# Ministers meet\n\nOSLO, March 1, 2021 (Newswire) - Two ministers met on Monday."),
    ],
)
def test_a_dateline_dates_an_article_that_its_source_does_not(tmp_path: pathlib.Path, name: str, data: str) -> None:
    article = read(put(tmp_path, name, data))
    assert (article.date, article.source) == ("2021-03-01", "Newswire")


def test_what_else_is_in_a_folder_is_counted_and_a_store_in_it_is_left_alone(tmp_path: pathlib.Path) -> None:
    put(tmp_path, "a.txt", PROSE)
    for name in ("b.docx", "c.docx", "d", ".hidden"):
        put(tmp_path, name, b"PK")
    for name in ("quads", "texts"):
        (tmp_path / "kg-store" / name).mkdir(parents=True)
    put(tmp_path / "kg-store" / "texts", "0a.txt", PROSE)
    article, others = articles([str(tmp_path)])
    assert isinstance(article, Article)
    assert isinstance(others, Unread)
    assert others.set_aside
    assert others.reason.endswith("left out: 2 .docx, 1 without an ending")


def test_what_the_source_states_wins_over_the_dateline(tmp_path: pathlib.Path) -> None:
    row = {"id": "a", "text": "OSLO, March 1, 2021 (Newswire) - Two ministers met.", "date": "2021-03-02", "source": "Example Post"}
    article = read(put(tmp_path, "a.jsonl", json.dumps(row)))
    assert (article.date, article.source, article.notes) == ("2021-03-02", "Example Post", ())


def test_a_date_that_no_calendar_has_is_left_out_and_told(tmp_path: pathlib.Path) -> None:
    article = read(put(tmp_path, "a.md", f"---\ndate: 2024-02-30\n---\n{PROSE}"))
    assert article.date is None
    assert "'2024-02-30' is no day of the calendar; read as undated" in article.notes[0]


def test_every_sample_is_dated_named_and_plain_about_being_a_sample() -> None:
    for path in kg.samples.paths():
        article = read(path)
        assert article.date and article.title and article.source and article.url
        assert "never published" in article.text
        assert 250 <= len(article.text.split("---")[-1].split()) <= 500


def test_html_gives_the_article_and_its_metadata_without_the_menu(tmp_path: pathlib.Path) -> None:
    article = read(put(tmp_path, "page.html", PAGE))
    assert (article.title, article.date, article.url) == ("Ministers meet in Vienna", "2021-03-01", "https://example.org/vienna")
    assert "Vienna on Monday" in article.text
    assert "Copyright" not in article.text


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<html><body><p>We use cookies. Please accept all cookies to go on.</p></body></html>", "cookie banner"),
        ("<html><body><nav>Home</nav></body></html>", "no article text"),
    ],
)
def test_a_page_without_an_article_says_so(tmp_path: pathlib.Path, page: str, why: str) -> None:
    assert why in reason(put(tmp_path, "page.html", page))


def test_half_an_article_is_read_and_told(tmp_path: pathlib.Path) -> None:
    article = read(put(tmp_path, "page.html", PAGE.replace("</article>", "<p>Subscribe now to continue reading.</p></article>")))
    assert "half an article" in article.notes[0]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"   \n ", "empty"),
        ("a.txt", b"\x00\x01\x02\x03" * 100, "binary"),
        ("a.txt", bytes(range(128, 256)) * 4, "nor any encoding"),
        ("a.txt", b"word " * (LONGEST_TEXT // 4), "at most"),
        ("a.docx", b"PK", "unknown kind of file"),
        ("a.md", "---\n: : :\n---\nText.", "front matter"),
        ("a.pdf", b"%PDF-1.4 broken", "not a readable PDF"),
        ("a.rss", b"<rss>", "no feed entries"),
        ("a.csv", b"title,body\n1,2\n", "columns id and text"),
        ("a.txt.gz", b"\x1f\x8b broken", "cannot be read"),
        ("a.jsonl", b"{broken", "not JSON"),
        ("a.jsonl", b'["a"]', "an object with id and text"),
        ("a.jsonl", b'{"id": "a"}', "non-empty string `text`"),
        ("a.jsonl", b'{"id": "a", "text": "b", "date": 3}', "date is 3, a number; it must be a string"),
        ("a.jsonl", b'{"text": "b"}', "id is missing"),
        ("a.jsonl", b'{"id": 5, "text": "b"}', "id is 5, a number"),
        ("a.jsonl", b"[" * 100_000, "nested too deeply"),
    ],
)
def test_bad_input_says_what_is_wrong(tmp_path: pathlib.Path, name: str, data: bytes | str, why: str) -> None:
    assert why in reason(put(tmp_path, name, data))


def test_a_missing_file_says_so_and_the_others_are_read(tmp_path: pathlib.Path) -> None:
    found = list(articles([str(tmp_path / "none.txt"), str(put(tmp_path, "b.txt", PROSE))]))
    assert isinstance(found[0], Unread)
    assert "no such file" in found[0].reason
    assert isinstance(found[1], Article)


def test_another_encoding_is_detected(tmp_path: pathlib.Path) -> None:
    text = "The premier – a former général – met the delegation in Besançon. " + PROSE * 3
    assert "Besançon" in read(put(tmp_path, "a.txt", text.encode("windows-1252"))).text
    assert "Besançon" in read(put(tmp_path, "b.txt", text.encode("utf-16"))).text


def test_what_is_not_english_is_set_aside(tmp_path: pathlib.Path) -> None:
    french = "Les ministres des deux pays se sont rencontrés à Vienne lundi et ont convenu de rouvrir la frontière entre eux. " * 4
    item = only(put(tmp_path, "a.txt", french))
    assert isinstance(item, Unread)
    assert item.set_aside
    assert "'fr'" in item.reason
    row = json.dumps({"id": "a", "text": PROSE, "language": "de"})
    assert "'de'" in reason(put(tmp_path, "a.jsonl", row))


def test_json_lines_keep_their_ids_and_a_broken_line_costs_only_itself(tmp_path: pathlib.Path) -> None:
    rows = [json.dumps({"id": f"r{i}", "text": PROSE, "date": "2021-03-01"}) for i in range(3)]
    found = list(articles([str(put(tmp_path, "a.jsonl", "\n".join([rows[0], "{", rows[1], "", rows[2]])))]))
    assert [i.id if isinstance(i, Article) else i.source for i in found] == ["r0", "a:2", "r1", "r2"]


def test_csv_rows_become_articles(tmp_path: pathlib.Path) -> None:
    article = only(put(tmp_path, "a.csv", f'id;text;date\nx;"{PROSE}";2021-03-01\n'))
    assert isinstance(article, Article)
    assert (article.id, article.date) == ("x", "2021-03-01")


def test_a_gzipped_file_reads_as_the_file(tmp_path: pathlib.Path) -> None:
    assert read(put(tmp_path, "a.txt.gz", gzip.compress(PROSE.encode()))).text == PROSE


def test_a_folder_is_read_by_name_and_a_glob_too(tmp_path: pathlib.Path) -> None:
    for name in ("b.txt", "a.md", "c.other"):
        put(tmp_path, name, PROSE)
    assert [i.id for i in articles([str(tmp_path)]) if isinstance(i, Article)] == ["a", "b"]
    assert [i.id for i in articles([str(tmp_path / "*.txt")]) if isinstance(i, Article)] == ["b"]


def test_a_feed_gives_its_entries_with_date_publisher_and_link(tmp_path: pathlib.Path) -> None:
    good, empty = articles([str(put(tmp_path, "f.rss", FEED))])
    assert isinstance(good, Article)
    assert (good.date, good.source, good.url) == ("2021-03-01", "Example Post", "https://example.org/1")
    assert "alert" not in good.text
    assert isinstance(empty, Unread)


def test_a_pdf_gives_its_text_with_broken_lines_joined(tmp_path: pathlib.Path) -> None:
    article = read(put(tmp_path, "a.pdf", pdf("The ministers of the two coun-\ntries met in Vienna\non Monday.")))
    assert "countries met in Vienna on Monday." in article.text


def test_a_web_archive_gives_its_pages_and_tells_the_rest(tmp_path: pathlib.Path) -> None:
    records = [
        warc_record("https://example.org/1", PAGE.encode()),
        warc_record("https://example.org/2", b"", status=b"404 Not Found"),
        warc_record("https://example.org/3", b"\x89PNG", kind=b"image/png"),
        warc_record("https://example.org/4", PAGE.encode()),
    ]
    for name, data in (("a.warc", b"".join(records)), ("a.warc.gz", b"".join(map(gzip.compress, records)))):
        found = list(articles([str(put(tmp_path, name, data))]))
        assert [isinstance(i, Article) for i in found] == [True, False, False, True]


class Site(http.server.BaseHTTPRequestHandler):
    """A small site: a page with an ETag, a feed, a page that robots.txt forbids."""

    asked: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("If-None-Match")))
        host = f"http://{self.headers['Host']}"
        feed = f"<rss version='2.0'><channel><title>x</title><item><link>{host}/page</link></item></channel></rss>"
        robots = "User-agent: *\nDisallow: /secret"
        bodies = {"/robots.txt": ("text/plain", robots), "/page": ("text/html", PAGE), "/feed": ("application/rss+xml", feed)}
        if self.path == "/page" and self.headers.get("If-None-Match") == '"v1"':
            self.send_response(304)
            self.end_headers()
            return
        kind, body = bodies.get(self.path, ("text/plain", ""))
        self.send_response(200 if self.path in bodies else 404)
        self.send_header("Content-Type", kind)
        self.send_header("ETag", '"v1"')
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    asked: list[tuple[str, str | None]] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(type("S", (Site,), {"asked": asked})))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with contextlib.closing(server.socket):
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_a_page_is_fetched_once_and_then_asked_for_only_if_changed(site: tuple[str, list[tuple[str, str | None]]]) -> None:
    host, asked = site
    assert read(f"{host}/page").text == read(f"{host}/page").text
    assert [tag for path, tag in asked if path == "/page"] == [None, '"v1"']


def test_what_robots_txt_forbids_is_not_asked_for(site: tuple[str, list[tuple[str, str | None]]]) -> None:
    host, asked = site
    assert "robots.txt" in reason(f"{host}/secret")
    assert "/secret" not in [path for path, _ in asked]


def test_a_feeds_url_leads_to_the_pages_of_its_entries(site: tuple[str, list[tuple[str, str | None]]], tmp_path: pathlib.Path) -> None:
    host, _ = site
    assert "Vienna" in read(f"{host}/feed").text
    assert "Vienna" in read(put(tmp_path, "list.urls", f"# news\n{host}/page\n")).text


def test_a_host_out_of_reach_and_a_missing_page_say_so(site: tuple[str, list[tuple[str, str | None]]]) -> None:
    host, _ = site
    assert "404" in reason(f"{host}/none")
    assert "cannot be fetched" in reason("http://127.0.0.1:9/page")


def test_read_wants_exactly_one_article(tmp_path: pathlib.Path) -> None:
    rows = "\n".join(json.dumps({"id": str(i), "text": PROSE}) for i in range(2))
    with pytest.raises(SourceError, match="2 articles"):
        read(put(tmp_path, "a.jsonl", rows))
    with pytest.raises(SourceError, match="known: text"):
        read(put(tmp_path, "a.txt", PROSE), format="doc")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("like fr;", "Le ministre a rencontré son homologue à Oslo. Les deux pays ont signé un accord."),
        ("like de;", "Der Minister hat die Stadt verlassen und ist nach Oslo gereist."),
        ("like es;", "El ministro se reunió con el embajador. Los dos países firmaron un acuerdo."),
        ("like pl;", "Minister spotkał się w Oslo z ambasadorem. Nie podpisano umowy."),
        ("one without Latin letters", "Министр встретился с послом в Осло."),
    ],
)
def test_a_short_text_of_another_language_is_set_aside(tmp_path: pathlib.Path, language: str, text: str) -> None:
    item = only(put(tmp_path, "a.txt", text))
    assert isinstance(item, Unread)
    assert item.set_aside
    assert language in item.reason


@pytest.mark.parametrize(
    "text", ["NATO troops enter Oslo", "De Gaulle met Van der Bellen and Le Pen in El Salvador.", "Los Angeles, El Paso, La Paz: protests"]
)
def test_a_short_english_text_full_of_foreign_names_is_read(tmp_path: pathlib.Path, text: str) -> None:
    assert isinstance(only(put(tmp_path, "a.txt", text)), Article)
