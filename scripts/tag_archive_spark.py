"""Tag an archive of reports on Apache Spark; docs/spark.md says what it needs and how to size a cluster.

    python scripts/tag_archive_spark.py FOLDER --output tables --master 'local[4]'
    spark-submit [options of the cluster] scripts/tag_archive_spark.py --binary s3a://bucket/reports --output s3a://bucket/tables

Exit code 0: every file was read; 3: some failed, and the table `outcomes` says why; 1: the run could not go on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from findings_nlp.archive.engine import Limits
from findings_nlp.archive.settings import Settings
from findings_nlp.errors import ReportError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LIMITS = Limits()
SOME_FAILED = 3


def options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="folders, PDF files, globs, or .txt lists of paths")
    parser.add_argument("--binary", action="store_true", help="PATH is one folder that Spark reads itself (hdfs:, s3a:, file:)")
    parser.add_argument("--output", "-o", required=True, help="folder that driver and executors share, or a URI")
    parser.add_argument("--model", choices=["full", "lite", "none"], default="full")
    parser.add_argument("--themes", type=Path, action="append", default=[], help="a TOML file, there on every executor")
    parser.add_argument("--timeout", type=float, default=LIMITS.timeout, help="seconds for one file (default %(default)g)")
    parser.add_argument("--memory", type=int, default=LIMITS.memory, help="megabytes for one file (default %(default)s)")
    parser.add_argument("--partitions", type=int, help="tasks; by default four for each core")
    parser.add_argument("--master", help="of Spark, where spark-submit has not set it: local[4]")
    return parser.parse_args()


def session(master: str | None) -> SparkSession:
    """The Spark session; ends with a line where Spark or Java is missing."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        sys.exit("tag_archive_spark: pyspark is not installed: pip install '.[spark]'")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        sys.exit("tag_archive_spark: Spark needs Java 17 or newer, and there is none on PATH or in JAVA_HOME")
    builder = SparkSession.builder.appName("findings-nlp")
    try:
        return (builder.master(master) if master else builder).getOrCreate()
    except PySparkException as error:
        sys.exit(f"tag_archive_spark: Spark does not start: {str(error).splitlines()[0]}")


def main() -> int:
    """Run and return the exit code."""
    chosen = options()
    if chosen.binary and len(chosen.paths) != 1:
        sys.exit("tag_archive_spark: --binary takes one folder")
    try:
        settings = Settings.of(chosen.model, taxonomies=chosen.themes)
        from findings_nlp.archive import spark as engine

        spark = session(chosen.master)
        if chosen.binary:
            source = engine.from_binary_files(spark, chosen.paths[0])
        else:
            source = engine.from_paths(spark, chosen.paths, chosen.partitions)
        counts = engine.tag_archive(spark, source, chosen.output, settings, Limits(1, chosen.timeout, chosen.memory))
    except ReportError as error:
        sys.exit(f"tag_archive_spark: {error}")
    print(", ".join(f"{count} {status}" for status, count in sorted(counts.items())), file=sys.stderr)
    return SOME_FAILED if counts.get("failed") else 0


if __name__ == "__main__":
    sys.exit(main())
