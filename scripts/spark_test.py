#!/usr/bin/env python3
"""What Spark makes of archives, against what topo-archive says of them.

Usage: spark_test.py TOPO-ARCHIVE FOLDER [SEED]
FOLDER has an archive in tables/ and damaged ones in specimens/, as the tests keep them.
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "Tests/Interoperability")]

import table_checks  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from spark_checkpoint import Checkpoint  # noqa: E402
from spark_verify import ship_modules, verify  # noqa: E402

# What a URL does not show.
OF_LOCAL_PLACES = {"path_unsafe", "segment_unreadable"}


class Test:
    def __init__(self, command, folder, seed):
        self.command, self.folder, self.seed = command, pathlib.Path(folder), seed
        self.unamended = self.folder / "unamended"
        self.failures, self.passed = [], 0
        self.spark = (
            SparkSession.builder.master("local[2]").appName("test-spark")
            .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.default.parallelism", "2").config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", str(self.folder / "warehouse"))
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
        self.spark.sparkContext.setLogLevel("OFF")
        ship_modules(self.spark)

    def expect(self, what, is_good, details=""):
        if is_good:
            self.passed += 1
        else:
            self.failures.append(what)
            print(f"FAILED {what}: {details}", flush=True)

    # Tables

    def query(self, text):
        return [tuple(row) for row in self.spark.sql(text).collect()]

    def make_tables(self, archive):
        made = subprocess.run(
            [self.command, "schema", "--dialect", "spark", "--archive", str(archive)],
            capture_output=True, check=True).stdout.decode()
        lines = [line for line in made.splitlines() if not line.startswith("--")]
        for statement in "\n".join(lines + [""]).split(";\n"):
            if statement.strip():
                self.spark.sql(statement)

    def tables(self):
        archive = next((self.folder / "tables").iterdir())
        # Before the last check spoils it.
        shutil.copytree(archive, self.unamended, ignore=shutil.ignore_patterns("amendments"))
        self.make_tables(archive)
        tables = table_checks.Tables(
            self.command, archive, self.query, "unix_micros(created_at)")
        tables.check_table()
        tables.check_latest()
        tables.check_counts()
        one_day = "FROM activities WHERE created_date = DATE '2025-03-15'"
        files = self.spark.sql(f"SELECT id {one_day}").inputFiles()
        tables.expect("files of one day", [file.count("=2025-03-15/") for file in files], [1])
        plan = self.spark.sql(f"EXPLAIN FORMATTED SELECT id {one_day}").collect()[0][0]
        tables.expect("PartitionFilters", "PartitionFilters: [isnotnull(created_date" in plan, True)
        tables.check_days(spoil=True)
        for line in tables.disagreements:
            self.expect("tables", False, line)
        self.expect("tables", not tables.disagreements)

    def tables_without_amendments(self):
        """Of an archive that has none yet; and tables that are there are not taken for those of another."""
        try:
            self.make_tables(self.unamended)
            self.expect("tables of another archive", False, "they were taken for its own")
        except Exception as error:
            self.expect("tables of another archive", "ALREADY_EXISTS" in str(error), repr(error))
        self.spark.sql("CREATE DATABASE unamended")
        self.spark.sql("USE unamended")
        self.make_tables(self.unamended)
        held = self.query("SELECT count(DISTINCT lower(id)) FROM activities")
        self.expect("without amendments", held == self.query("SELECT count(*) FROM latest")
                    and held[0][0] > 0, held)

    # Verifying

    def specimens(self):
        for specimen in sorted((self.folder / "specimens").iterdir()):
            expected = json.loads((specimen / "report.json").read_bytes())
            kept = specimen / "kept"
            options = (
                Checkpoint(kept.read_bytes()) if kept.exists() else None,
                (specimen / "strict").exists())
            archive = specimen / "archive"
            self.compare(f"{specimen.name}", str(archive), expected, *options)
            kinds = {finding["kind"] for finding in expected["findings"]}
            if not kinds & OF_LOCAL_PLACES and not has_hidden_names(archive):
                self.compare(f"{specimen.name} by URL", f"file://{archive}", expected, *options)

    def compare(self, name, archive, expected, kept=None, is_strict=False):
        try:
            report = verify(self.spark, archive, kept, is_strict)
        except Exception as error:
            return self.expect(name, False, repr(error)[:3_000])
        found, expected = comparable(report), comparable(expected)
        different = [
            f"{key}: {found.get(key)}\n  and not {expected.get(key)}"
            for key in found | expected if found.get(key) != expected.get(key)]
        return self.expect(name, not different, "\n".join(different)[:3_000])

    def random_damage(self, trials=40):
        """Any damage to any file, of which nobody has thought before."""
        generator = random.Random(self.seed)
        good = next(
            each for each in sorted((self.folder / "specimens").iterdir())
            if not json.loads((each / "report.json").read_bytes())["findings"])
        files = [each for each in sorted((good / "archive").rglob("*")) if each.is_file()]
        for trial in range(trials):
            archive = self.folder / "damaged"
            shutil.copytree(good / "archive", archive)
            for _ in range(generator.choice((1, 1, 2, 4))):
                file = generator.choice(files)
                damage(archive / file.relative_to(good / "archive"), generator)
            run = subprocess.run(
                [self.command, "verify", "--json", "--archive", str(archive)], capture_output=True)
            if run.returncode in (0, 1):
                name = f"random damage, seed {self.seed}, trial {trial}"
                self.compare(name, str(archive), json.loads(run.stdout))
            shutil.rmtree(archive)

    def program(self):
        """The program itself, by spark-submit: exit codes and where its words go."""
        self.spark.stop()
        good = bad = None
        for specimen in sorted((self.folder / "specimens").iterdir()):
            report = json.loads((specimen / "report.json").read_bytes())
            if report["findings"]:
                bad = specimen / "archive"
            else:
                good = specimen / "archive"
        path = f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = os.environ | {
            "PATH": path, "PYSPARK_PYTHON": sys.executable,
            "SPARK_SUBMIT_OPTIONS": "--conf spark.ui.enabled=false"
            " --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1"}
        for arguments, status in (
                (["--archive", str(good), "--json"], 0), (["--archive", str(bad)], 1),
                (["--archive", str(self.folder / "nowhere")], 2)):
            run = subprocess.run(
                [HERE / "spark-verify", *arguments], capture_output=True, env=environment)
            # spark-submit takes what a program writes to stderr for a part of its output.
            words = run.stdout.decode() + run.stderr.decode()
            self.expect(f"exit code of {arguments}", run.returncode == status, words[-2_000:])
            if status == run.returncode == 0:
                report = json.loads(run.stdout.splitlines()[-1])
                self.expect("--json", report["intact"] is True, run.stdout)
            if status == 1:
                self.expect("words", "not checked: whether the signatures" in words, words)
        wrong = subprocess.run(
            [sys.executable, HERE / "spark_verify.py", "--frobnicate"], capture_output=True)
        self.expect("wrong usage", wrong.returncode == 64, wrong.stderr)


def damage(file, generator):
    data = bytearray(file.read_bytes())
    place = generator.randrange(len(data) or 1)
    kind = generator.randrange(5)
    if kind == 0:
        data[place:place + 1] = bytes([generator.randrange(256)])
    elif kind == 1:
        del data[place:place + generator.choice((1, 30))]
    elif kind == 2:
        data[place:place] = generator.randbytes(generator.choice((1, 30)))
    elif kind == 3:
        del data[place:]
    else:
        data += data[place:]
    file.write_bytes(data)


def comparable(report):
    report = {name: value for name, value in report.items() if name != "not_checked"}
    report["findings"] = [
        {name: value for name, value in finding.items() if name != "message"}
        for finding in report["findings"]]
    return report


def has_hidden_names(archive):
    """Whether something in it is hidden from Hadoop, or has a name that is no text."""
    return any(
        each.name.startswith((".", "_")) or not each.name.isprintable()
        for each in archive.rglob("*"))


def main():
    test = Test(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    for part in (test.tables, test.tables_without_amendments, test.specimens, test.random_damage,
                 test.program):
        started = time.monotonic()
        part()
        print(f"{part.__name__}: {time.monotonic() - started:.0f} s", flush=True)
    print(f"{test.passed} passed, {len(test.failures)} failed")
    return 1 if test.failures else 0


if __name__ == "__main__":
    sys.exit(main())
