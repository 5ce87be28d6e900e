import { hash } from 'node:crypto'
import type { z } from 'zod'
import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { Evaluator } from '@assay/contract/api/evaluator'
import type { JudgeForm } from '@assay/contract/api/evaluator-report'
import { AGAINST_CONTEXT, AGAINST_KNOWLEDGE } from '@assay/score/judge/items/claim-protocols'
import { PROTOCOL_VERSION } from '@assay/score/judge/prompt/system-message'
import { JUDGE_PROTOCOLS, type JudgeProtocol } from '@assay/score/judge/sample-questions'

const SAMPLES: ReadonlyMap<string, JudgeProtocol> = new Map(Object.entries(JUDGE_PROTOCOLS))
const CLAIMS = new Map([
  ['faithfulness', AGAINST_CONTEXT],
  ['factuality', AGAINST_KNOWLEDGE],
])

/**
 * How a judge is asked beside an evaluator now, or in its place; null where none can be.
 *
 * @param definition null where nobody of the project wrote it.
 */
export function judgeForm(
  { name, version }: Evaluator,
  rubric: string,
  definition: CustomDefinition | null,
): z.infer<typeof JudgeForm> | null {
  const rubricHash = hash('sha256', rubric).slice(0, 16)
  const common = {
    version: `${version}+judge${PROTOCOL_VERSION}.${rubricHash}`,
    protocolVersion: PROTOCOL_VERSION,
    rubricHash,
  }
  if (definition !== null) {
    const { grades, shows } = definition
    return { ...common, asks: 'sample', labels: grades.map(({ label }) => label), shows: [...shows] }
  }
  const claims = CLAIMS.get(name)
  if (claims !== undefined)
    return { ...common, asks: 'claims', labels: [...claims.labels], shows: [...claims.shows] }
  const sample = SAMPLES.get(name)
  if (sample === undefined) return null
  return {
    ...common,
    asks: 'sample',
    labels: sample.labels.map(({ label }) => label),
    shows: [...sample.shows],
  }
}
