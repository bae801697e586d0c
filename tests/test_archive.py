"""Web archives of which a fifth is broken: every good record is read, every bad one is told with its reason, and nothing else is."""

import gzip
import io
import json
import pathlib
import subprocess
import sys
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import kg
from kg.read import Unread, articles
from tests.archive import BROKEN, http, page, record
from tests.bench.archive import compared, written
from tests.sources import PROSE

PAGE = page(PROSE * 3, "Ministers meet")


def found(folder: pathlib.Path, data: bytes, name: str = "a.warc", **options: Any) -> list[tuple[str, str]]:
    """The source or URL of each article of an archive, with what is told of it."""
    (folder / name).write_bytes(data)
    items = articles([str(folder / name)], **options)
    return [(i.source, i.reason) if isinstance(i, Unread) else (i.url or i.id, "; ".join(i.notes)) for i in items]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_of_an_archive_a_fifth_of_which_is_broken_all_good_is_read_and_all_bad_told(name: str, tmp_path: pathlib.Path) -> None:
    wanted = written(tmp_path / name, 5 * len(BROKEN))
    assert sum(map(bool, wanted.values())) == len(BROKEN)
    assert compared(wanted, articles([str(tmp_path / name)])) == []


def test_a_build_reports_every_broken_record_and_goes_on(tmp_path: pathlib.Path) -> None:
    wanted = written(tmp_path / "a.warc.gz", 20)
    with kg.open_store() as store:
        report = kg.build(kg.articles([str(tmp_path / "a.warc.gz")]), store)
        assert len(store.articles()) == report.counts["added"] == 16
    assert {o.source for o in report.told} == {url for url, why in wanted.items() if why}


def test_an_archive_may_come_through_a_pipe(tmp_path: pathlib.Path) -> None:
    written(tmp_path / "a.warc.gz", 5)
    command = [sys.executable, "-m", "kg", "build", "-", "--from", "warc", "--store", str(tmp_path / "s"), "--log", str(tmp_path / "log")]
    done = subprocess.run(command, input=(tmp_path / "a.warc.gz").read_bytes(), capture_output=True, check=False)
    fates = [json.loads(line)["fate"] for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    assert (done.returncode, sorted(fates)) == (3, ["added"] * 4 + ["not read"])


def test_what_another_program_wrote_is_read(tmp_path: pathlib.Path) -> None:
    for zipped in (False, True):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=zipped)
        writer._create_temp_file = io.BytesIO  # those that it makes are never closed
        for i, (fields, body) in enumerate(
            (([], PAGE), ([("Content-Encoding", "gzip")], gzip.compress(PAGE)), ([("Transfer-Encoding", "chunked")], PAGE))
        ):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *fields], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(f"https://example.org/{i}", "response", payload=io.BytesIO(body), http_headers=headers))
        assert found(tmp_path, out.getvalue(), "a.warc.gz" if zipped else "a.warc") == [(f"https://example.org/{i}", "") for i in range(3)]


def test_an_archive_zipped_as_a_whole_is_read_up_to_where_it_is_cut_off(tmp_path: pathlib.Path) -> None:
    parts = b"".join(record(f"https://example.org/{i}", http(PAGE + str(i).encode() * 9000)) for i in range(3))
    whole = gzip.compress(parts, 0)
    assert [source[-1] for source, _ in found(tmp_path, whole, "a.warc.gz")] == ["0", "1", "2"]
    cut = found(tmp_path, whole[: -len(whole) // 4], "a.warc.gz")
    assert [(source[-1], bool(why)) for source, why in cut] == [("0", False), ("1", False), ("2", True)]
    assert "cut off" in cut[-1][1]


def test_a_record_whose_checksum_is_another_is_not_read(tmp_path: pathlib.Path) -> None:
    whole = bytearray(gzip.compress(record("https://example.org/0", http(PAGE))))
    whole[-8] ^= 1
    assert found(tmp_path, bytes(whole), "a.warc.gz") == [("https://example.org/0", "a damaged gzip member (incorrect data check)")]


def test_what_lies_between_records_is_told_and_passed(tmp_path: pathlib.Path) -> None:
    good = [record(f"https://example.org/{i}", http(PAGE)) for i in range(2)]
    for data, name in ((good[0] + b"noise\n" + good[1], "a.warc"), (gzip.compress(good[0]) + b"noise" + gzip.compress(good[1]), "a.warc.gz")):
        sources = found(tmp_path, data, name)
        assert [bool(why) for _, why in sources] == [False, True, False]


def test_an_archive_without_responses_says_what_it_holds(tmp_path: pathlib.Path) -> None:
    assert found(tmp_path, record("urn:x", b"a: b\r\n", kind="metadata"))[0][1] == "no HTML responses among its records (1 of metadata)"


def test_a_page_that_is_no_article_by_its_size_alone_is_told_at_once(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>a word. " * 200_000)
    (item,) = articles([str(tmp_path / "a.html")])
    assert isinstance(item, Unread)
    assert "200,000 tags" in item.reason


def test_a_page_cut_off_by_its_crawler_says_so(tmp_path: pathlib.Path) -> None:
    data = record("https://example.org/0", http(PAGE)).replace(b"WARC-Date", b"WARC-Truncated: length\r\nWARC-Date")
    assert found(tmp_path, data) == [("https://example.org/0", "its page was cut off by the crawler (length)")]
