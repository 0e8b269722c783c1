// A client of a cloud as a process: a call a line comes in, its outcome a line goes out. `call` returns what came back,
// or throws what the client throws; `told` makes that {code, message, requestId}.
'use strict'

const readline = require('node:readline')

// What clients print is not an outcome.
for (const level of ['log', 'info', 'debug']) console[level] = console.error

module.exports = function serve(call, told) {
  const lines = readline.createInterface({ input: process.stdin })
  lines.on('line', async (line) => {
    let outcome
    try {
      outcome = { result: await call(JSON.parse(line)) }
    } catch (error) {
      outcome = { error: { kind: error.constructor.name, ...told(error) } }
    }
    process.stdout.write(`${JSON.stringify(outcome)}\n`)
  })
  lines.on('close', () => process.exit(0))
}
