#!/usr/bin/env bash
# Epochs a second of the stress lab, radCAD and NumPy on the same model, in one run. Installs both into target/benches.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -e target/benches/installed ]; then
  python3 -m venv target/benches
  target/benches/bin/pip install --quiet radcad==0.14.0 numpy==1.26.3 typing_extensions==4.12.2
  touch target/benches/installed
fi
cargo build --quiet --locked --profile lab -p ballast-stress --example rate
target/benches/bin/python benches/run.py
