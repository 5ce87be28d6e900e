import type { Scored } from './evaluation.ts'

/** A score with nothing found, no confidence and no details but those given. */
export function scored(
  parts: Pick<Scored, 'value' | 'label' | 'explanation'> & Partial<Omit<Scored, 'kind'>>,
): Scored {
  return { kind: 'scored', findings: [], confidence: null, details: {}, isCut: false, ...parts }
}
