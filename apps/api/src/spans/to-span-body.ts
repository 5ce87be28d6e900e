import type { SpanBody } from '@assay/contract/api/span-body'
import type { SpanContent } from '@assay/store/clickhouse/queries/get-trace-contents'
import { joinLogs } from '@assay/normalise/join-logs'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { decodeContent } from '@assay/normalise/rows/decode-content'
import { toInstant } from './to-instant.ts'
import { attributesToJson } from './to-json.ts'

/** Everything about one stored span: what its body means is derived anew, what was sent stands beside it unchanged. */
export function toSpanBody(content: SpanContent): SpanBody {
  const raw = decodeContent(content.body)
  const span = normaliseSpan(joinLogs(raw, content.logs))
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  return {
    span: content.span,
    dialect: span.dialect,
    operation: span.operation,
    requestModel: span.requestModel,
    responseId: span.responseId,
    parameters: span.parameters,
    finishReasons: span.finishReasons,
    inputMessages: span.inputMessages,
    outputMessages: span.outputMessages,
    input: span.input,
    output: span.output,
    toolDefinitions: span.toolDefinitions,
    tool: span.tool,
    documents: span.documents,
    sessionId: span.sessionId,
    userId: span.userId,
    promptName: span.promptName,
    promptVersion: span.promptVersion,
    tags: span.tags,
    environment: span.environment,
    attributes: attributesToJson(raw.attributes),
    resource: attributesToJson(raw.resource.attributes),
    scope: {
      name: raw.scope.name,
      version: raw.scope.version,
      attributes: attributesToJson(raw.scope.attributes),
    },
    events: raw.events.map((event) => ({
      time: toInstant(event.timeUnixNano),
      name: event.name,
      attributes: attributesToJson(event.attributes),
    })),
    links: raw.links.map((link) => ({
      traceId: hex(link.traceId),
      spanId: hex(link.spanId),
      attributes: attributesToJson(link.attributes),
    })),
  }
}
