#!/usr/bin/env bash
# Builds artifacts/ballast_controller.wasm: the contract as chains run it.
#
#   scripts/build-wasm.sh            builds, and compares with artifacts/checksums.txt
#   scripts/build-wasm.sh --update   builds, and writes artifacts/checksums.txt
set -euo pipefail
cd "$(dirname "$0")/.."

target=wasm32-unknown-unknown
name=ballast_controller
folder=${CARGO_TARGET_DIR:-target}

if ! rustup target add $target >/dev/null 2>&1 && ! rustup target list --installed | grep -qx $target; then
  echo "error: the target $target cannot be installed: rustup must be able to reach its server, or have it already" >&2
  exit 1
fi

# Panics name the file that they come from. Without the folders the bytes are the same wherever they are built.
cargo fetch --quiet --locked --target $target
flags="--remap-path-prefix=$PWD=."
for sources in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
  flags+=$'\x1f'"--remap-path-prefix=$sources=crates"
done
CARGO_ENCODED_RUSTFLAGS=$flags \
  cargo build --quiet --release --lib --locked --target $target -p ballast-controller --target-dir "$folder"

# Released VMs refuse what the compiler emits by default: bulk memory and sign extension are written out.
tools=$folder/tools
optimizer=$tools/node_modules/binaryen/bin/wasm-opt
if [ ! -f "$optimizer" ]; then
  npm install --silent --no-audit --no-fund --prefix "$tools" binaryen@132.0.0
fi
mkdir -p artifacts
node "$optimizer" "$folder/$target/release/$name.wasm" -o "artifacts/$name.wasm" -Oz -ocimfs 200 \
  --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
  --enable-reference-types --enable-multivalue \
  --llvm-memory-copy-fill-lowering --signext-lowering --llvm-nontrapping-fptoint-lowering \
  --strip-debug --strip-producers

cd artifacts
printf '%s: %s bytes\n' "$name.wasm" "$(stat -c %s "$name.wasm")"
if [ "${1:-}" = --update ]; then
  sha256sum "$name.wasm" >checksums.txt
else
  sha256sum --check --quiet checksums.txt || {
    echo 'error: other bytes than artifacts/checksums.txt says; after a change of the code: scripts/build-wasm.sh --update' >&2
    exit 1
  }
fi
