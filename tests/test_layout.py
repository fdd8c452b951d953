"""The one Turtle layout: comments stay, facts stay, twice is once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.checking.layout import fix_layout, lay_out, run_layout, same_facts
from matcher.errors import KnowledgeError, TurtleError
from matcher.settings import shipped

CORE = sorted((shipped("ontology") / "core").glob("**/*.ttl"))

MESSY = """# on top
PREFIX m: <https://w3id.org/symbiograph/material/>
@prefix unused: <http://unused.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . # beside a prefix
@prefix own: <http://own.org/> .

# --- slags ---

m:Slag rdfs:label "slag # no comment"@en, 'Schlacke'@de; # the names
   # what it is
   <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Class> ;;
   own:range [ own:low 1.5 ; a own:Range # a kind
   ] .  # the end
m:Slag own:list ( 1 2 [ own:x -3.0e1 ] "a.b" ) , true .

# at the end
"""

NEAT = """# on top
@prefix mat: <https://w3id.org/symbiograph/material/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix own: <http://own.org/> .

# beside a prefix

# --- slags ---

mat:Slag
    # what it is
    a owl:Class ;
    rdfs:label "slag # no comment"@en , 'Schlacke'@de ;  # the names
    own:range [
        a own:Range ;  # a kind
        own:low 1.5
    ] ;  # the end
    own:list ( 1 2 [ own:x -3.0e1 ] "a.b" ) , true .

# at the end
"""


def test_a_messy_file_becomes_neat() -> None:
    """Prefixes in our order and only those used, `a` first, a predicate a line, comments kept."""
    assert lay_out(MESSY) == NEAT
    assert same_facts(MESSY, NEAT)


def test_a_neat_file_stays_as_it_is() -> None:
    """Laying out twice is laying out once."""
    assert lay_out(NEAT) == NEAT


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.stem)
def test_the_core_is_in_the_layout(path: Path) -> None:
    """Core files and examples are as `check --fix` writes them."""
    assert list(run_layout([path])) == []


@pytest.mark.parametrize(
    "text",
    [
        "<a> <b> <c>",
        "<a> <b> .",
        "<a> .",
        "<a> <b> [ <c> <d> .",
        "<a> <b> ( <c> .",
        "<a> <b> <c> <d> .",
        "<a> <b> <c> , .",
        '<a> "b" <c> .',
        "<a> <b> <<( <c> <d> <e> )>> .",
        "undeclared:a <b> <c> .",
        '<a> <b> "open .',
        "<a> <b> {} .",
    ],
)
def test_what_is_no_turtle_is_refused(text: str) -> None:
    """With an error that says where, never with a guess."""
    with pytest.raises(TurtleError):
        lay_out(text)


def test_a_prefix_of_ours_bound_elsewhere_is_written_out() -> None:
    """`mat:` never means two things in our files."""
    text = "@prefix mat: <http://other.org/> .\nmat:x a mat:Y .\n"
    assert lay_out(text) == "<http://other.org/x>\n    a <http://other.org/Y> .\n"


@pytest.mark.parametrize(
    "term",
    [
        '"""long "quoted" text\n# no comment"""@en-GB',
        "'''it's ''long'''",
        r'"tab\t and \"quotes\""',
        '"2026-11-24"^^xsd:date',
        '"x"^^<http://e.org/t>',
        "-1.5",
        "+2",
        "1.0E-3",
        ".5",
        "true",
        "_:b1",
        "e:a.b",
        r"e:a\,b",
        "e:%41",
        "e:",
        ":local",
        "<http://e.org/a#b>",
        "[ ]",
        "( )",
        "( ( 1 ) [ e:p ( 2 ) ] )",
    ],
)
def test_every_kind_of_term_survives(term: str) -> None:
    """The facts before and after are the same, and the second time changes nothing."""
    text = (
        "@prefix e: <http://e.org/> .\n@prefix : <http://d.org/> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        f"e:s e:p {term} ; e:q 1 .\n"
    )
    assert same_facts(text, lay_out(text))
    assert lay_out(lay_out(text)) == lay_out(text)


def test_a_file_is_mended_in_place_and_only_if_needed(tmp_path: Path) -> None:
    """A changed file is replaced, keeps its permissions, and leaves nothing beside it."""
    messy, neat = tmp_path / "messy.ttl", tmp_path / "neat.ttl"
    messy.write_bytes(MESSY.encode())
    neat.write_bytes(NEAT.encode())
    messy.chmod(0o640)
    assert [f.file.rpartition("/")[2] for f in run_layout([messy, neat])] == ["messy.ttl"]
    assert fix_layout([messy, neat]) == [messy]
    assert messy.read_bytes() == NEAT.encode()
    assert messy.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["messy.ttl", "neat.ttl"]


def test_windows_line_ends_become_plain(tmp_path: Path) -> None:
    """A file saved on Windows is laid out with plain line ends."""
    path = tmp_path / "windows.ttl"
    path.write_bytes(NEAT.replace("\n", "\r\n").encode())
    fix_layout([path])
    assert path.read_bytes() == NEAT.encode()


def test_a_file_whose_facts_would_change_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the layout ever be wrong, the file stays and the error names it."""
    path = tmp_path / "messy.ttl"
    path.write_bytes(MESSY.encode())
    monkeypatch.setattr("matcher.checking.layout.lay_out", lambda *_given: "<a> <b> <c> .\n")
    with pytest.raises(KnowledgeError, match="would change"):
        fix_layout([path])
    assert path.read_bytes() == MESSY.encode()


def test_a_file_in_another_encoding_is_a_finding(tmp_path: Path) -> None:
    """It says that UTF-8 is wanted."""
    path = tmp_path / "latin.ttl"
    path.write_bytes("# Hüttensand\n".encode("latin-1"))
    (finding,) = run_layout([path])
    assert "UTF-8" in finding.message


# --- any Turtle ---

names = st.sampled_from(["e:a", "e:b.c", "mat:Slag", "<http://e.org/x>", "m:Ash", "<urn:x>"])
literals = st.sampled_from(
    ['"x"', '"x # y"@en', "'z'@de", '"1"^^xsd:integer', "4", "-1.5", "true", '"""a\n"b" """']
)
comments = st.sampled_from(["", "", "", "# a note", "# a note\n# and another", "# note\n\n# next"])
spaces = st.sampled_from([" ", "\n", "\n\n", "  \t "])


def nested(nodes: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Anonymous nodes and lists of simpler nodes."""
    lists = st.lists(nodes, max_size=3).map(lambda items: f"( {' '.join(items)} )")
    blanks = pair_lists(nodes).map(lambda text: f"[ {text} ]")
    return lists | blanks


def pair_lists(nodes: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Predicates with objects, separated by semicolons and strewn with comments."""
    verb = st.sampled_from(["a", "e:p", "rdf:type", "e:q", "<http://e.org/r>"])
    pair = st.tuples(comments, verb, st.lists(nodes, min_size=1, max_size=2), comments).map(
        lambda t: f"{t[0]}\n{t[1]} {' , '.join(t[2])} {t[3]}\n"
    )
    return st.lists(pair, min_size=1, max_size=3).map(" ; ".join)


nodes = st.recursive(names | literals, nested, max_leaves=6)
blocks = st.tuples(comments, names, spaces, pair_lists(nodes), comments).map(
    lambda t: f"{t[0]}\n{t[1]}{t[2]}{t[3]} . {t[4]}\n"
)
files = st.lists(blocks, max_size=4).map(
    lambda found: (
        "@prefix e: <http://e.org/> .\n@prefix m: <https://w3id.org/symbiograph/material/> .\n"
        "@prefix mat: <https://w3id.org/symbiograph/material/> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n" + "\n".join(found)
    )
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(files)
def test_any_file_keeps_its_facts_and_comments_and_settles_at_once(text: str) -> None:
    """Laid out, it says the same, has as many comments, and does not change again."""
    once = lay_out(text)
    assert lay_out(once) == once
    assert same_facts(text, once)
    notes = re.compile(r"# (?:a note|and another|note|next)\b")
    assert len(notes.findall(once)) == len(notes.findall(text))
