# Every chore, in the order in which a change needs them: `just` lists them (https://just.systems), or copy the line.
# Python of the environment that the chores run in:
python := env("PYTHON", ".venv/bin/python")

# list the chores
default:
    @just --list --unsorted

# an environment with all that the other chores need but torch
setup:
    python3 -m venv .venv
    .venv/bin/pip install -c constraints.txt -e '.[dev,docs,fuzz]'

# the fictional reports and their gold, anew (extra corpus, LibreOffice, Chromium)
corpus *ids:
    {{python}} scripts/corpus/render.py {{ids}}
    {{python}} scripts/corpus/edition.py
    {{python}} scripts/corpus/stats.py

# the models, anew, and their figures (extra train; an hour and more)
train:
    {{python}} scripts/train/train.py
    {{python}} scripts/train/train_prose.py
    {{python}} scripts/train/train_sameness.py --write
    {{python}} scripts/train/train_following.py --write
    {{python}} scripts/train/evaluate.py --write

# what the docs take from the code
docs:
    {{python}} scripts/docs/build_commands_doc.py
    {{python}} scripts/docs/build_tables_doc.py
    {{python}} scripts/docs/build_themes_doc.py
    {{python}} scripts/docs/build_prose_doc.py
    {{python}} scripts/docs/draw_packages.py

# the docs as a site in build/docs
docs-site: docs
    {{python}} -m mkdocs build --strict

# lint, format and types
lint:
    {{python}} -m ruff check .
    {{python}} -m ruff format --check .
    {{python}} -m mypy

# the tests, or those named
test *paths:
    {{python}} -m pytest {{paths}}

# all that is checked before a change is merged, in a fresh environment
check:
    .ci/run

# ratios of speed, and how cost grows (docs/speed.md)
speed:
    {{python}} scripts/bench/speed.py

# damaged and mutated reports: no crash, no silent loss
faults:
    {{python}} scripts/bench/fuzz.py --count 400 --seed 1
    {{python}} scripts/bench/silent_loss.py --count 400 --seed 1

# the corpus's records of this state against those of a commit that stands in the folder `before`, byte for byte
golden before:
    {{python}} scripts/bench/golden.py write build/golden/before --code {{before}}
    {{python}} scripts/bench/golden.py write build/golden/after
    {{python}} scripts/bench/golden.py compare build/golden/before build/golden/after

# code that no test holds, in some folders of findings_nlp
mutate +folders="layout pipes/sections pipes/facts":
    {{python}} scripts/bench/mutate.py {{folders}} --count 60 --seed 1

# wheel and sdist, built and tried outside the checkout; sizes of what is installed
release:
    {{python}} scripts/bench/check_release.py python3.11 python3.12 python3.13
    {{python}} scripts/bench/measure_install.py --write
