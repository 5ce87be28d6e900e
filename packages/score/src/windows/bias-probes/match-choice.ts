import { findLabel } from '../../evaluators/label-accuracy/find-label.ts'
import { normaliseText } from '../../reference/reference-tokens.ts'

/**
 * Which of the choices of a probe an answer takes: the one that it is, or else the only one that it names; null where it takes
 * none or several.
 */
export function matchChoice(answer: string, choices: readonly string[]): number | null {
  const wanted = normaliseText(answer)
  const same = choices.findIndex((choice) => normaliseText(choice) === wanted)
  if (same >= 0) return same
  const named = findLabel(answer, choices)
  return named === null ? null : choices.indexOf(named.label)
}
