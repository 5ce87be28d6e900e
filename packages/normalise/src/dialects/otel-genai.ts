import { genAiKind, readGenAi } from '../shared/gen-ai.ts'
import { readEventMessages, readMessages, readPromptAndCompletion } from '../shared/gen-ai-messages.ts'
import type { Dialect } from './dialect.ts'

/** The OpenTelemetry GenAI conventions from 1.37 on: content in `gen_ai.input.messages` and its siblings. */
export const otelGenAi: Dialect = {
  name: 'otel-genai',
  detect: (raw, hasGenAi) => hasGenAi || raw.attributes.has('mcp.method.name'),
  map(raw, reader, span) {
    readGenAi(reader, span)
    span.kind = genAiKind(reader, span)
    readMessages(reader, span)
    readPromptAndCompletion(reader, span)
    readEventMessages(raw, span)
  },
}
