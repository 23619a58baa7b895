#!/usr/bin/env python3
"""Which crate imports which, and whether every import goes down.

    scripts/doors.py            prints the crates, their lines and their share, and what is wrong
    scripts/doors.py --lines N  lists the N longest files besides

Fails on a circle between crates or between the top-level modules of a crate, on an import upwards, on a crate that is in no
layer, and on a crate that holds more than a fifth of the source. Tests do not count: neither as lines nor as imports.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

# From below: a crate may import what stands in the lines above its own, and what stands in its own line beside it.
LAYERS = [
    ("math", ["math"], "formulas: integers, no storage, no clock"),
    ("guardrails", ["guardrails"], "bounds, timelock, roles and breaker, for any contract"),
    ("economy", ["economy"], "the steps of an epoch and of a settlement, on plain state"),
    ("params", ["params"], "one row per parameter, and the values that they are"),
    ("json", ["json"], "reads messages"),
    ("api", ["api"], "every message, response and event"),
    ("chain", ["controller", "client", "sandbox", "devnet"], "the contract, and what runs it or talks to it"),
    ("presets", ["presets"], "whole configurations of known networks"),
    ("runs", ["stress", "replay"], "what an economy goes through: made-up markets, histories"),
    ("audit", ["audit"], "recomputes a contract from what its chain remembers"),
    ("check", ["check"], "a proposal before the vote"),
    ("page", ["page"], "what was found, for people"),
    ("research", ["research"], "what only writes documentation"),
    ("cli", ["cli"], "arguments, terminal, files"),
]

# What is built from the workspace and imported by nothing in it.
OUTSIDE = {"schema", "tests", "chain-tests", "vm"}

MAX_SHARE = 20.0

# How a crate's root appears in a circle.
ROOT = "(root)"

DEFINITION = r"^(?:pub(?:\([^)]*\))? )?(?:const )?(?:fn|struct|enum|trait|type|const|static) (\w+)"

RANK = {crate: rank for rank, (_, crates, _) in enumerate(LAYERS) for crate in crates}


def main():
    longest = int(sys.argv[2]) if sys.argv[1:2] == ["--lines"] else 0
    crates = {name: crate for name, crate in read_crates().items() if name not in OUTSIDE}
    whole = sum(crate["lines"] for crate in crates.values())
    faults = []
    for rank, (layer, members, what) in enumerate(LAYERS):
        print(f"{rank:2} {layer}: {what}")
        for name in members:
            if name not in crates:
                continue
            crate = crates[name]
            share = 100 * crate["lines"] / whole
            print(f"     {name:<11} {crate['lines']:6} lines {share:5.1f}%  {', '.join(sorted(crate['imports']))}")
            if share > MAX_SHARE:
                faults.append(f"{name}: expected at most {MAX_SHARE:.0f}% of the source, found {share:.1f}%")
    print(f"   {whole} lines in {len(crates)} crates")
    faults += [f"{name}: is in no layer" for name in crates if name not in RANK]
    faults += upward(crates)
    graph = {name: crate["imports"] for name, crate in crates.items()}
    faults += [f"circle of crates: {' -> '.join(circle)}" for circle in circles(graph)]
    for name, crate in sorted(crates.items()):
        faults += [f"circle inside of {name}: {' -> '.join(circle)}" for circle in circles(crate["modules"])]
    if longest:
        files = sorted((file for crate in crates.values() for file in crate["files"]), reverse=True)
        for lines, path in files[:longest]:
            print(f"   {lines:5} {path}")
    for fault in faults:
        print(f"error: {fault}", file=sys.stderr)
    if faults:
        sys.exit(1)
    print("   no circle, no import upwards")


def read_crates():
    """Every crate of the workspace: its imports among them, its lines and its modules."""
    command = ["cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"]
    metadata = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    root = Path(metadata["workspace_root"])
    short = {package["name"]: package["name"].removeprefix("ballast-") for package in metadata["packages"]}
    crates = {}
    for package in metadata["packages"]:
        folder = Path(package["manifest_path"]).parent / "src"
        sources = {path: source(path) for path in sorted(folder.rglob("*.rs")) if not is_test(path)}
        files = [(text.count("\n"), str(path.relative_to(root))) for path, text in sources.items()]
        crates[short[package["name"]]] = {
            "imports": {short[found["name"]] for found in package["dependencies"]
                        if found["kind"] is None and found["name"] in short},
            "lines": sum(lines for lines, _ in files),
            "files": files,
            "modules": modules(folder, sources),
        }
    return crates


def is_test(path):
    return path.name == "tests.rs" or "tests" in path.parts[path.parts.index("src"):]


def source(path):
    """A file without its module of tests."""
    return re.split(r"^#\[cfg\(test\)\]\n(?:#\[.*\]\n)*mod \w+ \{", path.read_text(), maxsplit=1, flags=re.M)[0]


def modules(folder, sources):
    """Which top-level module of a crate imports which. What the crate's root hands on counts as the module that it is from."""
    root = next((folder / name for name in ("lib.rs", "main.rs") if folder / name in sources), None)
    if root is None:
        return {}
    names = set(re.findall(r"^\s*(?:pub(?:\([^)]*\))?\s+)?mod (\w+);", sources[root], flags=re.M))
    handed = {}
    for path in used(sources[root]):
        head, *rest = [part for part in path if part not in ("crate", "self")] or [""]
        if head in names and rest:
            handed[rest[-1]] = head
    # What the root itself defines counts as a module of its own.
    defined = re.findall(DEFINITION, uncommented(sources[root]), flags=re.M)
    handed |= {name: ROOT for name in defined if name not in names}
    graph = {name: set() for name in names}
    if defined:
        graph[ROOT] = {head for path in used(sources[root]) for head in path[:1] if head in names}
        graph[ROOT] |= {head for head in names if re.search(rf"(?<!mod )\b{head}::", uncommented(sources[root]))}
    for path, text in sources.items():
        own = path.relative_to(folder).parts[0].removesuffix(".rs")
        if path == root or own not in names:
            continue
        depth = len(path.relative_to(folder).parts) - (path.name == "mod.rs")
        for target in targets(text, own, depth, names, handed):
            if target != own:
                graph[own].add(target)
    return graph


def targets(text, own, depth, names, handed):
    """The modules that a file names, by `use` or by path."""
    paths = used(text)
    paths += [tuple(found.split("::")) for found in re.findall(r"\b(?:crate|super)(?:::\w+)+", uncommented(text))]
    for path in paths:
        if path[0] == "crate":
            rest = path[1:]
        elif path[0] == "super":
            ups = next((place for place, part in enumerate(path) if part != "super"), len(path))
            if ups < depth:
                continue
            rest = path[ups:]
        else:
            continue
        if rest and rest[0] in names:
            yield rest[0]
        elif rest and rest[0] in handed:
            yield handed[rest[0]]


def uncommented(text):
    return re.sub(r"//.*", "", text)


def used(text):
    """Every path that `use` names, its groups written out."""
    found = []
    for tree in re.findall(r"\buse ([^;]+);", uncommented(text)):
        found += expand(re.sub(r"\s+", " ", tree.strip()))
    return found


def expand(tree):
    """`a::{b, c::{d}}` as a::b and a::c::d."""
    start = tree.find("{")
    if start < 0:
        return [tuple(re.sub(r" as \w+$", "", tree).strip().split("::"))]
    head = [part for part in tree[:start].split("::") if part]
    parts, depth, part = [], 0, ""
    for letter in tree[start + 1:tree.rindex("}")]:
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += letter
    parts.append(part)
    return [tuple(head) + rest for part in parts if part.strip() for rest in expand(part.strip())]


def upward(crates):
    for name, crate in sorted(crates.items()):
        for found in sorted(crate["imports"]):
            if name in RANK and found in RANK and RANK[found] > RANK[name]:
                yield f"import upwards: {name} -> {found}"
            if found in OUTSIDE:
                yield f"import from outside of the layers: {name} -> {found}"


def circles(graph):
    """Every group of nodes that reach each other, as one way around it (Tarjan)."""
    index, low, stack, groups = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for after in sorted(graph.get(node, ())):
            if after not in index:
                visit(after)
                low[node] = min(low[node], low[after])
            elif after in stack:
                low[node] = min(low[node], index[after])
        if low[node] == index[node]:
            group = [stack.pop()]
            while group[-1] != node:
                group.append(stack.pop())
            if len(group) > 1 or node in graph.get(node, ()):
                groups.append(set(group))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    for group in groups:
        yield around(graph, group)


def around(graph, group):
    """The shortest way from the first of a group back to it."""
    start = min(group)
    ways = [[start]]
    for way in ways:
        for after in sorted(graph[way[-1]] & group):
            if after == start:
                return [*way, start]
            if after not in way:
                ways.append([*way, after])
    return sorted(group)


main()
