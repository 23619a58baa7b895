"""Prints a file of figures so that two of them can be compared line by line: JSON as one line for each value, the rest as it is.

Left out is a hash over names, which changes with them.
"""
import json
import sys

HASH = "hash"


def lines(value, path=""):
    if isinstance(value, dict):
        for key in sorted(value):
            if key != HASH:
                yield from lines(value[key], f"{path}.{key}")
    elif isinstance(value, list):
        yield f"{path} has {len(value)}"
        for number, item in enumerate(value):
            yield from lines(item, f"{path}[{number}]")
    else:
        yield f"{path} = {json.dumps(value)}"


with open(sys.argv[1], encoding="utf-8") as file:
    if sys.argv[1].endswith(".json"):
        # Numbers stay the text that they are.
        print("\n".join(lines(json.load(file, parse_float=str))))
    else:
        sys.stdout.write(file.read())
