#!/usr/bin/env bash
# Epochs a second of the stress lab, radCAD and NumPy on the same model, in one run. Installs both into target/benches.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -x target/benches/bin/python ]; then
  python3 -m venv target/benches
  target/benches/bin/pip install --quiet numpy==2.2.6 radcad==0.14.0 typing_extensions==4.12.2
fi
cargo build --quiet --locked --profile lab -p ballast-lab --example rate
target/benches/bin/python benches/run.py
