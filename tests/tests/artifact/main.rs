//! The wasm is one that chains take. `scripts/build-wasm.sh` runs this on what it has built.

#![allow(missing_docs)]
#![cfg(feature = "vm")]

use ballast_vm::{MAX_SIZE, check, wasm};

#[test]
fn chains_take_the_wasm() {
    let wasm = wasm();
    println!("{} bytes of {MAX_SIZE}", wasm.len());
    assert!(wasm.len() <= MAX_SIZE, "{} bytes, chains take {MAX_SIZE}", wasm.len());
    check(&wasm).unwrap();
}

#[test]
fn chains_refuse_what_is_not_a_contract() {
    assert!(check(b"\0asm\x01\0\0\0").is_err());
    assert!(check(&wasm()[..1_000]).is_err());
}
