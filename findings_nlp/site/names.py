"""Short names for the pages: of report families, where a row has little room."""

from __future__ import annotations

SHORT_FAMILIES: dict[str, str] = {
    "crc_2018": "CRC, 2018–19",
    "nps_2018": "NPS division, 2018–19",
    "crc_nps_2019": "CRC or NPS, 2020–21",
    "pdu_2021": "PDU, 2021–23",
    "pdu_2023": "PDU, 2023–25",
    "region_2023": "Region, 2024–25",
    "national_2025": "National, 2025",
    "yos_2018": "YOS, 2018–21",
    "yjs_2021": "YJS, 2021–25",
    "yjs_2025_full": "YJS full, from 2025",
    "yjs_2025_icv": "Children and victims, from 2025",
    "nps_central": "NPS centre, 2020",
    "dynamic_2025": "Dynamic, from 2025",
    "ap_2025": "Approved premises, from 2025",
    "jtai": "Joint targeted",
    "thematic": "Thematic",
    "sfo_review": "SFO reviews",
    "annual": "Annual reports",
    "sfo_annual": "SFO annual reports",
    "unknown": "Other reports",
}
