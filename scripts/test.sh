#!/usr/bin/env bash
# Runs all the tests. Installs what they need and is not there yet.
#
# With BALLAST_DATA set to a folder of published histories and vectors, the validation against them runs too.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step 'the contract compiles to wasm'
if ! rustup target add wasm32-unknown-unknown; then
  echo 'error: the wasm target cannot be installed: rustup must be able to reach its server, or have the target already' >&2
  exit 1
fi
cargo check --locked --lib --target wasm32-unknown-unknown -p ballast-controller

step 'tests'
if [ -z "${BALLAST_DATA:-}" ]; then
  echo 'BALLAST_DATA is not set: the validation against published data is skipped'
fi
cargo test --locked --workspace

step 'all tests passed'
