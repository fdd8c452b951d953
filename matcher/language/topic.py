"""Whether a text describes a waste stream at all, and what it is like when it does not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from matcher.language.embed import Embedder, Vectors
from matcher.language.normalise import fold

#: examples of descriptions of streams, and of other things people type, by kind
ANCHORS: Final = Path(__file__).with_name("topics.json")
ASKING: Final = re.compile(
    r"\b(?:how\s+(?:do|can|to|often|much|many|long|does|is)|what\s+(?:is|are|was|does|time|'s)|what's|when\s+(?:is|does|will|do)|"
    r"where\s+(?:is|can\s+i|do\s+i)|who\s+(?:is|was|won)|why\s+(?:is|are|do)|which\s+(?:is|one)|best|recipe|tell\s+me|explain|^(?:is|are|was|did|does|do|has|have\s+you)\s+\w+|"
    r"can\s+i\b|^(?:who|whose|why|when)\b|summari[sz]e|generate\s+\w+\s+\w+s\b|"
    r"write\s+(?:an?|me)|translate|ignore|pretend|you\s+are|please\s+(?:give|tell|write|print)|print|system\s+prompt|instructions?|"
    r"my\s+(?:kitchen|garden|house|home|cat|dog|child|kids?|street|flat|bin|car)|i\s+(?:love|feel|want\s+to\s+know)|"
    r"wie\s+(?:oft|viel|lange|kann)|was\s+ist|rezept|comment|quelle?|recette)\b",
    re.IGNORECASE,
)
#: questions that somebody with a stream asks about it
ABOUT_A_STREAM: Final = re.compile(
    r"\b(?:what\s+(?:can|could|should|to)\b[^.?]*\bdo(?:ne)?\b|who\s+(?:can|could|would|might|takes?|needs?|wants?)|any\s+(?:use|ideas?|takers?)|"
    r"where\s+(?:can|could)\s+(?:it|this|we|they)|can\s+(?:it|this|they|we|anyone|anybody|somebody)|could\s+(?:it|this|they|someone|anyone)|"
    r"wer\s+(?:kann|nimmt|braucht)|was\s+(?:kann|tun)|que\s+faire|qui\s+(?:peut|prend))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Topics:
    """The vectors of the examples: `off` with the kind of each, `on`."""

    names: tuple[str, ...]
    off: Vectors
    on: Vectors

    def judge(self, vector: Vectors) -> tuple[str, float, float]:
        """The kind of the nearest other topic, how near it is, and how near the streams are."""
        off = self.off @ vector
        nearest = int(np.argmax(off))
        return self.names[nearest], float(off[nearest]), float(np.max(self.on @ vector))


def build_topics(embedder: Embedder) -> Topics:
    """Encode the examples."""
    table: Mapping[str, Mapping[str, list[str]] | list[str]] = json.loads(
        ANCHORS.read_text(encoding="utf-8")
    )
    off = table["off"]
    assert isinstance(off, dict)
    pairs = [(kind, text) for kind, texts in off.items() for text in texts]
    return Topics(
        tuple(kind for kind, _ in pairs),
        embedder.encode([text for _, text in pairs]),
        embedder.encode(list(table["on"])),
    )


def is_asking(text: str) -> bool:
    """Whether a text asks, or orders, something that nobody with a stream would."""
    rest = ABOUT_A_STREAM.sub(" ", fold(text))
    return bool(ASKING.search(rest))
