import { randomInt } from 'node:crypto'
import { fuzzRun } from './fuzz/fuzz-run.ts'
import { frontRun } from './front-run.ts'
import { killRun } from './kill-run.ts'
import { readOptions, USAGE, type ChaosOptions, type Scenario } from './options.ts'
import { overloadRun } from './overload-run.ts'
import { prepareData, type Prepared } from './prepare.ts'
import { quotaRun } from './quota-run.ts'
import type { RunResult } from './run.ts'

const say = (sentence: string) => process.stdout.write(`${sentence}\n`)

/** Makes the chosen runs one after the other; the exit code is 1 when any promise was broken. */
async function main({ scenarios, seed, kills, cases }: ChaosOptions): Promise<number> {
  say(`seed ${seed}`)
  const needsProcess = scenarios.some((name) => name !== 'fuzz')
  const prepared = needsProcess ? await prepareData() : null
  const onProcess = (run: (prepared: Prepared) => Promise<RunResult>) => () => run(prepared!)
  const runs: Record<Scenario, () => Promise<RunResult>> = {
    kill: onProcess((prepared) => killRun({ seed, say, prepared, kills })),
    front: onProcess((prepared) => frontRun({ seed, say, prepared, seconds: 120, kills: 10 })),
    quota: onProcess((prepared) => quotaRun({ seed, say, prepared })),
    overload: onProcess((prepared) => overloadRun({ seed, say, prepared, seconds: 10 })),
    fuzz: () =>
      fuzzRun({ seed, say, cases, keepRows: 20_000, limits: { traces: 1000, sessions: 20, metrics: 500 } }),
  }
  let violations = 0
  try {
    for (const name of scenarios) {
      say(`\n# ${name}`)
      const result = await runs[name]()
      for (const [figure, value] of Object.entries(result.figures)) {
        say(`figure ${name}_${figure} ${Number.isInteger(value) ? value : value.toFixed(2)}`)
      }
      for (const [answer, count] of Object.entries(result.answers)) say(`answers ${answer}: ${count}`)
      for (const violation of result.violations) say(`VIOLATION ${violation}`)
      violations += result.violations.length
    }
  } finally {
    prepared?.remove()
  }
  say(
    violations === 0
      ? `\nNothing was lost, doubled or made up (seed ${seed}).`
      : `\n${violations} violations; repeat with --seed ${seed}.`,
  )
  return violations === 0 ? 0 : 1
}

let options: ChaosOptions
try {
  options = readOptions(process.argv.slice(2), randomInt(1_000_000_000))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
  process.exit(2)
}
process.exitCode = await main(options)
