import type { ClaimCounts } from '../src/evaluators/faithfulness/claim-counts.ts'
import { type FeatureName, featuresOf } from '../src/evaluators/faithfulness/features.ts'
import { findClaims } from '../src/evaluators/faithfulness/find-claims.ts'
import { indexContext } from '../src/evaluators/faithfulness/index-context.ts'
import { measureClaim } from '../src/evaluators/faithfulness/measure-claim.ts'
import { windowReader } from '../src/evaluators/faithfulness/read-window.ts'
import type { Models } from '../src/evaluators/faithfulness/model.ts'
import { prepareText } from '../src/text/prepare-text.ts'
import { fitSigned } from './fit-logistic.ts'
import type { Row } from './read-rows.ts'
import { RECIPES, type Recipe } from './recipes.ts'

/** A row with what a model sees of it. */
export interface MeasuredRow extends Row {
  claims: readonly ClaimCounts[]
  features: Record<FeatureName, number>
}

/** Weight of one class of one group. */
const CLASS_WEIGHT = 500

/** Measures every row that claims something. */
export function measureRows(rows: readonly Row[]): MeasuredRow[] {
  return rows.flatMap((row) => {
    const claims = measureTexts([row.context], row.answer)
    return claims.length === 0 ? [] : [{ ...row, claims, features: featuresOf(claims) }]
  })
}

/** The claims of an answer, compared with passages. */
export function measureTexts(passages: readonly string[], text: string): ClaimCounts[] {
  const answer = prepareText(text, 'en')
  const index = indexContext(passages.map((passage) => prepareText(passage, 'en')))
  const readWindow = windowReader(index)
  return findClaims(answer).claims.map((claim) => measureClaim(index, readWindow, answer, claim).counts)
}

/** Trains every model by its recipe on those of the rows that it learns from. */
export function trainModels(rows: readonly MeasuredRow[]): Models {
  return {
    dialogue: train(rows, RECIPES.dialogue),
    claim: train(rows, RECIPES.claim),
    free: train(rows, RECIPES.free),
    edits: train(rows, RECIPES.edits),
  }
}

function train(all: readonly MeasuredRow[], recipe: Recipe) {
  const rows = all.filter((row) => recipe.groups[row.group] !== undefined)
  const sizes = new Map<string, number>()
  for (const { group, label } of rows)
    sizes.set(`${group} ${label}`, (sizes.get(`${group} ${label}`) ?? 0) + 1)
  return fitSigned(
    recipe.features,
    rows.map((row) => recipe.features.map((name) => row.features[name])),
    rows.map((row) => row.label),
    rows.map(({ group, label }) => (CLASS_WEIGHT * recipe.groups[group]!) / sizes.get(`${group} ${label}`)!),
    recipe.ridge,
  )
}
