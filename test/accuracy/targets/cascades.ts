import { type RecordedItem, replayCascade } from '@assay/score/cascade/replay-cascade'
import { replayJury } from '@assay/score/cascade/replay-jury'
import { type DataSet, setsOf } from '../data/read-sets.ts'
import { isRefusalLabel } from '../data/refusal-labels.ts'
import type { RowOf } from '../data/shapes.ts'
import { measureByDocument, type Statistic } from '../measure/by-document.ts'
import { evaluatorNamed, runEvaluator } from '../measure/run-evaluator.ts'
import { shareOf } from '../measure/statistics.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'
import { refusalsOfUnseenModels } from './unseen-models.ts'
import { judgesOf, meanOf, pairOf } from './recorded-pairs.ts'
import { LLMBAR_PROMPTS } from '../../../packages/score/test/cascade/llmbar-prompts.ts'

/** Votes by which a side has to lead before no more are asked for. */
const LEAD = 2

/** T11: what asking a judge only where it is needed keeps of its accuracy, and at how many of its calls. */
export function cascades(sets: readonly DataSet[]): Section {
  return {
    title: 'Cascades on recorded judges',
    about:
      'Thresholds are chosen on nine tenths of the documents and used on the last. "Kept" is the accuracy by that of a judge that is always asked.',
    figures: [
      ...setsOf(sets, 'refusal').flatMap((set, _, all) => refusalFigures(set, all)),
      ...setsOf(sets, 'pairs').flatMap(juryFigures),
    ],
  }
}

/** Refusal evaluator first, the recorded GPT-4 where it is not sure. */
function refusalFigures(set: DataSet<'refusal'>, sets: readonly DataSet<'refusal'>[]): Figure[] {
  const { name, rows } = set
  const evaluator = evaluatorNamed('refusal')
  const judged = rows.filter(({ gpt4_label }) => gpt4_label !== undefined)
  const { count, probabilities } = refusalsOfUnseenModels({ ...set, rows: judged }, sets)
  if (evaluator === null || judged.length === 0) return []
  const items = judged.map((row, i): RecordedItem => {
    const free = runEvaluator(evaluator, { question: row.prompt, answer: row.completion })
    const isRefusal = isRefusalLabel(row.final_label)
    const unseen = probabilities?.[i] ?? null
    const value = unseen ?? (free.kind === 'scored' ? free.value : null)
    const sure = free.kind === 'scored' ? (free.confidence ?? 0) : 0
    return {
      group: row.prompt_id ?? row.doc_id ?? `row ${i}`,
      confidence: unseen === null ? sure : Math.max(unseen, 1 - unseen),
      isFreeRight: value !== null && value >= 0.5 === isRefusal,
      isJudgeRight: isRefusalLabel(row.gpt4_label!) === isRefusal,
    }
  })
  if (new Set(items.map(({ group }) => group)).size < 2) return []
  const { isRight, isAsked, accuracy, judgeAccuracy } = replayCascade(items)
  const rates = `accuracy ${accuracy.toFixed(3)}, GPT-4 alone ${judgeAccuracy.toFixed(3)}`
  const isFlattered = count > 0 && probabilities === null
  const weights = isFlattered ? `, whose weights saw ${count} of these rows` : ''
  const figures = keptAndCalls(
    `cascade_refusal_${name}`,
    `refusals of ${name}, evaluator${weights} then GPT-4 (${rates})`,
    items.map(({ group }) => group),
    ratioOf(shareOf(isRight), shareOf(items.map(({ isJudgeRight }) => isJudgeRight))),
    shareOf(isAsked),
  )
  return isFlattered ? figures.map((item) => ({ ...item, goal: null })) : figures
}

/** Votes of one judge under several prompts, asked until one side leads. */
function juryFigures({ name, rows }: DataSet<'pairs'>): Figure[] {
  return judgesOf(rows).flatMap((judge) => {
    const items = rows.flatMap((row, i) => {
      const pairs = LLMBAR_PROMPTS.map((prompt) => pairOf(row, judge, prompt))
      if (pairs.includes(null)) return []
      const votes = pairs.flatMap((pair) => [pair!.given, pair!.swapped])
      return [{ document: documentOf(row, i), votes, gold: pairs[0]!.gold }]
    })
    if (items.length === 0) return []
    const [heard, whole] = [items.map((item) => replayJury([item], LEAD)), replayJury(items, LEAD)]
    const rates = `accuracy ${whole.accuracy.toFixed(3)}, all votes ${whole.wholeAccuracy.toFixed(3)}`
    return keptAndCalls(
      `cascade_jury_${name}_${judge}`,
      `pairs of ${name}, ${judge} under ${LLMBAR_PROMPTS.length} prompts in both orders until one side leads by ${LEAD} (${rates})`,
      items.map(({ document }) => document),
      ratioOf(
        meanOf(heard.map(({ accuracy }) => accuracy)),
        meanOf(heard.map(({ wholeAccuracy }) => wholeAccuracy)),
      ),
      meanOf(heard.map(({ calls }) => calls)),
    )
  })
}

const documentOf = ({ doc_id }: RowOf<'pairs'>, row: number) => doc_id ?? `row ${row}`

/** null where nothing could be kept. */
const ratioOf =
  (part: Statistic, whole: Statistic): Statistic =>
  (weights) => {
    const [some, all] = [part(weights), whole(weights)]
    return some !== null && all !== null && all > 0 ? some / all : null
  }

function keptAndCalls(
  name: string,
  what: string,
  documents: readonly string[],
  kept: Statistic,
  calls: Statistic,
): Figure[] {
  const common = { target: 'T11', unit: 'share' } as const
  return [
    figure({
      ...common,
      name: `${name}_kept`,
      what: `${what}: kept`,
      ...measureByDocument(documents, kept, name),
      reason: 'the judge is never right',
      goal: { least: 0.99 },
    }),
    figure({
      ...common,
      name: `${name}_calls`,
      what: `${what}: calls`,
      ...measureByDocument(documents, calls, name),
      goal: { most: 0.35 },
    }),
  ]
}
