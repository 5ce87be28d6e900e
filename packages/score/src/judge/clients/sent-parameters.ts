import type { ModelRequest, SentParameters } from '../model-client.ts'
import type { Dialect } from './dialect.ts'

/** What of a request an endpoint was sent in a dialect. */
export function sentParameters(request: ModelRequest, dialect: Dialect): SentParameters {
  return {
    outputMode: dialect.outputMode,
    temperature: dialect.temperature ? request.temperature : null,
    maxTokens: request.maxTokens,
    logProbabilities: request.wantsLogProbabilities && dialect.logProbabilities,
  }
}
