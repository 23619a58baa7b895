//! What a contract says when it panics. No message makes it panic, so an engine must do what no VM does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use wasmer::{Extern, ExternType, Function, Imports, Instance, Module, RuntimeError, Store, Value};

/// Executes the message at address zero, where there is never one, and returns what the contract tells the chain before it
/// aborts.
///
/// Errors: wasm that is no contract, and a contract that ends in another way.
pub fn last_words(wasm: &[u8]) -> Result<String, Box<dyn std::error::Error>> {
    let mut store = Store::default();
    let module = Module::new(&store, wasm)?;
    let text_at = Arc::new(AtomicU32::new(0));
    let mut imports = Imports::new();
    for import in module.imports() {
        let (ExternType::Function(kind), name) = (import.ty(), import.name().to_owned()) else { continue };
        let text_at = Arc::clone(&text_at);
        let function = Function::new(&mut store, kind, move |arguments| {
            if let ("abort", [Value::I32(address)]) = (name.as_str(), arguments) {
                text_at.store(address.cast_unsigned(), Ordering::Relaxed);
            }
            Err(RuntimeError::new(format!("the contract called {name}")))
        });
        imports.define(import.module(), import.name(), Extern::Function(function));
    }
    let instance = Instance::new(&mut store, &module, &imports)?;
    let execute = instance.exports.get_function("execute")?;
    let outcome = execute.call(&mut store, &[Value::I32(0), Value::I32(0), Value::I32(0)]);
    let ended = outcome.err().ok_or("the contract went on")?.message();
    if ended != "the contract called abort" {
        return Err(ended.into());
    }

    // A region: where the text is, how much room there is, how much of it is used.
    let memory = instance.exports.get_memory("memory")?.view(&store);
    let word = |address: u32| {
        let mut bytes = [0; 4];
        memory.read(address.into(), &mut bytes).map(|()| u32::from_le_bytes(bytes))
    };
    let region = text_at.load(Ordering::Relaxed);
    let (start, length) = (word(region)?, word(region + 8)?);
    let mut text = vec![0; usize::try_from(length)?];
    memory.read(start.into(), &mut text)?;
    Ok(String::from_utf8(text)?)
}
