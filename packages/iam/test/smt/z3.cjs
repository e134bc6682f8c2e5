// Z3 (MIT, compiled to WebAssembly) in a process of its own, because its threads do not work inside a test runner.
// Reads a script of SMT-LIB a line, as a JSON string, and writes `sat`, `unsat`, `unknown`, or what is wrong with it.
const { createInterface } = require('node:readline');
const { init } = require('z3-solver');

const words = { 1: 'sat', [-1]: 'unsat', 0: 'unknown' };
/** Milliseconds for one question. Z3's own units of work do not count what it does about strings. */
const timeout = Number(process.argv[2]);

/** A script is parsed before the thread of the check starts: the copy of its text does not live longer. */
async function check(Z3, script) {
  const config = Z3.mk_config();
  const context = Z3.mk_context(config);
  Z3.del_config(config);
  const solver = Z3.mk_solver(context);
  Z3.solver_inc_ref(context, solver);
  const options = Z3.mk_params(context);
  Z3.params_inc_ref(context, options);
  Z3.params_set_uint(context, options, Z3.mk_string_symbol(context, 'timeout'), timeout);
  Z3.solver_set_params(context, solver, options);
  Z3.solver_from_string(context, solver, script);
  const error = Z3.get_error_code(context);
  const result = error === 0 ? words[await Z3.solver_check(context, solver)] : `error ${error}`;
  Z3.params_dec_ref(context, options);
  Z3.solver_dec_ref(context, solver);
  Z3.del_context(context);
  return result;
}

async function main() {
  const { Z3 } = await init();
  for await (const line of createInterface({ input: process.stdin }))
    process.stdout.write(`${await check(Z3, JSON.parse(line))}\n`);
  // Z3's threads would keep the process alive.
  process.exit(0);
}

void main();
