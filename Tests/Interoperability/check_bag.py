#!/usr/bin/env python3
"""Validates a BagIt bag with the reference implementation, and prints its tag values as JSON.

Usage: check_bag.py FOLDER
"""

import json
import sys

import bagit

bag = bagit.Bag(sys.argv[1])
bag.validate(completeness_only=False)
print(json.dumps(dict(bag.info)))
