import { scoreClaims } from '../src/evaluators/faithfulness/score-claims.ts'
import { type ComposedAnswer, composeAnswers } from './compose-answers.ts'
import { FOLDS, foldOf } from './cross-validate.ts'
import { type MeasuredRow, trainModels } from './train-models.ts'

const LENGTHS = [1, 2, 4, 8, 12]
/** Lengths from which on answers are read claim by claim. */
const LONG = 4
const EACH = 20
/** Groups whose rows are short answers of their own: summaries are edits of one another. */
const GROUPS = new Set(['begin', 'faithdial', 'q2', 'factcheckgpt'])
const STEP = 0.05
const MOST = 2

/** How often answers of so many parts are flagged, faithful ones and those with one unsupported part. */
export interface LengthFigure {
  parts: number
  flaggedFaithful: number
  flaggedUnfaithful: number
}

/**
 * The least bar by which long faithful answers are flagged no more often than those of one part, on answers composed of rows that the
 * models never saw; and what it gives at each length.
 */
export function fitBar(rows: readonly MeasuredRow[]): { bar: number; figures: LengthFigure[] } {
  const own = rows.filter(({ group }) => GROUPS.has(group))
  const models = Array.from({ length: FOLDS }, (_, fold) =>
    trainModels(rows.filter((row) => foldOf(row) !== fold)),
  )
  const composed = composeAnswers(own, foldOf, LENGTHS, EACH)
  const flagged = (list: readonly ComposedAnswer[], bar: number) =>
    list.filter(({ task, claims, fold }) => scoreClaims(task, claims, models[fold], bar).answer >= 0).length /
    list.length
  const faithful = composed.filter(({ label }) => label === 0)
  const long = faithful.filter(({ parts }) => parts >= LONG)
  const usual = flagged(
    faithful.filter(({ parts }) => parts === 1),
    0,
  )
  let bar = 0
  while (bar < MOST && flagged(long, bar) > usual) bar += STEP
  const figures = LENGTHS.map((parts) => {
    const [good, bad] = [0, 1].map((label) =>
      composed.filter((one) => one.parts === parts && one.label === label),
    )
    return { parts, flaggedFaithful: flagged(good!, bar), flaggedUnfaithful: flagged(bad!, bar) }
  })
  return { bar, figures }
}
