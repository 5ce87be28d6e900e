import { getContext, setContext } from 'svelte'
import type { Evaluator } from '@assay/contract/api/evaluator'

const KEY = Symbol('evaluators')

/** Tells the scores of a page which evaluators there are, so that they can say which way is worse. */
export const setEvaluators = (evaluators: readonly Evaluator[]): unknown => setContext(KEY, evaluators)

/** The evaluators of the page; none where it does not know them. */
export const getEvaluators = (): readonly Evaluator[] =>
  getContext<readonly Evaluator[] | undefined>(KEY) ?? []
