"""The command line from outside: what it prints, with which exit code, and that bad input costs one clear line and nothing else."""

import importlib.metadata
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

import pytest

import kg
import kg.samples
from kg import facts
from kg.cli import main
from kg.cli.seeing import reading
from kg.errors import StoreError
from kg.vocab import RDF, SEM
from tests.bench.explorer import answers, wait

WIRE = str(kg.samples.paths()[-1])


def run(*args: str, stdin: bytes = b"", cwd: pathlib.Path | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "kg", *args], input=stdin, capture_output=True, cwd=cwd, env=os.environ | env, check=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("cli") / "store")
    with kg.open_store(folder) as opened:
        kg.build(kg.articles([str(path) for path in kg.samples.paths()]), opened)
    return folder


def test_extract_prints_records_of_files_and_of_standard_input_alike(tmp_path: pathlib.Path) -> None:
    row = json.dumps({"id": "x", "text": "Russia annexed Crimea in March 2014.", "date": "2014-04-01"}).encode()
    (tmp_path / "x.jsonl").write_bytes(row)
    piped = run("extract", "-", stdin=row)
    assert piped.stdout == run("extract", str(tmp_path / "x.jsonl")).stdout
    (event,) = [r for r in map(json.loads, piped.stdout.splitlines()) if r["record"] == "event"]
    assert (event["kind"], event["date"]["value"], event["actors"][0]["code"]) == ("COERCE", "2014-03", "RUS")


def test_two_workers_print_the_same_as_one() -> None:
    samples = [str(path) for path in kg.samples.paths()]
    assert run("extract", *samples, "-j", "2").stdout == run("extract", *samples).stdout


def test_the_account_names_rules_and_what_was_passed_over() -> None:
    shown = run("extract", WIRE, "--explain").stdout.decode()
    assert "passed over" in shown
    assert "[verb/" in shown


def test_a_build_from_the_command_line_can_be_asked_removed_and_built_again(tmp_path: pathlib.Path) -> None:
    store = str(tmp_path / "s")
    assert b"1 added" in run("build", WIRE, "--store", store).stderr
    assert b"1 unchanged" in run("build", WIRE, KG_STORE=store).stderr
    before = run("export", "turtle", "--store", store).stdout
    assert run("query", "ASK { ?e a sem:Event }", "--store", store).stdout == b"yes\n"
    assert run("remove", "wire-2016-04-20", "--store", store).returncode == 0
    assert run("query", "ASK { ?e a sem:Event }", "--store", store).stdout == b"no\n"
    run("build", WIRE, "--store", store)
    assert run("export", "turtle", "--store", store).stdout == before


@pytest.mark.parametrize(("form", "start"), [("table", b""), ("csv", b"date,type,"), ("json", b"["), ("jsonl", b'{"date"')])
def test_a_named_question_answers_in_every_format(store: str, form: str, start: bytes) -> None:
    answer = run("query", "facts", "--type", "consult", "--store", store, "--format", form)
    assert answer.returncode == 0
    assert answer.stdout.startswith(start)
    assert b"NATO" in answer.stdout


def test_parameters_of_a_question_narrow_it(store: str) -> None:
    everything = run("query", "facts", "--store", store, "--format", "csv").stdout.splitlines()
    some = run("query", "facts", "--actor", "Poland", "--since=2016-04", "--store", store, "--format", "csv").stdout.splitlines()
    assert 1 <= len(some) < len(everything)


def test_the_facts_as_of_a_day_are_those_of_the_articles_published_by_then(store: str) -> None:
    count = "SELECT (COUNT(?e) AS ?n) { ?e a sem:Event }"
    now, then = (
        int(json.loads(run("query", count, "--store", store, "--format", "jsonl", *extra).stdout)["n"]) for extra in ([], ["--as-of", "2016-04-20"])
    )
    assert 0 < then < now


def test_tables_fit_the_width_of_a_pipe(store: str) -> None:
    for command in (["query", "--list"], ["network"], ["worlds", "Russia", "NATO"], ["show", "Russia"], ["store", "info"]):
        shown = run(*command, "--store", store).stdout.decode() if command[1:] != ["--list"] else run(*command).stdout.decode()
        assert shown
        assert max(map(len, shown.splitlines())) <= 160


def bad_sources(folder: pathlib.Path) -> dict[str, bytes]:
    return {
        "empty.txt": b"",
        "binary.txt": b"\x00\x01" * 500,
        "encoding.txt": bytes(range(129, 256)) * 9,
        "long.txt": b"word " * 1_000_000,
        "kind.docx": b"PK",
        "broken.jsonl": b"{",
    }


@pytest.mark.parametrize("command", ["extract", "build"])
@pytest.mark.parametrize("name", bad_sources(pathlib.Path()))
def test_a_bad_source_costs_one_clear_line_and_the_rest_is_read(command: str, name: str, tmp_path: pathlib.Path) -> None:
    (tmp_path / name).write_bytes(bad_sources(tmp_path)[name])
    (tmp_path / "good.txt").write_text("Russia annexed Crimea.", encoding="utf-8")
    done = run(command, str(tmp_path / name), str(tmp_path / "good.txt"), KG_STORE=str(tmp_path / "s"))
    told = [line for line in done.stderr.decode().splitlines() if "not read" in line and ":" in line and "articles" not in line.split(":")[0]]
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert any(name.split(".")[0] in line for line in told), done.stderr
    assert b"COERCE" in done.stdout if command == "extract" else b"1 added" in done.stderr


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["query", "fatcs"], "did you mean facts"),
        (["query", "SELECT WHERE {"], "does not parse"),
        (["query", "facts", "--actor", "Nobody at all"], "Nobody at all"),
        (["query", "facts", "--since", "spring"], "spring"),
        (["query", "facts", "--colour", "red"], "colour"),
        (["query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"], "SERVICE"),
        (["query", "DELETE WHERE { ?s ?p ?o }"], "update"),
        (["show", "Nobody at all"], "Nobody at all"),
        (["worlds", "Russia", "Nobody at all"], "Nobody at all"),
        (["export", "docx"], "docx"),
        (["remove", "none"], "none"),
        (["reject", "happening/none"], "happening/none"),
        (["retype", "happening/none", "WAR"], "WAR"),
        (["undo", "none"], "none"),
        (["extract", WIRE, "--model", "no_such_model"], "no_such_model"),
        (["extract", WIRE, "--lexicon", "none.tsv"], "none.tsv"),
        (["extract", WIRE, "--actors", "none.ttl"], "none.ttl"),
        (["draw", "--out", "no-such-folder/x.html"], "no-such-folder"),
        (["export", "csv", "--out", "no-such-folder/x.csv"], "no-such-folder"),
        (["export", "turtle", "--out", os.devnull + "/x.ttl"], os.devnull),
        (["build", WIRE, "--log", "no-such-folder/log"], "no-such-folder"),
        (["draw", "--out", "-", "--world", "Nobody at all"], "Nobody at all"),
        (["network", "--world", "Nobody at all"], "Nobody at all"),
        (["network", "--type", "BOGUS"], "BOGUS"),
        (["draw", "--out", "-", "--since", "spring"], "spring"),
    ],
)
def test_a_wrong_word_is_named_in_one_line(store: str, args: list[str], why: str) -> None:
    done = run(*args, KG_STORE=store)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1, done.stderr
    assert len(lines) == 1
    assert why in lines[0]


@pytest.mark.parametrize("args", [["query", "facts"], ["draw"], ["network"], ["serve"], ["export", "turtle"]])
def test_a_store_that_is_not_there_is_told_and_not_made(args: list[str], tmp_path: pathlib.Path) -> None:
    done = run(*args, "--store", str(tmp_path / "none"))
    assert done.returncode == 1
    assert "no store there" in done.stderr.decode()
    assert not (tmp_path / "none").exists()


def test_a_store_that_another_process_writes_is_waited_for_or_told(store: str) -> None:
    code = f"import kg, time\nwith kg.open_store({store!r}):\n    print('open', flush=True)\n    time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        begun = time.monotonic()
        assert run("query", "ASK { ?e a sem:Event }", "--store", store).stdout == b"yes\n"
        done = run("build", WIRE, "--store", store)
        assert done.returncode == 1
        assert "being written by another process" in done.stderr.decode()
        assert time.monotonic() - begun < 60
    finally:
        holder.kill()
        holder.communicate()


def test_a_reader_that_goes_away_ends_the_writing_quietly() -> None:
    writer = subprocess.Popen([sys.executable, "-m", "kg", "extract", WIRE], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.close()
    assert b"Traceback" not in writer.stderr.read()
    writer.stderr.close()
    writer.wait()


def test_the_version_needs_no_command() -> None:
    answer = run("--version")
    assert answer.returncode == 0
    assert answer.stdout.decode().strip() == importlib.metadata.version("geopolitical-kg")


def test_a_network_without_acts_says_so(store: str) -> None:
    shown = run("network", "--until", "1900", "--store", store).stdout.decode()
    assert "nan" not in shown
    assert "no reciprocity" in shown


def test_the_ledger_names_what_each_decision_is_about(tmp_path: pathlib.Path) -> None:
    with kg.open_store(tmp_path / "s") as opened:
        kg.build(kg.Article(id="short", text="Russia annexed Crimea in March 2014.", date="2014-04-01"), opened)
        (happening,) = (s for s, *_ in opened.quads(opened.facts, p=RDF.type, o=SEM.Event))
        facts.decide(opened, "retype", str(happening), value="ASSAULT", who="Ann", why="troops")
    listed = run("undo", "--store", str(tmp_path / "s"), COLUMNS="200").stdout.decode()
    assert "COERCE 'annexed' in short -> ASSAULT" in listed


@pytest.mark.parametrize(
    "args",
    [("query", "facts"), ("query", "--list"), ("worlds", "Russia", "NATO"), ("network",), ("store", "info"), ("extract", WIRE, "--format", "table")],
)
def test_in_a_narrow_terminal_no_word_is_cut_and_no_line_too_long(store: str, args: tuple[str, ...]) -> None:
    lines, wide = (run(*args, KG_STORE=store, COLUMNS=columns).stdout.decode().splitlines() for columns in ("80", "400"))
    assert lines
    assert max(map(len, lines)) <= 80
    assert not [line for line in (*lines, *wide) if line != line.rstrip()]
    assert {word for line in lines for word in line.split() if word.isalnum()} <= {word for line in wide for word in line.split()}


def test_an_evaluation_without_an_article_in_common_says_so(tmp_path: pathlib.Path) -> None:
    for name in ("gold", "found"):
        row = {"record": "role", "article": f"{name}-a", "person": {"name": "Ann"}, "role": "minister"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    gold, found = str(tmp_path / "gold.jsonl"), str(tmp_path / "found.jsonl")
    apart, same = run("evaluate", gold, found), run("evaluate", gold, gold)
    assert apart.returncode == 1
    assert b"no article in common: gold has gold-a, found has found-a" in apart.stderr
    assert b"roles" in same.stdout
    assert b"mentions" not in same.stdout
    assert b"confidence" not in same.stdout


def test_a_port_that_is_taken_is_told_before_an_address_is(store: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--port", str(taken.getsockname()[1]), "--store", store)
    assert done.returncode == 1
    assert "cannot listen on port" in done.stderr.decode()
    assert "http://" not in done.stderr.decode()


@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="no device that is always full on this machine")
@pytest.mark.parametrize(
    "command", [("extract", WIRE), ("query", "facts", "--format", "csv"), ("query", "facts"), ("export", "turtle", "--out", "-")]
)
def test_an_answer_for_which_there_is_no_room_is_told_in_one_line(store: str, command: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        told = subprocess.run(
            [sys.executable, "-m", "kg", *command], stdout=full, stderr=subprocess.PIPE, env=os.environ | {"KG_STORE": store}, check=False
        )
    assert told.returncode == 1
    assert told.stderr.decode().splitlines()[-1] == "kg: the output: No space left on device"


def test_a_command_that_is_interrupted_says_so_and_no_more(store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.questions.query", interrupted)
    monkeypatch.setattr(sys, "argv", ["kg", "query", "facts", "--store", store])
    with pytest.raises(SystemExit) as end:
        main()
    told = capsys.readouterr().err.split("\n")
    assert (end.value.code, [line[:15] for line in told if line]) == (130, ["kg: interrupted"])


def test_a_server_that_is_interrupted_leaves_without_a_trace(store: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kg", "serve", "--store", store, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True) as running:
        wait(lambda: answers(f"http://127.0.0.1:{port}/questions"), 60)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: its workers, too
        assert running.stderr is not None and b"Traceback" not in running.stderr.read()


def test_files_that_went_while_a_store_was_read_are_told_as_that(store: str) -> None:
    with pytest.raises(StoreError, match="changed while it was read"), reading(store):
        raise FileNotFoundError("IO error: No such file or directory: 000093.sst")
    with pytest.raises(FileNotFoundError), reading(store):
        pathlib.Path("nowhere").read_text(encoding="utf-8")


def test_a_bound_stands_in_one_line_of_a_narrow_table(store: str) -> None:
    lines = run("query", "facts", KG_STORE=store, COLUMNS="80").stdout.decode().splitlines()
    assert any("by 2016-04-2" in line for line in lines) and not any(line.strip() == "by" or line.startswith("by  ") for line in lines)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("build", WIRE, "--base", "not an iri"), "is no base for IRIs"),
        (("extract", WIRE, "--base", "https://example.org/kg"), "ends in / or"),
        (("network", "--top", "0"), "--top"),
        (("serve", "--workers", "0"), "--workers"),
        (("serve", "--seconds", "0"), "--seconds"),
        (("query", "facts", "--limit", "-1"), "--limit"),
    ],
)
def test_an_option_that_cannot_be_meant_is_refused_before_anything_is_done(tmp_path: pathlib.Path, words: tuple[str, ...], told: str) -> None:
    done = run(*words, cwd=tmp_path)
    assert (done.returncode, told in " ".join(done.stderr.decode().replace("│", "").split()), list(tmp_path.iterdir())) == (2, True, [])
