#!/usr/bin/env bash
# Installs the program of a node for tests, and prints where it is.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=${CARGO_TARGET_DIR:-$PWD/target}/tools/node
# It is under the Business Source License: installed for tests, and not shipped.
if [ ! -x "$packages/bin/injectived" ]; then
  python3 -m venv "$packages"
  "$packages/bin/pip" install --quiet --disable-pip-version-check injective-core==1.20.1
fi
# The first start unpacks it.
"$packages/bin/injectived" version >/dev/null
"$packages/bin/python" - <<'PYTHON'
import pathlib, injective_core
print(pathlib.Path(injective_core.__file__).parent / "bin" / "injectived")
PYTHON
