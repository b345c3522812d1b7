"""Imports a REFI-QDA project with QualCoder's own code and tells what came out; nothing is shown on a screen.

python scripts/bench/qualcoder_import.py SOURCE archive.qdpx

SOURCE is the folder `src` of QualCoder's source, in an environment with its packages (PyQt6, Pillow, pymupdf, and what else it
imports); nothing of findings_nlp is needed. The project is a new one, in a temporary folder, with the tables that QualCoder's
source makes. Told are its documents, codes and codings, and every coding whose words are not those of its place in the text. Exit
code 1 where there is such a coding, one without a code, or fewer codings than the file holds.
"""

from __future__ import annotations

import argparse
import ast
import os
import sqlite3
import sys
import tempfile
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any


def statements(source: Path) -> list[str]:
    """The statements with which QualCoder makes the tables of a new project."""
    tree = ast.parse((source / "qualcoder" / "__main__.py").read_text(encoding="utf-8"))
    made = next(f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and f.name == "new_project")
    texts = [node.value for node in ast.walk(made) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if text.lower().startswith("create table")]


def imported(source: Path, project: Path, folder: Path) -> tuple[sqlite3.Connection, list[str]]:
    """The database that QualCoder's import fills, and what it told.

    Args:
        source: the folder with the package `qualcoder`.
        project: the `.qdpx`.
        folder: an empty one.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(source))
    from PyQt6 import QtWidgets
    from qualcoder import refi

    running = QtWidgets.QApplication([])
    (folder / "documents").mkdir()
    base = sqlite3.connect(folder / "data.qda")
    for statement in statements(source):
        base.execute(statement)
    copy = folder / project.name
    copy.write_bytes(project.read_bytes())  # the import unpacks beside the file
    told: list[str] = []
    settings = {"directory": str(folder), "codername": "default", "fontsize": 10, "ai_enable": "False"}
    program = SimpleNamespace(
        conn=base,
        settings=settings,
        project_path=str(folder),
        project_name="new",
        ai_models=[],
        write_config_ini=lambda *_: None,
    )
    QtWidgets.QFileDialog.getOpenFileName = lambda *_, **__: (str(copy), True)
    refi.Message = lambda *_: SimpleNamespace(exec=lambda: None)
    refi.RefiImport(program, SimpleNamespace(append=told.append), "qdpx")
    running.quit()
    return base, told


def main() -> int:
    """Import and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("project", type=Path)
    wanted = parser.parse_args()
    with zipfile.ZipFile(wanted.project) as parts:
        held = parts.read("project.qde").count(b"<CodeRef ")
    with tempfile.TemporaryDirectory() as folder:
        base, told = imported(wanted.source, wanted.project, Path(folder))
        print("\n".join(told))
        count: dict[str, Any] = {
            name: base.execute(f"select count(*) from {name}").fetchone()[0]
            for name in ("source", "code_cat", "code_name", "code_text")
        }
        print(f"in the file: {held} codings; imported:", count)
        rows = base.execute(
            "select s.name, s.fulltext, t.pos0, t.pos1, t.seltext, c.name from code_text t "
            "join source s on s.id = t.fid left join code_name c on c.cid = t.cid"
        ).fetchall()
        wrong = [row for row in rows if row[5] is None or row[1][row[2] : row[3]] != row[4] or row[4] != row[4].strip()]
        for name, _, start, end, words, code in wrong[:20]:
            print(f"{name} {start} to {end}: {code}: {words[:60]!r}")
        for row in rows[:3]:
            print(f"{row[0]}: {row[5]}: {row[4][:70]!r}")
        base.close()
    return int(bool(wrong) or count["code_text"] != held)


if __name__ == "__main__":
    raise SystemExit(main())
