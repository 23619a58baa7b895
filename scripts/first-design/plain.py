"""Prints a file of figures so that two of them can be compared line by line.

JSON becomes a line for each value, without the hash over names, which changes with them. Of a page its tables are printed: the
sentences around them may be written anew. All else is printed as it is.
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
    elif sys.argv[1].endswith(".md"):
        sys.stdout.writelines(line for line in file if line.startswith("|"))
    else:
        sys.stdout.write(file.read())
