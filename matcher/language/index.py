"""The language side of the base: built once for each state of the packs, opened in a moment."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from matcher.knowledge import Progress, stay_silent
from matcher.language.embed import Embedder, load_embedder
from matcher.language.ground import (
    CODE_CURVE,
    LEAST_CODE,
    LEAST_MATERIAL,
    MATERIAL_CURVE,
    MOST_CODES,
    MOST_MATERIALS,
    Arising,
    codes_by_arising,
    explicit_codes,
    fuse_codes,
    ground_hits,
    to_activities,
)
from matcher.language.gather import Gathered, gather
from matcher.language.normalise import content_words
from matcher.language.properties import Name
from matcher.language.quantities import find_quantity
from matcher.language.places import resolve as resolve_place
from matcher.language.read import clean, read
from matcher.language.shelf import Hit, Query, Shelf, build_shelf, head_of
from matcher.language.topic import MARGIN, Topics, build_topics, names_anything
from matcher.model import Activity, Grounding, Reading, Stream
from matcher.reasoning_types import Closure

