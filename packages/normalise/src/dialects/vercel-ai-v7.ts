import type { Dialect } from './dialect.ts'
import { otelGenAi } from './otel-genai.ts'

/** Vercel's AI SDK from version 7 on: the GenAI conventions under the tracer `gen_ai`, with a span for each step of the agent. */
export const vercelAiV7: Dialect = {
  name: 'vercel-ai-v7',
  detect: (raw, hasGenAi) => hasGenAi && raw.scope.name === 'gen_ai',
  map(raw, reader, span) {
    otelGenAi.map(raw, reader, span)
    if (span.operation === 'agent_step') span.kind = 'agent'
  },
}
