"""Three descriptions one can try from the first page."""

from __future__ import annotations

from typing import Final

EXAMPLES: Final = (
    "Granulated blast-furnace slag from our ironworks in Duisburg, 40,000 t a year, moisture 9 %",
    "Coal fly ash from a power station, 12,000 t a year, loss on ignition 14 %, dry, in silos",
    "Spent coffee grounds from a soluble coffee factory, 3,000 t a year, about 60 % moisture",
)
