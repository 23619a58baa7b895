#!/usr/bin/env bash
# Runs the tests on a real chain. Installs the node's program and builds the wasm; stops every node that it started.
#
# Arguments go to the tests: scripts/chain-tests.sh -- --nocapture
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${CARGO_TARGET_DIR:-$PWD/target}/tools
packages=$tools/node
# The node is under the Business Source License: it is installed for tests, and not shipped.
if [ ! -x "$packages/bin/injectived" ]; then
  python3 -m venv "$packages"
  "$packages/bin/pip" install --quiet --disable-pip-version-check injective-core==1.20.1
fi
"$packages/bin/injectived" version >/dev/null
BALLAST_NODE=$("$packages/bin/python" -c 'import injective_core, pathlib; print(pathlib.Path(injective_core.__file__).parent / "bin" / "injectived")')
export BALLAST_NODE

scripts/build-wasm.sh --tests
cargo test --locked -p ballast-chain-tests --features node "$@"
