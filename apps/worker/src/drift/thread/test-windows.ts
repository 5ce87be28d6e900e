import type { DriftRun, DriftSettings, DriftSummary } from '@assay/contract/api/drift'
import { benjaminiHochberg } from '@assay/stats/corrections/benjamini-hochberg'
import { seededRandom } from '@assay/stats/random/seeded'
import type { DriftRows, TimeSpan } from '../call.ts'
import { callColumns } from './call-columns.ts'
import { changePoint } from './change-point.ts'
import { chooseSlices, type ChosenSlices } from './choose-slices.ts'
import type { Column, Comparison, Told } from './column.ts'
import { compareNumbers } from './compare-numbers.ts'
import { compareCategories, compareRates } from './compare-shares.ts'
import { compareWords, createWordReader } from './compare-words.ts'
import { nameLanguages } from './name-languages.ts'
import { makeEvidence } from './make-evidence.ts'
import type { FoundDrift } from './found-drift.ts'
import { scoreColumns } from './score-columns.ts'

export interface WindowTest {
  baseline: DriftRows
  window: DriftRows
  spans: { baseline: TimeSpan; window: TimeSpan }
  settings: DriftSettings
  /** Makes permutations the same in a repeated run. */
  seed: string
}

export interface WindowResult extends ChosenSlices {
  found: FoundDrift[]
  /** Keys that were tested and do not drift. */
  calm: string[]
  tests: number
  tested: DriftRun['tested']
  /** Columns with too few values. */
  tooFewValues: number
}

/** Tests every signal of every slice, corrects over all of them, and tells those that changed both clearly and by much. */
export function testWindows(test: WindowTest): WindowResult {
  const { settings, spans } = test
  const [before, after] = [nameLanguages(test.baseline), nameLanguages(test.window)]
  const { signals, leastRows, slices: by } = settings
  const chosen = chooseSlices(before.calls, after.calls, { by, leastRows })
  const columns = [null, ...chosen.slices.map(({ by, value }) => ({ by, value }))].flatMap((slice) => [
    ...callColumns(before.calls, after.calls, { signals, slice }),
    ...(signals.includes('scores') ? scoreColumns(before.scores, after.scores, slice) : []),
  ])
  const enough = columns.filter((column) => Math.min(column.before.length, column.after.length) >= leastRows)
  const varied = enough.filter(hasVariety)
  const wordsOf = createWordReader()
  const compared = varied.map((column) => {
    // Each column has its own dice, so that others beside it change nothing.
    const random = seededRandom(`${test.seed} ${column.key}`)
    return { column, comparison: compare(column, { random, wordsOf }) }
  })
  const adjusted = benjaminiHochberg(compared.map(({ comparison }) => comparison.pValue))
  const drifted = compared.map(
    ({ comparison }, i) => adjusted[i]! <= settings.level && comparison.effect >= settings.leastEffect,
  )
  const found = compared.flatMap(({ column, comparison }, i) =>
    drifted[i] ? [tell(column, comparison, { adjusted: adjusted[i]!, tests: compared.length, spans })] : [],
  )
  const calm = new Set(enough.map(({ key }) => key)).difference(new Set(found.map(({ key }) => key)))
  const bySignal = Map.groupBy(varied, ({ signal, score }) => score?.name ?? signal)
  return {
    ...chosen,
    found,
    calm: [...calm],
    tests: compared.length,
    tested: [...bySignal].map(([signal, some]) => ({ signal, tests: some.length })),
    tooFewValues: columns.length - enough.length,
  }
}

/** Where all values of both windows are the same, nothing can have changed. */
function hasVariety({ before, after }: Column): boolean {
  const first = before[0]?.value
  return before.some(({ value }) => value !== first) || after.some(({ value }) => value !== first)
}

function compare(
  column: Column,
  { random, wordsOf }: { random: () => number; wordsOf: (text: string) => readonly string[] },
): Comparison {
  const isScore = column.signal === 'scores'
  switch (column.kind) {
    case 'number':
      return compareNumbers(column.before, column.after, { random, isScore })
    case 'rate':
      return compareRates(column.before, column.after, { random, what: isScore ? '1' : 'failed' })
    case 'category':
      return compareCategories(column.before, column.after, random)
    case 'text':
      return compareWords(column.before, column.after, { random, wordsOf })
  }
}

function tell(
  column: Column,
  comparison: Comparison,
  {
    adjusted,
    tests,
    spans,
  }: { adjusted: number; tests: number; spans: { baseline: TimeSpan; window: TimeSpan } },
): FoundDrift {
  const told = comparison.tell()
  const { signal, score, slice, key } = column
  const { measure, what, before, after, difference, movers } = told
  const summary: DriftSummary = {
    ...{ signal, score, slice, measure, what, before, after, difference, movers },
    effect: comparison.effect,
    n: { before: told.scoreBefore.length, after: told.scoreAfter.length },
    ...{ pValue: comparison.pValue, adjusted, tests },
    baseline: toRange(spans.baseline),
    window: toRange(spans.window),
  }
  return {
    key,
    method: 'window',
    sinceMs: changePoint(seriesOf(column, told)) ?? spans.window.fromMs,
    summary,
    evidence: makeEvidence(column, told, spans),
  }
}

const seriesOf = (column: Column, told: Told) => [
  ...Array.from(told.scoreBefore, (value, i) => ({ timeMs: column.before[i]!.timeMs, value })),
  ...Array.from(told.scoreAfter, (value, i) => ({ timeMs: column.after[i]!.timeMs, value })),
]

const toRange = ({ fromMs, toMs }: TimeSpan) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
})
