import type { SpanKind } from '@assay/contract/span-kind'
import { readBodies } from '../shared/bodies.ts'
import { genAiKind, readGenAi, textList } from '../shared/gen-ai.ts'
import { normaliseProvider } from '../shared/provider.ts'
import type { Dialect } from './dialect.ts'

const KINDS = new Map<string, SpanKind>([
  ['llm', 'llm'],
  ['chain', 'chain'],
  ['prompt', 'chain'],
  ['parser', 'chain'],
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['retriever', 'retriever'],
  ['embedding', 'embedding'],
])

/** LangSmith's SDK over OpenTelemetry: `langsmith.*` beside `gen_ai.*`, whose operation it does not mean. */
export const langsmith: Dialect = {
  name: 'langsmith',
  detect: ({ attributes }) => attributes.has('langsmith.span.kind') || attributes.has('langsmith.trace.name'),
  map(raw, reader, span) {
    readGenAi(reader, span)
    span.kind = KINDS.get(reader.text('langsmith.span.kind')?.toLowerCase() ?? '') ?? genAiKind(reader, span)
    // The framework is no provider; it names itself wherever no model is called.
    if (span.provider === 'langchain') span.provider = null
    span.provider ??= normaliseProvider(reader.text('langsmith.metadata.ls_provider'))
    span.requestModel ??= reader.text('langsmith.metadata.ls_model_name')
    readBodies(span, reader.raw('gen_ai.prompt'), reader.raw('gen_ai.completion'))
    if (span.kind === 'tool') span.tool ??= { name: raw.name, callId: null, description: null }
    span.sessionId =
      reader.text('langsmith.metadata.thread_id') ??
      reader.text('langsmith.metadata.session_id') ??
      reader.text('langsmith.metadata.conversation_id')
    span.userId = reader.text('langsmith.metadata.user_id')
    span.tags = textList(reader.raw('langsmith.span.tags'))
  },
}
