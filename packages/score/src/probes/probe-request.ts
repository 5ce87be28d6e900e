import type { ProbePlan } from '@assay/contract/api/bias-probe'
import type { ModelRequest } from '../judge/model-client.ts'

/** One prompt as the model under test gets it: free text, at temperature 0. Its client must start in the mode `plain`. */
export const probeRequest = (
  prompt: string,
  { system, maxTokens }: Pick<ProbePlan, 'system' | 'maxTokens'>,
): ModelRequest => ({
  // Some providers refuse an empty one.
  system: system.trim() === '' ? 'You are a helpful assistant.' : system,
  user: prompt,
  output: { name: 'answer', schema: {} },
  maxTokens,
  temperature: 0,
  wantsLogProbabilities: false,
})
