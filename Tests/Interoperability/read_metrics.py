#!/usr/bin/env python3
"""Reads a file of metrics as Prometheus does, and prints what is in it as one JSON object: the value of
each metric by its name, and the labels of each.

Usage: read_metrics.py FILE

Fails if a metric has no help or no known type, or is named against the conventions.
"""

import json
import pathlib
import sys

from prometheus_client.parser import text_string_to_metric_families

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
values, labels = {}, {}
for family in text_string_to_metric_families(text):
    assert family.documentation, f"{family.name} has no help"
    assert family.type in ("counter", "gauge"), f"{family.name} is a {family.type}"
    assert len(family.samples) == 1, f"{family.name} has {len(family.samples)} samples"
    for sample in family.samples:
        assert sample.name.startswith("topo_archive_"), sample.name
        assert sample.name.endswith("_total") == (family.type == "counter"), sample.name
        assert "_timestamp" not in sample.name or sample.name.endswith("_timestamp_seconds")
        values[sample.name] = sample.value
        labels[sample.name] = sample.labels
print(json.dumps({"values": values, "labels": labels}))
