import type { ClickHouse } from '@assay/store/clickhouse/open'

/** A span as the tests write it; what is left out is empty. Ids are short names, made hex by `hexId`. */
export interface TestSpan {
  project?: string
  trace: string
  span: string
  parent?: string
  /** Milliseconds since `BASE_MS`. */
  startMs: number
  durationMs?: number
  name?: string
  kind?: string
  error?: boolean
  errorType?: string
  errorMessage?: string
  service?: string
  environment?: string
  provider?: string
  model?: string
  response?: string
  session?: string
  user?: string
  tags?: string[]
  tools?: string[]
  input?: number
  output?: number
  cache?: number
  cost?: number
  isServerSide?: boolean
  ttftMs?: number
  inputText?: string
  outputText?: string
  attributes?: string
  /** Attributes of the narrow row. */
  map?: Record<string, string>
  version?: number
}

/** 2026-03-01T12:00:00Z. */
export const BASE_MS = Date.UTC(2026, 2, 1, 12)

/** A short name as hex of so many bytes. */
function hexId(name: string, bytes: number): string {
  return name === ''
    ? '0'.repeat(bytes * 2)
    : Buffer.from(name.padEnd(bytes, '_'))
        .toString('hex')
        .slice(0, bytes * 2)
}
export const traceHex = (name: string): string => hexId(name, 16)
export const spanHex = (name: string): string => hexId(name, 8)

const instant = (ms: number) => new Date(BASE_MS + ms).toISOString().replace('T', ' ').replace('Z', '')
const iso = (ms: number) => new Date(BASE_MS + ms).toISOString()
export { iso as isoAt }

function spanRow(span: TestSpan) {
  return {
    project_id: span.project ?? 'p1',
    trace_id: span.trace.padEnd(16, '_'),
    span_id: span.span.padEnd(8, '_'),
    parent_span_id: span.parent ? span.parent.padEnd(8, '_') : '',
    start_time: instant(span.startMs),
    duration_ns: Math.round((span.durationMs ?? 1) * 1e6),
    name: span.name ?? span.span,
    kind: span.kind ?? 'span',
    is_error: span.error ? 1 : 0,
    error_type: span.errorType ?? '',
    error_message: span.errorMessage ?? '',
    service: span.service ?? '',
    environment: span.environment ?? '',
    provider: span.provider ?? '',
    model: span.model ?? '',
    response_id: span.response ?? '',
    session_id: span.session ?? '',
    user_id: span.user ?? '',
    tags: span.tags ?? [],
    tool_names: span.tools ?? [],
    input_tokens: span.input ?? null,
    output_tokens: span.output ?? null,
    cache_read_tokens: span.cache ?? null,
    cost_usd: span.cost ?? null,
    cost_source: span.cost === undefined ? '' : 'reported',
    ttft_ms: span.ttftMs ?? null,
    is_server_side: span.isServerSide ? 1 : 0,
    input_preview: (span.inputText ?? '').slice(0, 200),
    output_preview: (span.outputText ?? '').slice(0, 200),
    attributes: span.map ?? {},
    version: span.version ?? 1,
  }
}

function contentRow(span: TestSpan) {
  return {
    project_id: span.project ?? 'p1',
    trace_id: span.trace.padEnd(16, '_'),
    span_id: span.span.padEnd(8, '_'),
    start_time: instant(span.startMs),
    input_text: span.inputText ?? '',
    output_text: span.outputText ?? '',
    attributes: span.attributes ?? '{}',
    version: span.version ?? 1,
  }
}

/** Writes spans, their bodies and what the views make of them. */
export async function insertSpans(ch: ClickHouse, spans: readonly TestSpan[]): Promise<void> {
  if (spans.length === 0) return
  const lines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
  await ch.command(`INSERT INTO spans FORMAT JSONEachRow ${lines(spans.map(spanRow))}`)
  await ch.command(`INSERT INTO span_content FORMAT JSONEachRow ${lines(spans.map(contentRow))}`)
}
