import hashlib
import json
import os
import subprocess
import sys

import pytest
from tabling import HOSTILE, archive

from findings_nlp.tables import load_archive, write_tables
from findings_nlp.tables.dataset import card, features
from findings_nlp.tables.schema import tables


@pytest.fixture(scope="module")
def folder(small, tmp_path_factory):
    out = tmp_path_factory.mktemp("dataset")
    write_tables(out, ["dataset"], archive(small, HOSTILE[:12]))
    return out


# in a process of its own: the library reads its settings at import, and must neither ask the net nor write to a home
READER = """
import sys, json, datasets
out, cache = sys.argv[1:]
whole = datasets.load_from_disk(out)
assert isinstance(whole, datasets.DatasetDict)
one = datasets.load_dataset(out, "findings", split="train", cache_dir=cache)
default = datasets.load_dataset(out, split="train", cache_dir=cache)
assert one.column_names == default.column_names == whole["findings"].column_names
assert one.to_list() == whole["findings"].to_list()
for name, split in whole.items():
    assert split.data.table.schema.remove_metadata() == split.features.arrow_schema.remove_metadata(), "the library had to convert"
kept = whole["findings"].filter(lambda row: "staffing" in row["themes"], load_from_cache_file=False, keep_in_memory=True)
told = {name: {"rows": split.to_list(), "features": split.features.to_dict(),
               "about": split.info.description, "split": str(split.split)} for name, split in whole.items()}
print(json.dumps({"tables": told, "kept": len(kept)}))
"""


@pytest.fixture(scope="module")
def read(folder, tmp_path_factory):
    pytest.importorskip("datasets", reason="needs the library datasets: pip install datasets")
    cache = str(tmp_path_factory.mktemp("cache"))
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": cache}
    done = subprocess.run(
        [sys.executable, "-c", READER, str(folder / "dataset"), cache],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_library_reads_every_table_as_it_was_written(read, folder):
    ours = load_archive(folder, arrow=True)
    assert list(read["tables"]) == list(tables())
    for name, told in read["tables"].items():
        assert told["rows"] == ours[name].to_pylist(), name
        assert told["features"] == features(tables()[name])
        assert (told["about"], told["split"]) == (tables()[name].about, name)
    assert read["kept"] == 12


def test_fingerprint_is_that_of_the_content(folder):
    for name in tables():
        state = json.loads((folder / "dataset" / name / "state.json").read_text(encoding="utf-8"))
        content = (folder / "dataset" / name / "data-00000-of-00001.arrow").read_bytes()
        assert state["_fingerprint"] == hashlib.sha256(content).hexdigest()[:16]


def test_card_tells_every_column(folder):
    text = (folder / "dataset" / "README.md").read_text(encoding="utf-8")
    assert text == card()
    for table in tables().values():
        assert f"## {table.name}\n" in text
        assert all(f"| {c.name} | {c.kind}" in text and c.about in text for c in table.columns.values())
