"""Words as they are compared: case, accents, spelling, hyphens and plurals folded."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)

#: British and American spellings of the field, folded to one
SPELLINGS: Final = (
    ("sulph", "sulf"),
    ("aluminium", "aluminum"),
    ("fibre", "fiber"),
    ("mould", "mold"),
    ("tyre", "tire"),
    ("colour", "color"),
    ("neutralis", "neutraliz"),
    ("pulveris", "pulveriz"),
    ("galvanis", "galvaniz"),
    ("stabilis", "stabiliz"),
    ("odour", "odor"),
    ("centre", "center"),
    ("litre", "liter"),
    ("grey", "gray"),
    ("plough", "plow"),
    ("draff", "draff"),
)
#: words that say nothing of what a material is, in the three languages of the labels
STOPWORDS: Final = frozenset(
    """a an the of from in on at for to and or with without by is are was were be been it its this that these
    those our we us you your my i they their there here have has had do does did can could would should will may
    might what which who whom how when where why if as about approx approximately circa ca some any all each per
    into out off up over under more most less least very much many also too not no yes please than then so such
    year years month months week weeks day days hour hours annually yearly monthly daily weekly t tonnes tonne ton
    tons kg mg g kt m3 m litres liter liters litre l pa annum percent
    der die das den dem des ein eine einer eines einem einen und oder mit ohne von vom aus bei im in am an auf zu zur
    zum für ist sind wir uns unser unsere haben jahr jahre tag monat woche pro je etwa rund circa sowie
    le la les un une des du de d l et ou avec sans dans sur pour par est sont nous notre nos an ans année jour mois
    semaine environ chez""".split()
)
#: words for waste as such: they show that a waste is meant, and not which
GENERIC: Final = frozenset(
    """waste wastes residue residues material materials byproduct byproducts product products stuff stream streams
    leftover leftovers surplus excess unwanted spent used old rest remain remains remainder remnant thing things
    substance item items load loads lot lots quantity amount scrap rubbish garbage refuse discard discarded disposal
    dispose generate generated produce produced arising arisings output solid liquid mixed other various general
    abfall abfalle reststoff reststoffe material stoff nebenprodukt dechet dechets residu residus matiere sousproduit
    by process production plant site factory works company industrial""".split()
)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """One word without case, accents, spelling variants and a plural ending."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ß", "ss").replace("œ", "oe"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.removesuffix("'s").removesuffix("’s")
    for spelling, folded in SPELLINGS:
        if spelling in plain:
            plain = plain.replace(spelling, folded)
    return singular(plain)


def singular(word: str) -> str:
    """A word without an English plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [fold(word) for word in WORD.findall(text.replace("-", " ").replace("/", " "))]


def content_words(text: str) -> list[str]:
    """The folded words that carry meaning."""
    return [word for word in words(text) if word not in STOPWORDS_FOLDED and not word.isdigit()]


STOPWORDS_FOLDED: Final = frozenset(STOPWORDS | {fold(word) for word in STOPWORDS})
GENERIC_FOLDED: Final = frozenset(GENERIC | {fold(word) for word in GENERIC})
