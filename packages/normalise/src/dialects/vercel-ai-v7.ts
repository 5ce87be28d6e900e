import { readApplicationContext, readEmbedding, readRanking } from '../shared/vercel-ai.ts'
import type { Dialect } from './dialect.ts'
import { otelGenAi } from './otel-genai.ts'

/** Vercel's AI SDK from version 7 on: the GenAI conventions under the tracer `gen_ai`, with a span for each step of the agent. */
export const vercelAiV7: Dialect = {
  name: 'vercel-ai-v7',
  detect: (raw, hasGenAi) => hasGenAi && raw.scope.name === 'gen_ai',
  map(raw, reader, span) {
    otelGenAi.map(raw, reader, span)
    if (span.operation === 'agent_step') span.kind = 'agent'
    // Supplements that the application has switched on.
    readApplicationContext(reader, span)
    readEmbedding(reader, span)
    readRanking(reader, span)
    span.tokens.reasoning ??= reader.count('ai.usage.outputTokenDetails.reasoningTokens')
  },
}
