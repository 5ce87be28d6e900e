import type { SampleParts } from '@assay/normalise/sample/sample-parts'
import type { NotApplicable } from '@assay/score/evaluation'
import type { SampleEvaluator } from '@assay/score/evaluator'
import { judgeClaims } from '@assay/score/judge/items/judge-claims'
import type { Judge } from '@assay/score/judge/judge'
import { judgeSample } from '@assay/score/judge/judge-sample'
import type { Judged } from '@assay/score/judge/judged'
import { EVALUATORS } from '@assay/score/registry'
import { CLAIM_PROTOCOLS, SAMPLE_PROTOCOLS } from './is-judged.ts'
import { readRubric } from './read-rubric.ts'

const REGISTRY: ReadonlyMap<string, SampleEvaluator> = new Map(Object.entries(EVALUATORS))

/** Asks a judge what an evaluator asks; null where no judge can be asked for it (any more). */
export async function askQuestion(
  evaluator: string,
  sample: SampleParts,
  judge: Judge,
  signal: AbortSignal,
): Promise<{ answer: Judged | NotApplicable; version: string } | null> {
  const scorer = REGISTRY.get(evaluator)
  if (scorer === undefined) return null
  const { version } = scorer
  const claims = CLAIM_PROTOCOLS.get(evaluator)
  const asked = { evaluator: scorer, rubric: readRubric(evaluator) }
  if (claims !== undefined)
    return { answer: await judgeClaims({ ...asked, protocol: claims }, sample, judge, signal), version }
  const protocol = SAMPLE_PROTOCOLS.get(evaluator)
  if (protocol === undefined) return null
  return { answer: await judgeSample({ ...asked, ...protocol }, sample, judge, signal), version }
}
