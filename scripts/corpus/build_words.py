"""Rebuild `findings_nlp/data/words.txt`, the everyday words of the field, from the corpus: python scripts/corpus/build_words.py"""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def words() -> list[str]:
    """All lower-case words of the batches and of the reports without their gold; single letters but "a" and "i" left out."""
    texts = [json.loads(x)["text"] for p in (ROOT / "corpus/findings").glob("*.jsonl") for x in p.read_text("utf-8").splitlines()]
    for path in (ROOT / "corpus/sources").glob("*.md"):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        texts.append(re.sub(r"\{[^{}]*\}", "", body))
    found = {word for text in texts for word in _WORD.findall(text)}
    return sorted({w.replace("’", "'") for w in found if w.islower() and (len(w) > 1 or w in "ai")})


if __name__ == "__main__":
    target = ROOT / "findings_nlp/data/words.txt"
    target.write_text("\n".join(words()) + "\n", encoding="utf-8")
