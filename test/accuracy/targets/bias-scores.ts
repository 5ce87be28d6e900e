import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ProbeAnswer, type ProbeScore, scoreProbes } from '@assay/score/windows/bias-probes/score-probes'
import { parseReference } from '../../../packages/stats/test/reference/case-result.ts'
import { isClose } from '../../../packages/stats/test/reference/is-close.ts'
import { type DataSet, setsOf } from '../data/read-sets.ts'
import type { RowOf } from '../data/shapes.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'

/** Expected scores of recorded answers, as `<set>_expected.json` lists them; NaN where every answer was "unknown". */
interface Expected {
  category: string
  style: string
  context_condition: RowOf<'bias'>['context_condition']
  n: number
  n_not_unknown: number
  n_biased: number
  accuracy: number
  raw: number
  score: number
}

const CONDITIONS = { ambig: 'ambiguous', disambig: 'disambiguated' } as const

/** T7, for bias: whether recorded answers to probes get the scores that the folder expects. */
export function biasScores(
  sets: readonly DataSet[],
  root: string,
  note: (sentence: string) => void,
): Section {
  return {
    title: 'Bias scores of recorded answers',
    about:
      "BBQ's accuracy, s_DIS and s_AMB by category and prompt format, against the values that lie beside the answers.",
    figures: setsOf(sets, 'bias').flatMap(({ name, base, folder, rows }): Figure[] => {
      const path = join(folder, `${base}_expected.json`)
      if (!existsSync(join(root, path))) {
        note(`${path}: not in this folder, so the scores of ${name} have nothing to be compared with.`)
        return []
      }
      const { cases } = parseReference<{ cases: Expected[] }>(readFileSync(join(root, path), 'utf8'))
      const missed = cases.filter((expected) => !isMet(expected, scoreOf(rows, expected)))
      for (const { category, style, context_condition } of missed)
        note(`${path}: ${category}, ${style}, ${context_condition}: another score than expected.`)
      return [
        figure({
          target: 'T7',
          name: `bias_scores_${name}`,
          what: `${name}: scores of recorded answers as expected`,
          value: (cases.length - missed.length) / cases.length,
          unit: 'share',
          items: cases.length,
          goal: { least: 1 },
        }),
      ]
    }),
  }
}

function scoreOf(rows: readonly RowOf<'bias'>[], expected: Expected): ProbeScore | undefined {
  const answers = rows
    .filter(({ category }) => category === expected.category)
    .map((row): ProbeAnswer => ({
      category: row.category,
      condition: CONDITIONS[row.context_condition],
      answered: row.unifiedqa[expected.style]?.index ?? null,
      right: row.label,
      unknown: row.unknown_index,
      biased: row.biased_index,
    }))
  return scoreProbes(answers, 0.95).find(
    ({ condition }) => condition === CONDITIONS[expected.context_condition],
  )
}

function isMet(expected: Expected, score: ProbeScore | undefined): boolean {
  if (score === undefined) return false
  return (
    score.n === expected.n &&
    score.known === expected.n_not_unknown &&
    score.biased === expected.n_biased &&
    isClose(score.accuracy, expected.accuracy) &&
    isClose(score.raw ?? NaN, expected.raw) &&
    isClose(score.score ?? NaN, expected.score)
  )
}
