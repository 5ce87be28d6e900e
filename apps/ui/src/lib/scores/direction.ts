import type { Evaluator } from '@assay/contract/api/evaluator'

/** Which end of a score's range is the bad one; null where neither is, or nobody knows. */
export type BadEnd = Evaluator['range']['bad']

/** Says which way is worse; null where nobody knows. */
export const directionText = (bad: BadEnd): string | null =>
  bad === null ? null : `${bad === 'high' ? 'higher' : 'lower'} is worse`

const FOREIGN: readonly string[] = ['api', 'otel']

/** The bad end of a score. One from outside has the meaning that its sender gave it, whatever its name is. */
export const badEndOf = (
  evaluators: readonly Evaluator[],
  { name, source }: { readonly name: string; readonly source: string },
): BadEnd =>
  FOREIGN.includes(source) ? null : (evaluators.find((one) => one.name === name)?.range.bad ?? null)
