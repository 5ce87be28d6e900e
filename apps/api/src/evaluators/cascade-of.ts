import type { EvaluatorCascade, JudgedCascade } from '@assay/contract/api/evaluator-cascade'
import type { Evaluator } from '@assay/contract/api/evaluator'
import type { RecordedItem } from '@assay/score/cascade/replay-cascade'
import { suggestAskBelow } from '@assay/score/cascade/suggest-ask-below'
import { JUDGED_LABELS } from '@assay/score/judge/items/claim-protocols'
import type { CascadeLabel } from '@assay/store/clickhouse/queries/cascade-labels'

const MOST_JUDGES = 5

/**
 * When should each judge be asked beside an evaluator, by what people said? The judge with most labels first.
 *
 * @param judgeLabels What a judge may answer about whole samples.
 */
export function cascadeOf(
  rows: readonly CascadeLabel[],
  { range, labels }: Pick<Evaluator, 'range' | 'labels'>,
  judgeLabels: readonly string[],
): EvaluatorCascade['judges'] {
  const words = new Set([...labels, ...judgeLabels].map(judged))
  const models = Map.groupBy(
    rows.filter((row) => row.judgeModel !== null && row.probability > 0),
    (row) => row.judgeModel ?? '',
  )
  return [...models]
    .map(([judgeModel, some]) => describe(judgeModel, some, { words, range }))
    .sort((a, b) => b.n - a.n)
    .slice(0, MOST_JUDGES)
}

/** Labels that an evaluator or its judge may give, and the range of its values. */
interface Scale {
  words: ReadonlySet<string>
  range: Evaluator['range']
}

function describe(judgeModel: string, rows: readonly CascadeLabel[], scale: Scale): JudgedCascade {
  const compared = rows.flatMap((row) => {
    const given = { value: row.givenValue, label: row.givenLabel }
    const isFreeRight = isSame(given, { value: row.freeValue, label: row.freeLabel }, scale)
    const isJudgeRight = isSame(given, { value: row.judgeValue, label: row.judgeLabel }, scale)
    return isFreeRight === null || isJudgeRight === null ? [] : [{ row, isFreeRight, isJudgeRight }]
  })
  const items = compared.flatMap(({ row, isFreeRight, isJudgeRight }): RecordedItem[] => {
    const { confidence, cluster: group, probability } = row
    return confidence === null
      ? []
      : [{ group, confidence, isFreeRight, isJudgeRight, weight: 1 / probability }]
  })
  const found = suggestAskBelow(items)
  const common = { judgeModel, n: items.length, withoutConfidence: compared.length - items.length }
  if (found.kind === 'missing') return { ...common, suggestion: null, missing: found.labels }
  const { askBelow, ...rates } = found.is
  return { ...common, suggestion: { askJudgeBelow: askBelow, ...rates }, missing: 0 }
}

interface Said {
  value: number | null
  label: string
}

const judged = (label: string) => JUDGED_LABELS.get(label) ?? label

/** Whether two say the same: by labels where the given one is a word of the evaluator, else by the half of the range; null where neither can be told. */
function isSame(given: Said, said: Said, { words, range }: Scale): boolean | null {
  const word = judged(given.label)
  if (words.has(word) && said.label !== '') return word === judged(said.label)
  if (given.value === null || said.value === null || range.bad === null) return null
  const middle = (range.low + range.high) / 2
  return given.value < middle === said.value < middle
}
