import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { SampleParts } from '@assay/normalise/sample/sample-parts'
import type { NotApplicable } from '@assay/score/evaluation'
import { findEvaluator } from '@assay/score/find-evaluator'
import { customEvaluation } from '@assay/score/judge/custom-evaluator'
import { judgeClaims } from '@assay/score/judge/items/judge-claims'
import type { Judge } from '@assay/score/judge/judge'
import { judgeSample } from '@assay/score/judge/judge-sample'
import type { Judged } from '@assay/score/judge/judged'
import { CLAIM_PROTOCOLS, SAMPLE_PROTOCOLS } from './is-judged.ts'
import { readRubric } from './read-rubric.ts'

/** What a judge is asked about: an evaluator that comes with Assay by its name, or one that people wrote by what it asks. */
interface AskedEvaluator {
  name: string
  /** null where nobody of the project wrote it. */
  definition: CustomDefinition | null
}

/** Asks a judge what an evaluator asks; null where no judge can be asked for it (any more). */
export async function askQuestion(
  { name, definition }: AskedEvaluator,
  sample: SampleParts,
  judge: Judge,
  signal: AbortSignal,
): Promise<{ answer: Judged | NotApplicable; version: string } | null> {
  if (definition !== null) {
    const { scorer, question } = customEvaluation(definition)
    return { answer: await judgeSample(question, sample, judge, signal), version: scorer.version }
  }
  const scorer = findEvaluator(name, [])
  if (scorer === null) return null
  const { version } = scorer
  const claims = CLAIM_PROTOCOLS.get(name)
  const protocol = SAMPLE_PROTOCOLS.get(name)
  if (claims !== undefined) {
    const asked = { evaluator: scorer, rubric: readRubric(name), protocol: claims }
    return { answer: await judgeClaims(asked, sample, judge, signal), version }
  }
  if (protocol === undefined) return null
  const asked = { evaluator: scorer, rubric: readRubric(name) }
  return { answer: await judgeSample({ ...asked, ...protocol }, sample, judge, signal), version }
}
