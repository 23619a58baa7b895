#!/usr/bin/env bash
# Compares the figures of this tree with those of the first design, the tag `first-design`: they must be the same.
#
#   scripts/compare-first-design.sh [--reference FOLDER] [PART…]
#
# Parts:
#   pages     the pages and charts of docs/presets; with BALLAST_DATA they are written anew first
#   replay    CSV and JSON of `ballast replay`: six presets, and the scenario crash60
#   stress    JSON of `ballast stress`: six presets, all scenarios
#   check     JSON and exit code of `ballast check`: three proposals
#   lab       the lab's epochs, and what the contract keeps of each: 33,000 epochs of all presets
#   campaign  everything that the contract stores, at every tenth of 30,000 random steps in each supply mode, and at the end
#   gas       gas of each message in the VM and bytes in storage: not higher; builds the wasm of both
#
# Without a part: all of them, half an hour on two cores, most of it building. What the tag came to is kept in FOLDER and read
# from there the next time; without one it goes to a temporary folder. The tag is built in BALLAST_FIRST_DESIGN, or in a folder
# beside the temporary ones. Names that changed are put down in scripts/first-design/names.sed. Ends with 1 at the first
# difference.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/scripts/first-design
temporary=${TMPDIR:-/tmp}
first=${BALLAST_FIRST_DESIGN:-$temporary/ballast-first-design}
every=(pages replay stress check lab campaign gas)
presets=(ballast render helium filecoin akash typical)
proposals=(wider-band deaf-breaker too-much-at-once)

fail() { echo "error: $*" >&2; exit 1; }

reference=
if [ "${1:-}" = --reference ]; then
  reference=${2:?a folder}
  shift 2
fi
parts=("${@:-}")
[ -n "${parts[0]}" ] || parts=("${every[@]}")
for part in "${parts[@]}"; do
  [[ " ${every[*]} " = *" $part "* ]] || fail "expected one of: ${every[*]}; found $part"
done
work=$(mktemp -d "$temporary/ballast-compare.XXXXXX")
trap 'rm -rf "$work"' EXIT
reference=${reference:-$work/first}
mkdir -p "$reference"
reference=$(cd "$reference" && pwd)

# The tag as a worktree of its own, with what is laid over it to write figures down.
tag() { git -C "$root" rev-parse --quiet --verify 'first-design^{commit}' || echo babbf88; }
first_tree() {
  [ -e "$first/.git" ] || git -C "$root" worktree add --quiet --detach "$first" "$(tag)"
  if [ ! -e "$first/packages/sandbox/src/dump.rs" ]; then
    git -C "$first" apply "$tools/hooks.patch"
  fi
}

# folder TREE: its target folder.
folder() {
  if [ "$1" = "$root" ]; then echo "${CARGO_TARGET_DIR:-$root/target}"; else echo "$1/target"; fi
}

unexpected() { tail -n 20 "$work/log" >&2; fail "the command failed"; }

# in_tree TREE COMMAND…: says nothing unless it fails.
in_tree() {
  local tree=$1 log=$work/log
  shift
  (cd "$tree" && CARGO_TARGET_DIR=$(folder "$tree") "$@") >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    fail "in $tree: $*"
  }
}

# ballast TREE ARGUMENTS…: the command as that tree's alias builds it.
ballast() {
  local tree=$1
  shift
  (cd "$tree" && CARGO_TARGET_DIR=$(folder "$tree") cargo ballast "$@") >"$work/log" 2>&1
}

# package TREE KIND NAME: which package has the test or example.
package() {
  (cd "$1" && cargo metadata --format-version 1 --no-deps) | python3 "$tools/package.py" "$2" "$3"
}

# tests TREE NAME: always of the same packages, so that nothing is built twice.
tests() { in_tree "$1" cargo test -p ballast-tests -p "$(package "$1" test exactness)" --test "$2"; }

# The parts: each writes the figures of TREE to OUT.

pages() {
  [ -n "${BALLAST_DATA:-}" ] || echo 'BALLAST_DATA is not set: pages that need it are compared as they were committed' >&2
  in_tree "$1" cargo build -p ballast-tests -p "$(package "$1" example preset_charts)" --example preset_charts
  in_tree "$1" "$(folder "$1")/debug/examples/preset_charts"
  cp "$1"/docs/presets/*.md "$1"/docs/presets/*.svg "$2"
}

replay() {
  local preset
  for preset in "${presets[@]}"; do
    ballast "$1" replay --preset "$preset" --out "$2/$preset" || unexpected
  done
  ballast "$1" replay --scenario crash60 --out "$2/crash60" || unexpected
  find "$2" -name '*.html' -delete
}

stress() {
  local preset code
  for preset in "${presets[@]}"; do
    code=0
    ballast "$1" stress --preset "$preset" --runs 40 --seed 13 --out "$2/$preset" || code=$?
    echo "exit $code" >"$2/$preset.code"
  done
}

check() {
  local proposal code
  for proposal in "${proposals[@]}"; do
    git -C "$root" show "$(tag):packages/lab/examples/proposals/$proposal.json" >"$work/$proposal.json"
    code=0
    ballast "$1" check "$work/$proposal.json" --preset typical --runs 100 --out "$2/$proposal" || code=$?
    echo "exit $code" >"$2/$proposal.code"
  done
  find "$2" -name 'check.html' -delete -o -name 'check.md' -delete
}

lab() { BALLAST_DUMP=$2 tests "$1" exactness; }

campaign() { BALLAST_DUMP=$2 tests "$1" campaign; }

gas() {
  in_tree "$1" scripts/build-wasm.sh
  in_tree "$1" cargo test --workspace --features ballast-tests/vm --test footprint -- --nocapture
  cp "$work/log" "$2/table.txt"
}

# compared FIRST NOW: file by file, with the names of now; JSON as a line for each value.
compared() {
  local file rows=0 bytes=0 files=0 one two
  while read -r file; do
    one=$work/one two=$work/two
    [ -e "$2/$file" ] || fail "$file: the tag has it, this tree has not"
    python3 "$tools/plain.py" "$1/$file" | sed -E -f "$tools/names.sed" >"$one"
    python3 "$tools/plain.py" "$2/$file" | sed -E -f "$tools/names.sed" >"$two"
    if ! cmp -s "$one" "$two"; then
      diff "$one" "$two" | head -n 12 | cut -c1-300 >&2 || true
      fail "$part: $file differs"
    fi
    files=$((files + 1)) rows=$((rows + $(wc -l <"$one"))) bytes=$((bytes + $(wc -c <"$1/$file")))
  done < <(cd "$1" && find . -type f | sort)
  [ "$files" -gt 0 ] || fail "$part: nothing to compare in $1"
  echo "$part: $files files, $rows rows, $bytes bytes: the same"
}

for part in "${parts[@]}"; do
  started=$SECONDS
  if [ ! -d "$reference/$part" ]; then
    first_tree
    rm -rf "$reference/$part.part"
    mkdir -p "$reference/$part.part"
    "$part" "$first" "$reference/$part.part"
    mv "$reference/$part.part" "$reference/$part"
  fi
  mkdir -p "$work/now/$part"
  "$part" "$root" "$work/now/$part"
  if [ "$part" = gas ]; then
    python3 "$tools/gas.py" "$reference/gas/table.txt" "$work/now/gas/table.txt"
  else
    compared "$reference/$part" "$work/now/$part"
  fi
  echo "$part: $((SECONDS - started)) s"
done
