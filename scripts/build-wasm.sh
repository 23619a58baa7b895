#!/usr/bin/env bash
# Builds artifacts/ballast_controller.wasm: the contract as chains run it.
#
#   scripts/build-wasm.sh            builds, and compares with artifacts/checksums.txt
#   scripts/build-wasm.sh --update   builds, and writes artifacts/checksums.txt
#   scripts/build-wasm.sh --tests    builds what the tests on a chain need beside it
set -euo pipefail
cd "$(dirname "$0")/.."

target=wasm32-unknown-unknown
folder=${CARGO_TARGET_DIR:-$PWD/target}
tools=$folder/tools

if ! rustup target add $target >/dev/null 2>&1 && ! rustup target list --installed | grep -qx $target; then
  echo "error: the target $target cannot be installed: rustup must be able to reach its server, or have it already" >&2
  exit 1
fi

# Released VMs refuse what the compiler emits by default: bulk memory and sign extension are written out.
optimizer=$tools/node_modules/binaryen/bin/wasm-opt
if [ ! -f "$optimizer" ]; then
  npm install --silent --no-audit --no-fund --prefix "$tools" binaryen@132.0.0
fi

# lower NAME OUTPUT
lower() {
  mkdir -p artifacts
  node "$optimizer" "$folder/$target/release/$1.wasm" -o "artifacts/$2.wasm" -Oz -ocimfs 200 \
    --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
    --enable-reference-types --enable-multivalue \
    --llvm-memory-copy-fill-lowering --signext-lowering --llvm-nontrapping-fptoint-lowering \
    --strip-debug --strip-producers
  printf '%s: %s bytes\n' "$2.wasm" "$(stat -c %s "artifacts/$2.wasm")"
}

build() {
  cargo rustc --quiet --release --lib --locked --target $target --target-dir "$folder" "$@" -- -Clink-arg=--demangle
}

# controller NAME: what was built of it, without stack traces, memory copied by words
controller() {
  node scripts/snip.mjs "$tools/node_modules/binaryen/index.js" \
    "$folder/$target/release/ballast_controller.wasm" "$folder/$target/release/snipped.wasm"
  node scripts/copy-by-words.mjs "$tools/node_modules/binaryen/index.js" \
    "$folder/$target/release/snipped.wasm" "$folder/$target/release/by_words.wasm"
  lower by_words "$1"
}

if [ "${1:-}" = --tests ]; then
  build -p ballast-controller --features quick
  controller ballast_controller_quick
  for token in cw20-base minimal-factory; do
    build --manifest-path tests/tokens/Cargo.toml -p $token
    lower ${token//-/_} ${token//-/_}
  done
  exit
fi

# Panics name the file that they come from. Without the folders the bytes are the same wherever they are built.
cargo fetch --quiet --locked --target $target
flags="--remap-path-prefix=$PWD=."
for sources in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
  flags+=$'\x1f'"--remap-path-prefix=$sources=crates"
done
CARGO_ENCODED_RUSTFLAGS=$flags build -p ballast-controller
controller ballast_controller

# What chains check when code is stored.
cargo test --quiet --locked --workspace --features ballast-tests/vm --test artifact

if [ "${1:-}" = --update ]; then
  (cd artifacts && sha256sum ballast_controller.wasm >checksums.txt)
else
  (cd artifacts && sha256sum --check --quiet checksums.txt) || {
    echo 'error: other bytes than artifacts/checksums.txt says; after a change of the code: scripts/build-wasm.sh --update' >&2
    exit 1
  }
fi
