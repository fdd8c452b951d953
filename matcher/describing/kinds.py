"""The kinds of terms, each with its class, its words and its place in lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of term: a key, the class whose members it names, one word and its plural."""

    key: str
    of: str
    word: str
    plural: str


#: the more telling kind stands first: a term that is of several kinds is of the first
KINDS: Final = (
    Kind("material", "sym:Material", "material", "materials"),
    Kind("process", "sym:Process", "process", "processes"),
    Kind("use", "sym:Use", "use", "uses"),
    Kind("need", "sym:Need", "need", "needs"),
    Kind("code", "sym:WasteCode", "waste code", "waste codes"),
    Kind("sector", "sym:Sector", "sector", "sectors"),
    Kind("group", "sym:WasteCodeGroup", "group of waste codes", "groups of waste codes"),
    Kind("chapter", "sym:WasteCodeChapter", "chapter of waste codes", "chapters of waste codes"),
    Kind("role", "sym:Role", "role", "roles"),
    Kind("function", "sym:Function", "function", "functions"),
    Kind("form", "sym:Form", "form", "forms"),
    Kind("property", "sym:Property", "property", "properties"),
    Kind("specification", "sym:Specification", "specification", "specifications"),
    Kind("limit", "sym:Limit", "limit", "limits"),
    Kind("veto", "sym:Veto", "veto", "vetoes"),
    Kind("precedent", "sym:Precedent", "precedent", "precedents"),
    Kind("source", "sym:Source", "source", "sources"),
    Kind("arising", "sym:Arising", "arising", "arisings"),
    Kind("place", "sym:Place", "place", "places"),
    Kind("site", "sym:Site", "site", "sites"),
    Kind("status", "sym:Status", "status of practice", "statuses of practice"),
    Kind("grade", "sym:EvidenceGrade", "evidence grade", "evidence grades"),
    Kind("entry-type", "sym:EntryType", "entry type", "entry types"),
    Kind("edition", "sym:CodeListEdition", "edition of a code list", "editions of code lists"),
    Kind("pack", "sym:Pack", "pack", "packs"),
    Kind("pack", "sym:CodeList", "pack", "packs"),
    Kind("shape", "sh:NodeShape", "shape", "shapes"),
    Kind("shape", "sh:PropertyShape", "shape", "shapes"),
    Kind("predicate", "owl:ObjectProperty", "predicate", "predicates"),
    Kind("predicate", "owl:DatatypeProperty", "predicate", "predicates"),
    Kind("predicate", "owl:AnnotationProperty", "predicate", "predicates"),
    Kind("class", "owl:Class", "class", "classes"),
)
OTHER: Final = Kind("term", "", "term", "terms")
BY_KEY: Final = {kind.key: kind for kind in reversed((*KINDS, OTHER))}
ORDER: Final = {key: place for place, key in enumerate(dict.fromkeys(k.key for k in KINDS))}
