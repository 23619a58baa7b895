"""Compares two tables of what messages cost, as the test `footprint` prints them: gas.py FIRST NOW. Ends with 1 if one went up."""
import sys


def table(path):
    """The rows of the largest table in a file, by their first cell, and its head."""
    rows, head = {}, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("|"):
                continue
            name, *cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if all(cell.replace(",", "").isdigit() for cell in cells):
                rows[name] = [int(cell.replace(",", "")) for cell in cells]
            elif not set(line) <= set("|-: \n"):
                head = cells
    return head, rows


(head, first), (_, now) = (table(path) for path in sys.argv[1:3])
if not first:
    sys.exit(f"error: no table in {sys.argv[1]}")
print("| message | " + " | ".join(head) + " |")
print("|---" * (len(head) + 1) + "|")
higher = []
for name, costs in first.items():
    if name not in now:
        sys.exit(f"error: {name} is not measured any more")
    pairs = list(zip(costs, now[name]))
    print(f"| {name} | " + " | ".join(str(a) if a == b else f"{a} → {b}" for a, b in pairs) + " |")
    higher += [f"{name}: {column} {a} → {b}" for column, (a, b) in zip(head, pairs) if b > a]
if higher:
    sys.exit("error: higher than in the first design\n  " + "\n  ".join(higher))
print(f"gas: {len(first)} messages, none costs more")
