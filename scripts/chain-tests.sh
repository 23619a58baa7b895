#!/usr/bin/env bash
# Runs the tests on a real chain. Installs the node's program and builds the wasm; stops every node that it started.
#
# Arguments go to the tests: scripts/chain-tests.sh -- --nocapture
set -euo pipefail
cd "$(dirname "$0")/.."

BALLAST_NODE=$(scripts/install-node.sh)
export BALLAST_NODE
scripts/build-wasm.sh --tests
cargo test --locked --workspace --features ballast-chain-tests/node --test chain "$@"
