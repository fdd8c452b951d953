"""The process that runs queries: loads one dataset, seals itself, answers line by line.

Started by `ask.py` as a script of its own, isolated from the environment. A request is a line of
JSON on standard input, the reply a line of JSON on standard output. It never writes what it reads.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from matcher.errors import QueryError, QueryLimitError, QuerySyntaxError
from matcher.knowledge import GRAPHS, INFERRED, MIRROR
from matcher.namespaces import BASE, PREFIXES
from matcher.querying.fence import bound_seconds, seal
from matcher.querying.gate import misread, screen_algebra, screen_text

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

#: graphs that the machine writes; all others are files
MACHINE = (INFERRED, MIRROR, GRAPHS + "decided")
MOST_CHARACTERS = 30_000_000


def main(path: str, megabytes: int) -> None:
    """Load, seal, say that all is ready, then answer until the input ends."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    store = open_store(Path(path))
    warm_up(store)
    graphs = frozenset(graph.value for graph in graph_names(store))
    seal(megabytes)
    send(sys.stdout, {"kind": "ready", "graphs": sorted(graphs)})
    for line in sys.stdin:
        send(sys.stdout, answer(store, json.loads(line), graphs))


def send(stream: IO[str], reply: dict[str, Any]) -> None:
    """One reply on one line."""
    stream.write(json.dumps(reply) + "\n")
    stream.flush()


def open_store(path: Path) -> Store:
    """The dataset in memory."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    return store


def warm_up(store: Store) -> None:
    """Load whatever parsing and running a query loads, while files can still be opened."""
    query = "SELECT ?s WHERE { ?s a ?c . FILTER(?s != 1) } ORDER BY ?s LIMIT 1"
    screen_algebra(query)
    list(run_query(store, {"query": query})["rows"])


def answer(store: Store, request: dict[str, Any], graphs: Collection[str] = ()) -> dict[str, Any]:
    """The reply to a request: the answer, or why there is none. FROM may name the given graphs."""
    try:
        bound_seconds(float(request["seconds"]))
        screen_text(request["query"], graphs)
        chosen = screen_algebra(request["query"], graphs)
        return run_query(store, request, chosen)
    except QueryError as error:
        return describe_error(error)
    except MemoryError:
        return describe_error(QueryLimitError("the query needs too much memory", todo="Narrow it."))


def describe_error(error: QueryError) -> dict[str, Any]:
    """The reply that says why there is no answer."""
    reply = {"kind": "error", "error": type(error).__name__, "what": error.what, "todo": error.todo}
    if isinstance(error, QuerySyntaxError):
        return {**reply, "line": error.line, "column": error.column}
    return reply


def run_query(store: Store, request: dict[str, Any], chosen: bool = False) -> dict[str, Any]:
    """The answer of the dataset itself; the query has passed the gate.

    `chosen` says that the query names its graphs with FROM; graphs in the request go before it.
    """
    from pyoxigraph import QueryBoolean, QuerySolutions

    try:
        found = store.query(
            request["query"],
            base_iri=BASE,
            prefixes=dict(PREFIXES),
            **choose_graphs(store, request, chosen),
        )
        if isinstance(found, QueryBoolean):
            return {"kind": "truth", "value": bool(found)}
        if isinstance(found, QuerySolutions):
            columns = [variable.value for variable in found.variables]
            rows = ([text(row[name]) for name in columns] for row in found)
            kept, truncated = cut(rows, request)
            return {"kind": "table", "columns": columns, "rows": kept, "truncated": truncated}
        triples = ([str(t.subject), str(t.predicate), str(t.object)] for t in found)
        kept, truncated = cut(triples, request)
        return {"kind": "facts", "triples": kept, "truncated": truncated}
    except (SyntaxError, ValueError) as error:
        raise misread(f"not understood as SPARQL: {error}", "Mend the query.") from None
    except (OSError, RuntimeError) as error:
        raise misread(f"the query failed: {error}", "Mend the query.") from None


def text(term: object) -> str | None:
    """A term in N-Triples notation; None where it is unbound."""
    return None if term is None else str(term)


def cut(rows: Iterable[list[Any]], request: dict[str, Any]) -> tuple[list[list[Any]], bool]:
    """The rows up to the limits of the request, and whether there were more."""
    kept: list[list[Any]] = []
    characters = 0
    for row in rows:
        characters += sum(len(cell or "") for cell in row)
        if len(kept) >= request.get("rows", 1000) or characters > MOST_CHARACTERS:
            return kept, True
        kept.append(row)
    return kept, False


def choose_graphs(store: Store, request: dict[str, Any], chosen: bool) -> dict[str, Any]:
    """The graphs that a request is about: some by name, those of FROM, or all, asserted, inferred."""
    from pyoxigraph import NamedNode

    default, named = request.get("default_graphs"), request.get("named_graphs")
    if default or named:
        return {
            "default_graph": [NamedNode(iri) for iri in default or ()],
            "named_graphs": [NamedNode(iri) for iri in named or ()],
        }
    if chosen:
        return {}
    wanted = request.get("graphs", "all")
    if wanted == "all":
        return {"use_default_graph_as_union": True}
    graphs = [
        node for node in graph_names(store) if (node.value in MACHINE) == (wanted == "inferred")
    ]
    return {"default_graph": graphs, "named_graphs": graphs}


def graph_names(store: Store) -> Iterator[NamedNode]:
    """The graphs of the dataset that have a name."""
    from pyoxigraph import NamedNode

    return (graph for graph in store.named_graphs() if isinstance(graph, NamedNode))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
