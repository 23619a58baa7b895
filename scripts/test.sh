#!/usr/bin/env bash
# Runs all the tests. Installs what they need and is not there yet.
#
# With BALLAST_DATA set to a folder of published histories and vectors, the validation against them runs too.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step 'tests'
if [ -z "${BALLAST_DATA:-}" ]; then
  echo 'BALLAST_DATA is not set: the validation against published data is skipped'
fi
cargo test --locked --workspace

step 'the pages in a browser'
scripts/page-tests.sh

step 'the wasm: size, checksum'
scripts/build-wasm.sh

step 'the same suites on the wasm, in the VM of chains'
# The whole workspace, so that the VM is not built again with other features.
cargo test --locked --workspace --features ballast-tests/vm \
  --test artifact --test verbs --test attacks --test footprint --test adversarial --test presets --test campaign

step 'the wasm on a real chain'
scripts/chain-tests.sh

step 'all tests passed'
