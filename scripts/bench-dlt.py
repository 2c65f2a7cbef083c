#!/usr/bin/env python3
"""The same activities by dlt's rest_api source, into gzip JSONL files.

usage: bench-dlt.py URL SINCE UNTIL FOLDER    (the key is in TOPO_API_KEY)
"""
import os
import sys

url, since, until, folder = sys.argv[1:5]
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"

import dlt
from dlt.sources.rest_api import rest_api_source

source = rest_api_source({
    "client": {
        "base_url": f"{url}/v1/",
        "auth": {"type": "bearer", "token": os.environ["TOPO_API_KEY"]},
        "paginator": {"type": "page_number", "base_page": 1, "total_path": "total_pages"},
    },
    "resources": [{
        "name": "activities",
        "primary_key": "id",
        "write_disposition": "append",
        "max_table_nesting": 0,
        "endpoint": {
            "path": "activities",
            "data_selector": "items",
            "params": {
                "sort_order": "ASC", "size": 100, "created_at_after": f"{since}T00:00:00Z",
                "created_at_before": f"{until}T00:00:00Z",
            },
        },
    }],
})
pipeline = dlt.pipeline(
    "bench", pipelines_dir=f"{folder}/state",
    destination=dlt.destinations.filesystem(bucket_url=f"file://{folder}/files"), dataset_name="topo")
pipeline.run(source, loader_file_format="jsonl")
print(pipeline.last_trace.last_normalize_info.row_counts["activities"])
