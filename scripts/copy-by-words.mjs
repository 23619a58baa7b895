// node scripts/copy-by-words.mjs BINARYEN INPUT OUTPUT: writes out `memory.copy`, which chains refuse, as a loop over words.
//
// The optimiser's own lowering copies byte by byte, which was more than a third of a settlement's instructions. The loop here is tried
// before it is used.
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

// Every alignment of both sides, every overlap, short and long ranges, and ranges that end with the memory.
function check(module) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.emitBinary()));
  const found = Buffer.from(exports.memory.buffer);
  const fresh = Buffer.from(found.map((_, index) => (index * 151 + 7) & 255));
  const compare = (to, from, length) => {
    fresh.copy(found);
    exports.copy(to, from, length);
    const expected = Buffer.from(fresh);
    expected.copyWithin(to, from, from + length);
    if (!found.equals(expected)) throw new Error(`a copy of ${length} from ${from} to ${to} differs`);
  };
  const short = Array.from({ length: 34 }, (_, length) => length);
  for (const length of [...short, 39, 40, 41, 63, 64, 65, 95, 96, 97, 255, 256, 1000]) {
    const last = found.length - length;
    for (let from = 0; from < 40; from += 1) {
      [0, 3, 8, 17, 32, 39].forEach((to) => compare(to, from, length));
      compare(last, last - from, length);
      compare(last - from, last, length);
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
