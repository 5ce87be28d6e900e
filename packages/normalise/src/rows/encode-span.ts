import type { AnyValue } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import { MAPPER_VERSION } from '../mapper-version.ts'
import { costOf } from '../price/cost-of.ts'
import { resourceText, scopeText, writeEvents, writeLinks } from './content-json.ts'
import { writeAttributes } from './json-attributes.ts'
import type { RowWriter } from './row-writer.ts'

/** Characters of input and output that the narrow row keeps for lists. */
const PREVIEW_CHARACTERS = 200
const MAX_KEYS = 64
const MAX_KEY_CHARACTERS = 200
const MAX_VALUE_CHARACTERS = 200
const MAX_LIST = 256

export interface RowContext {
  projectId: string
  /** Arrival number of the span; the highest stands when a span is sent again. */
  version: bigint
}

/** The first `limit` UTF-16 units of a text, without half a character at the end. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const last = text.charCodeAt(limit - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)
}

function scalarText(value: AnyValue): string | null {
  if (typeof value === 'string') return cut(value, MAX_VALUE_CHARACTERS)
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  return null
}

function writeOthers(out: RowWriter, others: CanonicalSpan['otherAttributes']): void {
  if (others.length === 0) return out.uint8(0)
  const entries: [string, string][] = []
  for (const [key, value] of others) {
    const text = key.length > MAX_KEY_CHARACTERS ? null : scalarText(value)
    if (text !== null) entries.push([key, text])
    if (entries.length === MAX_KEYS) break
  }
  out.stringMap(entries)
}

function writeList(out: RowWriter, values: readonly string[]): void {
  out.stringArray(values.length > MAX_LIST ? values.slice(0, MAX_LIST) : values)
}

/** Writes the body row and returns how many bytes its attributes, events and links take. */
function encodeContent(out: RowWriter, raw: RawSpan, canonical: CanonicalSpan, context: RowContext): number {
  out.string(context.projectId)
  out.fixed(raw.traceId)
  out.fixed(raw.spanId)
  out.int64(raw.startTimeUnixNano)
  out.string(canonical.inputText ?? '')
  out.string(canonical.outputText ?? '')
  const guess = 1000
  let mark = out.beginString(guess)
  writeAttributes(out, raw.attributes)
  let bytes = out.endString(mark, guess)
  mark = out.beginString(0)
  writeEvents(out, raw)
  bytes += out.endString(mark, 0)
  mark = out.beginString(0)
  writeLinks(out, raw)
  bytes += out.endString(mark, 0)
  out.stringBytes(resourceText(raw.resource))
  out.stringBytes(scopeText(raw.scope))
  out.string(raw.traceState)
  out.uint32(raw.flags)
  out.uint64(context.version)
  return bytes
}

/**
 * Writes one span as a row of `spans` and one of `span_content`, values in the order of SPANS_COLUMNS and
 * SPAN_CONTENT_COLUMNS; start_time as nanoseconds.
 *
 * Throws a RangeError when attributes nest too deep to be written; both writers then stand where they stood before.
 */
export function encodeSpan(
  spans: RowWriter,
  content: RowWriter,
  raw: RawSpan,
  canonical: CanonicalSpan,
  context: RowContext,
): void {
  const spansMark = spans.length
  const contentMark = content.length
  try {
    const bodyBytes = encodeContent(content, raw, canonical, context)
    encodeNarrow(spans, raw, canonical, context, bodyBytes)
  } catch (cause) {
    spans.truncate(spansMark)
    content.truncate(contentMark)
    throw cause
  }
}

function encodeNarrow(
  out: RowWriter,
  raw: RawSpan,
  canonical: CanonicalSpan,
  context: RowContext,
  bodyBytes: number,
): void {
  const cost = costOf(canonical)
  const { tokens } = canonical
  out.string(context.projectId)
  out.fixed(raw.traceId)
  out.fixed(raw.spanId)
  out.fixed(raw.parentSpanId)
  out.int64(raw.startTimeUnixNano)
  out.uint64(raw.endTimeUnixNano - raw.startTimeUnixNano)
  out.string(raw.name)
  out.string(canonical.kind)
  out.uint8(raw.otelKind)
  out.uint8(raw.statusCode)
  out.uint8(canonical.isError ? 1 : 0)
  out.string(canonical.errorType ?? '')
  out.string(canonical.errorMessage ?? '')
  out.string(canonical.service ?? '')
  out.string(canonical.environment ?? '')
  out.string(raw.scope.name)
  out.string(canonical.dialect)
  out.string(canonical.operation ?? '')
  out.string(canonical.provider ?? '')
  out.string(canonical.model ?? '')
  out.string(canonical.requestModel ?? '')
  out.string(canonical.responseId ?? '')
  out.string(canonical.sessionId ?? '')
  out.string(canonical.userId ?? '')
  out.string(canonical.agentName ?? '')
  out.string(canonical.promptName ?? '')
  out.string(canonical.promptVersion ?? '')
  writeList(out, canonical.tags)
  writeList(out, canonical.toolNames)
  writeList(out, canonical.finishReasons)
  out.uint32(canonical.documents.length)
  out.nullableUint64(tokens.input)
  out.nullableUint64(tokens.output)
  out.nullableUint64(tokens.cacheRead)
  out.nullableUint64(tokens.cacheWrite)
  out.nullableUint64(tokens.reasoning)
  out.nullableFloat64(cost === null ? null : cost.usd)
  out.string(cost === null ? '' : cost.source)
  out.string(cost === null ? '' : cost.version)
  out.nullableFloat64(canonical.ttftMs)
  out.uint8(canonical.isServerSide ? 1 : 0)
  out.string(canonical.inputText === null ? '' : cut(canonical.inputText, PREVIEW_CHARACTERS))
  out.string(canonical.outputText === null ? '' : cut(canonical.outputText, PREVIEW_CHARACTERS))
  writeOthers(out, canonical.otherAttributes)
  out.uint32(bodyBytes)
  out.uint16(MAPPER_VERSION)
  out.uint64(context.version)
}
