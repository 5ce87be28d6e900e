import { parseArgs } from 'node:util'

export const SCENARIOS = ['kill', 'front', 'quota', 'overload', 'fuzz'] as const
export type Scenario = (typeof SCENARIOS)[number]

export interface ChaosOptions {
  scenarios: Scenario[]
  seed: number
  kills: number
  cases: number
}

export const USAGE = `pnpm chaos [${SCENARIOS.join('|')} …] [--kills 100] [--fuzz 500000] [--seed n]
Without a name all run; --kills alone runs the kills, --fuzz alone the mutated payloads. A seed repeats the choices of a run.`

/**
 * Reads the command line.
 *
 * @param newSeed taken where none is given.
 * @throws Error with a sentence for people.
 */
export function readOptions(args: readonly string[], newSeed: number): ChaosOptions {
  const { values, positionals } = parseArgs({
    args: args.filter((arg, index) => index > 0 || arg !== '--'),
    options: { kills: { type: 'string' }, fuzz: { type: 'string' }, seed: { type: 'string' } },
    allowPositionals: true,
  })
  const unknown = positionals.filter((name) => !(SCENARIOS as readonly string[]).includes(name))
  if (unknown.length > 0) throw new Error(`There is no run called ${unknown.join(', ')}.`)
  const number = (name: string, text: string | undefined, fallback: number) => {
    if (text === undefined) return fallback
    if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not ${text}.`)
    return Number(text)
  }
  const asked = [
    ...(values.kills === undefined ? [] : ['kill']),
    ...(values.fuzz === undefined ? [] : ['fuzz']),
  ]
  const names = new Set([...positionals, ...asked])
  return {
    scenarios: SCENARIOS.filter((name) => names.size === 0 || names.has(name)),
    seed: number('seed', values.seed, newSeed),
    kills: number('kills', values.kills, 100),
    cases: number('fuzz', values.fuzz, 500_000),
  }
}
