import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { SpanKind } from '@assay/contract/span-kind'
import { toCount, toNumber, type AttributeReader } from '../shared/attribute-reader.ts'
import { readBodies, undumped } from '../shared/bodies.ts'
import { genAiKind, readGenAi } from '../shared/gen-ai.ts'
import { firstText } from '../shared/message-part.ts'
import { setParameters } from '../shared/parameters.ts'
import { isObject, structured } from '../shared/parse-json.ts'
import { normaliseProvider } from '../shared/provider.ts'
import { toToolDefinitions } from '../shared/tool-definitions.ts'
import type { Dialect } from './dialect.ts'

const KINDS = new Map<string, SpanKind>([
  ['LLM', 'llm'],
  ['CHAT_MODEL', 'llm'],
  ['CHAIN', 'chain'],
  ['PARSER', 'chain'],
  ['WORKFLOW', 'chain'],
  ['TASK', 'chain'],
  ['AGENT', 'agent'],
  ['TOOL', 'tool'],
  ['RETRIEVER', 'retriever'],
  ['EMBEDDING', 'embedding'],
  ['RERANKER', 'reranker'],
  ['GUARDRAIL', 'guardrail'],
  ['EVALUATOR', 'evaluator'],
])

function readUsage(reader: AttributeReader, span: CanonicalSpan): void {
  const usage = structured(reader.raw('mlflow.chat.tokenUsage'))
  if (isObject(usage)) {
    const count = (key: string): number | null => {
      const value = toNumber(usage[key])
      return value === null ? null : toCount(value)
    }
    const { tokens } = span
    tokens.input = count('input_tokens')
    tokens.output = count('output_tokens')
    tokens.cacheRead = count('cache_read_input_tokens')
    tokens.cacheWrite = count('cache_creation_input_tokens')
  }
  const cost = structured(reader.raw('mlflow.llm.cost'))
  const total = isObject(cost) ? toNumber(cost['total_cost']) : null
  if (total !== null && total >= 0) span.reportedCostUsd = total
}

/** MLflow tracing: `mlflow.*`, every value dumped as JSON. */
export const mlflow: Dialect = {
  name: 'mlflow',
  detect: ({ attributes }) => attributes.has('mlflow.spanType') || attributes.has('mlflow.traceRequestId'),
  map(raw, reader, span) {
    const kind = KINDS.get(undumped(reader.raw('mlflow.spanType'))?.toUpperCase() ?? '')
    span.model = undumped(reader.raw('mlflow.llm.model'))
    span.provider = normaliseProvider(undumped(reader.raw('mlflow.llm.provider')))
    span.kind = kind ?? 'span'
    readUsage(reader, span)
    readGenAi(reader, span)
    if (kind === undefined) span.kind = genAiKind(reader, span)
    const input = reader.raw('mlflow.spanInputs')
    const body = structured(input)
    if (span.kind === 'llm' && isObject(body)) {
      setParameters(span, body)
      span.requestModel ??= firstText(body, 'model')
    }
    readBodies(span, input, reader.raw('mlflow.spanOutputs'))
    const tools = reader.raw('mlflow.chat.tools')
    if (tools !== undefined) span.toolDefinitions = toToolDefinitions(structured(tools))
    if (span.kind === 'tool') span.tool ??= { name: raw.name, callId: null, description: null }
    if (span.kind === 'agent') span.agentName ??= raw.name === '' ? null : raw.name
    span.sessionId = undumped(reader.raw('mlflow.trace.session'))
    span.userId = undumped(reader.raw('mlflow.trace.user'))
  },
}
