#!/usr/bin/env bash
# Starts a chain on this machine, installs its program before, and keeps it until Ctrl-C.
#
# Arguments: scripts/local-chain.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

node=$(scripts/install-node.sh)
exec cargo run --quiet --locked -p ballast-devnet -- --binary "$node" "$@"
