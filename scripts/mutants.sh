#!/usr/bin/env bash
# Breaks the guardrails, the economy and the mint decision in every small way that cargo-mutants knows, and sees a test fail each time.
#
# Takes about an hour and a half on two cores. docs/mutants.md names the mutants that no test can tell from the code.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-target/mutants}
mkdir -p "$out"
if ! cargo mutants --version >/dev/null 2>&1; then
  cargo install --locked cargo-mutants
fi

# Line tables are of no use here, and linking them takes longest.
export CARGO_PROFILE_DEV_DEBUG=0

survivors=0
run() {
  cargo mutants --no-shuffle --timeout 300 -o "$out/$1" "${@:2}" || survivors=1
  printf '%s: %s caught, %s missed, %s unviable, %s timed out\n' "$1" \
    "$(wc -l <"$out/$1/mutants.out/caught.txt")" "$(wc -l <"$out/$1/mutants.out/missed.txt")" \
    "$(wc -l <"$out/$1/mutants.out/unviable.txt")" "$(wc -l <"$out/$1/mutants.out/timeout.txt")"
}

run mint -p ballast-math -f packages/math/src/mint.rs -f packages/math/src/caps.rs -f packages/math/src/window.rs
run economy -p ballast-economy
run credits -p ballast-math -f packages/math/src/collateral.rs -f packages/math/src/credits.rs
# The model of the registry takes most of the time and finds nothing that the others miss.
run guardrails -p ballast-guardrails -- --lib --test breaker --test constitution --test guardian_periods \
  --test model_breaker --test queue --test reference --test refusals --test registry --test roles --test rule --test unit

if [ "$survivors" -ne 0 ]; then
  cat "$out"/*/mutants.out/missed.txt
  echo 'compare with docs/mutants.md'
fi
