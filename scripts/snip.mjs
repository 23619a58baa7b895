// node scripts/snip.mjs BINARYEN INPUT OUTPUT: cuts what can never run out of a wasm that still has its names.
//
// Its functions trap from here on, and the optimiser drops what only they call. A name is the path of a definition, so what
// merely has such a type as an argument is not matched, and neither is code that drops one.
import { readFileSync, writeFileSync } from 'node:fs';

const unreachable = [
  // The panic hook of the standard library and `Debug` of errors refer to stack traces; nothing in a contract can take one.
  [40, /^<?&?(rustc_demangle::|std::backtrace_rs::(print|symbolize)::|std::backtrace::Backtrace(Frame|Symbol)? as )/],
  // Serde's errors can show a float that was found. The reader of messages finds none, and serde_json shows its own.
  [7, /^core::(num::flt2dec|fmt::float)::/],
];

const [, , library, input, output] = process.argv;
const { default: binaryen } = await import(library);
const contract = binaryen.readBinary(readFileSync(input));
const functions = Array.from({ length: contract.getNumFunctions() }, (_, index) => contract.getFunctionByIndex(index));
for (const [least, names] of unreachable) {
  const found = functions.filter((each) => names.test(binaryen.getFunctionInfo(each).name));
  if (found.length < least) {
    console.error(`error: ${input}: expected at least ${least} functions named ${names}, found ${found.length}`);
    process.exit(1);
  }
  for (const each of found) binaryen.Function.setBody(each, contract.unreachable());
}
writeFileSync(output, contract.emitBinary());
