// node scripts/copy-by-words.mjs BINARYEN INPUT OUTPUT: writes out `memory.copy`, which chains refuse, as a loop over words.
//
// The optimiser's own lowering copies byte by byte: a fourth of what a settlement's instructions were. The loop here is tried on
// every overlap before it is used.
import { readFileSync, writeFileSync } from 'node:fs';

const NAME = '__memory_copy';

// Overlapping ranges are copied from the end that is not overwritten. A word is loaded whole before it is stored.
const move = (offsets, type) =>
  offsets.map((offset) => `(${type}.store offset=${offset} align=1 (local.get 0) (${type}.load offset=${offset} align=1 (local.get 1)))`).join(' ');
const advance = (by) => [0, 1].map((local) => `(local.set ${local} (i32.add (local.get ${local}) (i32.const ${by})))`).join(' ');
const shrink = (by) => `(local.set 2 (i32.sub (local.get 2) (i32.const ${by})))`;
const upwards = (bytes, offsets, type) => `
  (loop $up${bytes}
    (if (i32.ge_u (local.get 2) (i32.const ${bytes}))
      (then ${move(offsets, type)} ${advance(bytes)} ${shrink(bytes)} (br $up${bytes}))))`;
const at = (local) => `(i32.add (local.get ${local}) (local.get 2))`;
const downwards = (bytes, store, load) => `
  (loop $down${bytes}
    (if (i32.ge_u (local.get 2) (i32.const ${bytes}))
      (then ${shrink(bytes)} (${store} align=1 ${at(0)} (${load} align=1 ${at(1)})) (br $down${bytes}))))`;
const copy = `(module
  (memory $0 1)
  (export "memory" (memory $0))
  (export "copy" (func $copy))
  (func $copy (param i32 i32 i32)
    (if (i32.lt_u (i32.sub (local.get 0) (local.get 1)) (local.get 2))
      (then ${downwards(8, 'i64.store', 'i64.load')} ${downwards(1, 'i32.store8', 'i32.load8_u')})
      (else
        ${upwards(32, [0, 8, 16, 24], 'i64')} ${upwards(8, [0], 'i64')}
        (loop $up1
          (if (local.get 2)
            (then (i32.store8 (local.get 0) (i32.load8_u (local.get 1))) ${advance(1)} ${shrink(1)} (br $up1))))))))`;

function check(module) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.emitBinary()));
  const found = new Uint8Array(exports.memory.buffer, 0, 256);
  const fresh = Uint8Array.from(found, (_, index) => (index * 151 + 7) & 255);
  for (let length = 0; length <= 80; length += 1) {
    for (let from = 0; from <= 96; from += 1) {
      found.set(fresh);
      exports.copy(48, from, length);
      const expected = Uint8Array.from(fresh).copyWithin(48, from, from + length);
      if (expected.some((byte, index) => byte !== found[index])) throw new Error(`a copy of ${length} from ${from} to 48 differs`);
    }
  }
}

const [, , library, input, output] = process.argv;
const { default: binaryen } = await import(library);
const loops = binaryen.parseText(copy);
if (!loops.validate()) throw new Error('the loop is no valid wasm');
check(loops);
const contract = binaryen.readBinary(readFileSync(input));
contract.runPasses(['llvm-memory-copy-fill-lowering']);
const lowered = contract.getFunction(NAME);
if (!lowered) throw new Error(`${input}: nothing copies memory`);
const body = binaryen.getFunctionInfo(loops.getFunction('copy')).body;
binaryen.Function.setBody(lowered, contract.copyExpression(body));
if (!contract.validate()) throw new Error(`${input}: not valid any more`);
writeFileSync(output, contract.emitBinary());
