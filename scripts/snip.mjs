// node scripts/snip.mjs BINARYEN INPUT OUTPUT: cuts stack traces out of a wasm that still has its names.
//
// Nothing in a contract can take a stack trace, but the standard library's panic hook and `Debug` of errors refer to the
// code that would print one. Its functions trap from here on, and the optimiser drops what only they call.
// A name is the path of a definition, so what merely has such a type as an argument is not matched.
import { readFileSync, writeFileSync } from 'node:fs';

const stackTraces = /^<?&?(rustc_demangle::|std::backtrace_rs::(print|symbolize)::|std::backtrace::Backtrace(Frame|Symbol)? as )/;
const least = 40;

const [, , library, input, output] = process.argv;
const { default: binaryen } = await import(library);
const contract = binaryen.readBinary(readFileSync(input));
const functions = Array.from({ length: contract.getNumFunctions() }, (_, index) => contract.getFunctionByIndex(index));
const found = functions.filter((each) => stackTraces.test(binaryen.getFunctionInfo(each).name));
if (found.length < least) {
  console.error(`error: ${input}: expected at least ${least} functions of stack traces, found ${found.length}`);
  process.exit(1);
}
for (const each of found) binaryen.Function.setBody(each, contract.unreachable());
writeFileSync(output, contract.emitBinary());
