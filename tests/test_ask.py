"""SPARQL for anybody: what a query may do, what it may not, and what comes back."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import CacheError, InputError, QueryError
from matcher.querying import fence
from matcher.querying.answers import Facts, Table, Truth
from matcher.querying.ask import Asker, Limits, ask, start_worker
from matcher.querying.formats import write_table
from matcher.querying.gate import MOST_CHARACTERS, screen_algebra, screen_text

BASE = "https://w3id.org/symbiograph/"
DATA = "".join(
    f"{line} .\n"
    for line in (
        f"<{BASE}material/Ash> <{BASE}provides> <{BASE}function/Pozzolanicity> <{BASE}graph/a>",
        f'<{BASE}material/Ash> <http://e.org/name> "fly \\"ash\\"\\nfine"@en <{BASE}graph/a>',
        f'<{BASE}material/Ash> <http://e.org/age> "5"^^<http://e.org/years> <{BASE}graph/b>',
        f"<{BASE}material/Ash> <{BASE}isOf> <{BASE}material/Ash> <{BASE}graph/inferred>",
        *(f"<http://e.org/{n}> <http://e.org/p> <http://e.org/{n + 1}> <{BASE}graph/b>" for n in range(300)),
    )
)  # fmt: skip
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
linux = pytest.mark.skipif(sys.platform != "linux", reason="the system tells its limits on Linux")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small dataset with two files' graphs and inferred facts."""
    path = tmp_path_factory.mktemp("data") / "dataset.nq"
    path.write_text(DATA, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def asker(dataset: Path) -> Iterator[Asker]:
    """One warm worker on it."""
    with Asker(dataset, workers=1, limits=Limits(seconds=10, rows=50)) as ready:
        yield ready


# --- what is refused ---

REACHING_OUT = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o OPTIONAL { SERVICE ?s { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } } }",
    "SELECT * { GRAPH ?g { MINUS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "CONSTRUCT FROM <http://127.0.0.1:1/> WHERE { ?s ?p ?o }",
    "DESCRIBE ?s FROM <http://127.0.0.1:1/> { ?s ?p ?o }",
    "ASK FROM <http://127.0.0.1:1/> { ?s ?p ?o }",
]
CHANGING = [
    "LOAD <file:///etc/passwd>",
    "LOAD <http://127.0.0.1:1/> INTO GRAPH <urn:g>",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE DATA { <urn:a> <urn:b> <urn:c> }",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "CREATE GRAPH <urn:g>",
    "COPY DEFAULT TO <urn:g>",
    "MOVE <urn:a> TO <urn:b>",
    "ADD <urn:a> TO <urn:b>",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } ; INSERT DATA { <urn:a> <urn:b> <urn:c> }",
]
HIDING = [
    "SELECT * { ?s ?p ?o #\rSERVICE <http://127.0.0.1:1/> { ?s ?p ?o }\n}",
    "SELECT * { ?s ?p ?o #\\u000dSERVICE <http://127.0.0.1:1/> { ?s ?p ?o }\n}",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "a\\u0022 . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } #" }',
    "SELECT * { ?s ?p ?o # \u2028 SERVICE <http://127.0.0.1:1/> {} \n}",
    "SELECT * { ?s ?p ?o # \x0c SERVICE <http://127.0.0.1:1/> {} \n}",
    "SELECT * { ?s ?p ?o # \x85 SERVICE <http://127.0.0.1:1/> {} \n}",
    "SELECT * { ?s ?p ?o \x00 }",
    'SELECT * { ?s ?p """a""" . SERVICE/**/<http://127.0.0.1:1/> { ?s ?p ?o } }',
    "SELECT * { ?s ?p 'it''s' . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s<urn:p>?o. SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", [*REACHING_OUT, *CHANGING, *HIDING])
def test_the_text_screen_refuses(query: str) -> None:
    """Reaching out, changing anything, and hiding either is refused before anything runs."""
    with pytest.raises(QueryError):
        screen_text(query)


@pytest.mark.parametrize("query", [*REACHING_OUT, *CHANGING])
def test_the_algebra_screen_refuses_by_itself(query: str) -> None:
    """Even had the text screen seen nothing."""
    with pytest.raises(QueryError):
        screen_algebra(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?service ?from "LOAD it FROM a SERVICE"@en }',
        "# SERVICE and FROM in a comment\nSELECT * { ?s ?p ?o }",
        "SELECT * { ?s ?p <http://e.org/SERVICE> , <http://e.org/#FROM> }",
        "PREFIX load: <http://e.org/> SELECT * { ?s load:insert load:service }",
        "PREFIX : <http://e.org/> SELECT * { ?s :from '''a 'SERVICE' b''' }",
        'SELECT * { ?s ?p "Sch\\u00FCtt" }',
        "SELECT *\r\n{ ?s ?p ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 3) }",
    ],
)
def test_innocent_queries_pass(query: str) -> None:
    """Words in strings, comments, IRIs, names and variables are no clauses."""
    screen_text(query)
    screen_algebra(query)


LOCAL = BASE + "graph/a"


@pytest.mark.parametrize("word", ["FROM", "from", "FROM NAMED", "From\n named"])
def test_from_may_name_a_graph_that_is_there(word: str) -> None:
    """And says so: its graphs go before the choice of asserted or inferred."""
    query = f"SELECT * {word} <{LOCAL}> {{ ?s ?p ?o }}"
    screen_text(query, {LOCAL})
    assert screen_algebra(query, {LOCAL})
    assert not screen_algebra("SELECT * { ?s ?p ?o }", {LOCAL})
    with pytest.raises(QueryError, match="FROM"):
        screen_text(query)
    with pytest.raises(QueryError, match="FROM"):
        screen_algebra(query)


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <file:///etc/passwd>",
        f"FROM <{LOCAL}> FROM <urn:b>",
        f"FROM <{LOCAL}> FROM NAMED <urn:b>",
        f"FROM NAMED <{LOCAL}/../b>",
    ],
)
def test_both_walls_let_no_other_graph_through(clause: str) -> None:
    """Each by itself."""
    for wall in (screen_text, screen_algebra):
        with pytest.raises(QueryError, match="FROM"):
            wall(f"SELECT * {clause} {{ ?s ?p ?o }}", {LOCAL})


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <graph/a>",
        "FROM sym:graph",
        f"FROM # note\n<{LOCAL}>",
        f"FROM NAMED # note\n<{LOCAL}>",
        f"FROM ?g <{LOCAL}>",
    ],
)
def test_the_text_screen_takes_full_iris_alone(clause: str) -> None:
    """What could be read in two ways is refused, though it might mean a graph that is there."""
    with pytest.raises(QueryError, match="full IRI"):
        screen_text(f"SELECT * {clause} {{ ?s ?p ?o }}", {LOCAL})


white = st.sampled_from([" ", "\n", "\t", "\r\n", " # note\n", '# "\n', "#'\n", "# <\n"])
noise = st.sampled_from(
    ["", '?s ?p "x" . ', "?s ?p 'y' . ", "?s ?p <urn:x> . ", '?s ?p """z""" . ']
)
cases = st.sampled_from(["SERVICE", "service", "SeRvIcE"])


@settings(max_examples=120, deadline=None, derandomize=True)
@given(noise, white, cases, white, noise)
def test_service_is_found_wherever_it_stands(
    before: str, left: str, word: str, right: str, after: str
) -> None:
    """Whatever comments, strings and line ends stand around it."""
    query = f"SELECT * {{ {before}{left}{word}{right}<urn:x> {{ ?a ?b ?c }} {after} }}"
    with pytest.raises(QueryError):
        screen_text(query)
    with pytest.raises(QueryError):
        screen_algebra(query)


def test_a_query_too_long_or_too_deep_is_refused() -> None:
    """Before any parser sees it."""
    with pytest.raises(QueryError, match="characters"):
        screen_text("SELECT * { ?s ?p ?o } #" + "x" * MOST_CHARACTERS)
    with pytest.raises(QueryError, match="deep"):
        screen_text("ASK { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }")


@pytest.mark.parametrize(
    "query", ["", "SELEC * {}", "SELECT * { ?s ?p }", "SELECT * { nope:x ?p ?o }", "ASK {} ASK {}"]
)
def test_a_wrong_query_is_an_error_that_says_so(query: str, asker: Asker) -> None:
    """Exit code 2, with what is wrong."""
    with pytest.raises(QueryError, match="not understood") as caught:
        asker.ask(query)
    assert caught.value.exit_code == 2
    assert caught.value.todo


# --- the worker, had the gate let something through ---

UNGUARDED = """
import sys
from pathlib import Path
from matcher.querying import fence, worker
store = worker.open_store(Path(sys.argv[1]))
worker.warm_up(store)
if sys.argv[3] == "sealed":
    fence.seal(500)
try:
    print(worker.run_query(store, {"query": sys.argv[2]}))
except Exception as error:
    print("failed", type(error).__name__)
"""


REMOTE = "SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"


def connections(dataset: Path, seal: str, query: str = REMOTE) -> int:
    """How many connections a query makes that no gate has seen; `{port}` is where they would go."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2.0)
        port = server.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-c", UNGUARDED, str(dataset), query.format(port=port), seal],
            stdout=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parents[1],
        )
        found = 0
        try:
            server.accept()[0].close()
            found = 1
        except TimeoutError:
            found = 0
        finally:
            process.kill()
            process.wait()
        return found


@linux
def test_a_sealed_worker_cannot_connect(dataset: Path) -> None:
    """The same query does connect from a process that is not sealed: the test can fail."""
    assert connections(dataset, "open") == 1
    assert connections(dataset, "sealed") == 0


@pytest.mark.parametrize("word", ["FROM", "FROM NAMED"])
def test_from_never_fetches_even_without_gate_and_seal(dataset: Path, word: str) -> None:
    """Graphs are picked out of what is loaded, which is why FROM may name those."""
    query = f"SELECT * {word} <http://127.0.0.1:{{port}}/> {{{{ ?s ?p ?o }}}}"
    assert connections(dataset, "open", query) == 0


@linux
@pytest.mark.parametrize("steps", [["stop_opening_files"], ["leave_network", "stop_opening_files"]])
def test_no_socket_can_be_made_once_files_are_out_of_reach(steps: list[str]) -> None:
    """The limit on open files is enough where a network of its own is not permitted."""
    calls = "; ".join(f"fence.{step}()" for step in steps)
    code = (
        f"import socket\nfrom matcher.querying import fence\n{calls}\n"
        "try:\n    socket.socket(); print('made')\nexcept OSError as e:\n    print('refused')"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "refused"


@linux
def test_a_worker_opens_nothing_and_knows_no_secret(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its limit on open files is nought, and the environment is not passed on."""
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    worker = start_worker(dataset, Limits(megabytes=300))
    try:
        folder = Path("/proc") / str(worker.process.pid)
        limits = (folder / "limits").read_text()
        (files,) = [line for line in limits.splitlines() if line.startswith("Max open files")]
        assert files.split()[3:5] == ["0", "0"]
        (space,) = [line for line in limits.splitlines() if line.startswith("Max address space")]
        assert space.split()[3].isdigit()
        assert b"hush" not in (folder / "environ").read_bytes()
    finally:
        worker.end()


def test_a_system_without_such_limits_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows nothing is sealed; the gate and the clock remain."""
    monkeypatch.setattr(fence, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(fence, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setitem(sys.modules, "resource", None)
    fence.seal(1)
    fence.bound_seconds(1)
    with socket.socket() as unsealed:
        assert unsealed.fileno() >= 0


# --- limits ---


def test_an_endless_query_is_stopped_and_the_next_one_answered(dataset: Path) -> None:
    """The process is gone when the error is raised, and a new one takes its place."""
    with Asker(dataset, workers=1, limits=Limits(seconds=1)) as asker:
        asker.ask("ASK {}")
        worker = asker.idle.get()
        asker.idle.put(worker)
        assert worker is not None
        started = time.monotonic()
        with pytest.raises(QueryError, match="stopped after 1 seconds"):
            asker.ask(ENDLESS)
        assert time.monotonic() - started < 4
        assert not worker.alive()
        assert asker.ask("ASK { ?s ?p ?o }") == Truth(True)


@linux
def test_a_query_that_eats_memory_ends_alone(dataset: Path) -> None:
    """It meets its own limit, not the machine's, and the error says which."""
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a"
    with (
        Asker(dataset, workers=1, limits=Limits(seconds=30, megabytes=150)) as asker,
        pytest.raises(QueryError, match="150 MB"),
    ):
        asker.ask(greedy)


def test_a_query_can_be_stopped_by_its_name(dataset: Path) -> None:
    """It ends at once, says so, and leaves the place to the next one."""
    with Asker(dataset, workers=1, limits=Limits(seconds=20)) as asker:
        asker.ask("ASK {}")
        errors: list[str] = []

        def run() -> None:
            try:
                asker.ask(ENDLESS, run="mine")
            except QueryError as error:
                errors.append(error.what)

        thread = threading.Thread(target=run)
        thread.start()
        time.sleep(0.3)
        assert not asker.stop("yours")
        assert not asker.stop("")
        assert asker.stop("mine")
        thread.join(3)
        assert errors == ["the query was stopped"]
        assert asker.ask("ASK {}") == Truth(True)
        assert not asker.running


def test_rows_beyond_the_limit_are_cut_and_it_says_so(asker: Asker) -> None:
    """Exactly as many as allowed is not cut."""
    cut = asker.ask("SELECT ?s { ?s <http://e.org/p> ?o }")
    assert isinstance(cut, Table)
    assert (len(cut.rows), cut.truncated) == (50, True)
    whole = asker.ask("SELECT ?s { ?s <http://e.org/p> ?o } LIMIT 50")
    assert isinstance(whole, Table)
    assert (len(whole.rows), whole.truncated) == (50, False)
    facts = asker.ask("CONSTRUCT WHERE { ?s <http://e.org/p> ?o }")
    assert isinstance(facts, Facts)
    assert (len(facts.triples), facts.truncated) == (50, True)


def test_queries_beyond_the_workers_wait_and_then_give_up(dataset: Path) -> None:
    """Who waits too long is told so, and nothing is left behind."""
    with Asker(dataset, workers=1, limits=Limits(seconds=2, waiting=0.2)) as asker:
        asker.ask("ASK {}")
        errors: list[str] = []

        def run(query: str) -> None:
            try:
                asker.ask(query)
            except QueryError as error:
                errors.append(error.what)

        slow = threading.Thread(target=run, args=(ENDLESS,))
        slow.start()
        time.sleep(0.2)
        run("ASK {}")
        slow.join()
        assert errors == ["too many queries are running", "the query was stopped after 2 seconds"]
        assert asker.ask("ASK {}") == Truth(True)


def test_several_threads_share_the_workers(dataset: Path) -> None:
    """Every query gets its own answer."""
    with Asker(dataset, workers=2, limits=Limits(waiting=30)) as asker:
        answers: dict[int, object] = {}

        def run(number: int) -> None:
            query = f"SELECT ?o {{ <http://e.org/{number}> <http://e.org/p> ?o }}"
            answers[number] = asker.ask(query)

        threads = [threading.Thread(target=run, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == {n: Table(("o",), ((f"<http://e.org/{n + 1}>",),)) for n in range(12)}


def test_a_missing_or_broken_dataset_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    """It is the cache that is at fault, not the query."""
    with pytest.raises(CacheError, match="missing"):
        ask("ASK {}", tmp_path / "none.nq")
    with pytest.raises(CacheError, match="cannot be loaded"):
        ask("ASK {}", b"this is no N-Quads")


def test_workers_end_with_the_asker(dataset: Path) -> None:
    """No process is left when the asker is closed."""
    asker = Asker(dataset, workers=1)
    asker.ask("ASK {}")
    worker = asker.idle.get()
    asker.idle.put(worker)
    asker.close()
    assert worker is not None
    assert not worker.alive()


ORPHAN = """
import sys
from pathlib import Path
from matcher.querying.ask import Asker
asker = Asker(Path(sys.argv[1]), workers=1)
asker.ask("ASK {}")
print(asker.idle.get().process.pid, flush=True)
sys.stdin.read()
"""


@linux
def test_a_worker_does_not_outlive_who_started_it(dataset: Path) -> None:
    """Even a parent that is killed leaves none behind."""
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN, str(dataset)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    with parent:
        assert parent.stdout is not None
        worker = Path("/proc") / parent.stdout.readline().strip()
        assert worker.is_dir()
        parent.kill()
    for _ in range(50):
        # a process that has ended and that nobody has waited for is a zombie, and holds nothing
        if not worker.is_dir() or "(zombie)" in (worker / "status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the worker still runs")


# --- answers ---


@pytest.mark.parametrize(
    ("graphs", "count"), [("all", "304"), ("asserted", "303"), ("inferred", "1")]
)
@pytest.mark.parametrize("pattern", ["?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"])
def test_the_graphs_can_be_chosen(asker: Asker, graphs: str, count: str, pattern: str) -> None:
    """What files say, what the machine adds, or both; named or not."""
    answer = asker.ask(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", graphs=graphs)
    assert write_table(answer, "csv") == f"n\n{count}"


def test_graphs_can_be_named(asker: Asker) -> None:
    """As the SPARQL protocol has it: default graphs and named graphs by IRI."""
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    answer = asker.ask(query, default_graphs=[BASE + "graph/a"])
    assert write_table(answer, "csv") == "n\n2"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    answer = asker.ask(named, named_graphs=[BASE + "graph/a", BASE + "graph/inferred"])
    assert write_table(answer, "csv") == "n\n3"


def test_our_prefixes_need_no_declaration() -> None:
    """`mat:` and the others are known; one shot over bytes does as well as a file."""
    answer = ask("SELECT ?f { mat:Ash sym:provides ?f }", DATA.encode())
    assert write_table(answer, "text") == "f\n────────────────\nfn:Pozzolanicity"


def test_an_answer_in_every_form(asker: Asker) -> None:
    """Terms keep language, datatype and line breaks in JSON; text shows one line a row."""
    query = """SELECT ?name ?age ?none { mat:Ash <http://e.org/name> ?name ; <http://e.org/age> ?age
        OPTIONAL { mat:Ash <http://e.org/x> ?none } }"""
    answer = asker.ask(query)
    assert write_table(answer, "text").splitlines()[2].split() == ["fly", '"ash"', "fine", "5"]
    assert write_table(answer, "csv") == 'name,age,none\n"fly ""ash""\nfine",5,'
    assert json.loads(write_table(answer, "json"))["results"]["bindings"] == [
        {
            "name": {"type": "literal", "value": 'fly "ash"\nfine', "xml:lang": "en"},
            "age": {"type": "literal", "value": "5", "datatype": "http://e.org/years"},
        }
    ]
    with pytest.raises(InputError, match="CONSTRUCT"):
        write_table(answer, "turtle")
    with pytest.raises(InputError, match="unknown form"):
        write_table(answer, "pdf")


def test_yes_or_no_in_every_form(asker: Asker) -> None:
    """An ASK is a word in text and a boolean in JSON."""
    answer = asker.ask("ASK { mat:Ash ?p ?o }")
    assert [write_table(answer, form) for form in ("text", "csv")] == ["yes", "true"]
    assert json.loads(write_table(answer, "json")) == {"head": {}, "boolean": True}


def test_triples_as_turtle_and_as_a_table(asker: Asker) -> None:
    """A CONSTRUCT gives Turtle with our prefixes, or three columns."""
    answer = asker.ask("CONSTRUCT { ?m sym:provides ?f } WHERE { ?m sym:provides ?f }")
    turtle = write_table(answer, "turtle")
    assert "@prefix mat: <https://w3id.org/symbiograph/material/> ." in turtle
    assert "mat:Ash sym:provides fn:Pozzolanicity ." in turtle
    assert write_table(answer, "csv").splitlines()[0] == "subject,predicate,object"


def test_text_obeys_no_control_character() -> None:
    """What a literal holds cannot move the cursor of a terminal or reverse the text."""
    answer = Table(("x",), (('"a\\u001B[31mb\\u202Ec"',),))
    shown = write_table(answer, "text")
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_blank_nodes_are_told_apart_from_text() -> None:
    """In JSON a blank node is a bnode."""
    found = json.loads(write_table(Table(("x",), (("_:b0",),)), "json"))
    assert found["results"]["bindings"] == [{"x": {"type": "bnode", "value": "b0"}}]


def test_nothing_of_a_query_is_written_anywhere(
    asker: Asker, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither a refused nor a wrong nor an answered query is logged."""
    for query in ('ASK { ?s ?p "private words" }', "SELEC private", REACHING_OUT[0]):
        try:
            asker.ask(query)
        except QueryError:
            continue
    assert capfd.readouterr() == ("", "")
    assert [path.name for path in asker.dataset.parent.iterdir()] == ["dataset.nq"]
