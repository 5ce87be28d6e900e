import { genAiKind, readGenAi } from '../shared/gen-ai.ts'
import { readEventMessages, readMessages, readPromptAndCompletion } from '../shared/gen-ai-messages.ts'
import type { Dialect } from './dialect.ts'

const MARKS = [
  'gen_ai.system',
  'gen_ai.prompt',
  'gen_ai.completion',
  'gen_ai.usage.prompt_tokens',
  'gen_ai.usage.completion_tokens',
]

/** The OpenTelemetry GenAI conventions up to 1.36: `gen_ai.system`, content in one attribute or in events per message. */
export const otelGenAiDeprecated: Dialect = {
  name: 'otel-genai-deprecated',
  detect: ({ attributes }, hasGenAi) =>
    hasGenAi && !attributes.has('gen_ai.input.messages') && MARKS.some((mark) => attributes.has(mark)),
  map(raw, reader, span) {
    readGenAi(reader, span)
    span.kind = genAiKind(reader, span)
    readPromptAndCompletion(reader, span)
    readMessages(reader, span)
    readEventMessages(raw, span)
  },
}
