"""Reads `cargo metadata` and prints the package that has a target: package.py KIND NAME, such as `test campaign`."""
import json
import sys

kind, name = sys.argv[1:3]
for package in json.load(sys.stdin)["packages"]:
    if any(target["name"] == name and kind in target["kind"] for target in package["targets"]):
        print(package["name"])
        break
else:
    sys.exit(f"error: no package has the {kind} {name}")
