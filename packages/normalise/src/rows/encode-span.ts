import type { AnyValue } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import { MAPPER_VERSION } from '../mapper-version.ts'
import { costOf } from '../price/cost-of.ts'
import { resourceText, scopeText, writeEvents, writeLinks } from './content-json.ts'
import { writeAttributes } from './json-attributes.ts'
import type { RowWriter } from './row-writer.ts'
import type { SplitBodies } from './split-bodies.ts'

/** Characters of input and output that the narrow row keeps for lists. */
const PREVIEW_CHARACTERS = 200
const MAX_KEYS = 64
const MAX_KEY_CHARACTERS = 200
const MAX_VALUE_CHARACTERS = 200
const MAX_LIST = 256
/** Characters of names and ids that the narrow row keeps: what lists, menus and links can bear. */
const MAX_NAME_CHARACTERS = 500
const MAX_ERROR_CHARACTERS = 2000

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

const cutValue = (value: string) => cut(value, MAX_VALUE_CHARACTERS)

/** A name or an id as the narrow row keeps it; the whole stands in the body. */
const short = (value: string | null) => (value === null ? '' : cut(value, MAX_NAME_CHARACTERS))

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
  const some = values.length > MAX_LIST ? values.slice(0, MAX_LIST) : values
  out.stringArray(some.some((value) => value.length > MAX_VALUE_CHARACTERS) ? some.map(cutValue) : some)
}

/** Where the rows of spans go: of `spans`, of `span_content`, and what is taken out of the latter. */
export interface SpanRows {
  spans: RowWriter
  content: RowWriter
  bodies: SplitBodies
}

/** Writes the body row and returns how many bytes its attributes, events and links take, with what is stored apart. */
function encodeContent(rows: SpanRows, raw: RawSpan, canonical: CanonicalSpan, context: RowContext): number {
  const { content: out, bodies } = rows
  out.string(context.projectId)
  out.fixed(raw.traceId)
  out.fixed(raw.spanId)
  out.int64(raw.startTimeUnixNano)
  out.string(canonical.inputText ?? '')
  out.string(canonical.outputText ?? '')
  const guess = 1000
  bodies.start(raw.startTimeUnixNano)
  let mark = out.beginString(guess)
  bodies.startText(out, 0)
  writeAttributes(out, raw.attributes, 0, bodies)
  let bytes = out.endString(mark, guess)
  mark = out.beginString(0)
  bodies.startText(out, bytes)
  writeEvents(out, raw, bodies)
  bytes += out.endString(mark, 0)
  mark = out.beginString(0)
  writeLinks(out, raw)
  bytes += out.endString(mark, 0)
  out.stringBytes(resourceText(raw.resource))
  out.stringBytes(scopeText(raw.scope))
  out.string(raw.traceState)
  out.uint32(raw.flags)
  out.string(raw.name.length > MAX_NAME_CHARACTERS ? raw.name : '')
  out.string(raw.statusMessage)
  const { offsets, hashes } = bodies
  out.varuint(offsets.length)
  for (let i = 0; i < offsets.length; i++) out.uint32(offsets[i]!)
  out.varuint(hashes.length)
  for (let i = 0; i < hashes.length; i++) out.fixedLatin1(hashes[i]!, 16)
  out.uint64(context.version)
  return bytes + bodies.takenBytes
}

/**
 * Writes one span as a row of `spans` and one of `span_content`, values in the order of SPANS_COLUMNS and
 * SPAN_CONTENT_COLUMNS; start_time as nanoseconds. Long texts go to the sink of `bodies`.
 *
 * Throws a RangeError when attributes nest too deep to be written; both writers then stand where they stood before.
 */
export function encodeSpan(
  rows: SpanRows,
  raw: RawSpan,
  canonical: CanonicalSpan,
  context: RowContext,
): void {
  const spansMark = rows.spans.length
  const contentMark = rows.content.length
  try {
    const bodyBytes = encodeContent(rows, raw, canonical, context)
    encodeNarrow(rows.spans, raw, canonical, context, bodyBytes)
  } catch (cause) {
    rows.spans.truncate(spansMark)
    rows.content.truncate(contentMark)
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
  out.string(short(raw.name))
  out.string(canonical.kind)
  out.uint8(raw.otelKind)
  out.uint8(raw.statusCode)
  out.uint8(canonical.isError ? 1 : 0)
  out.string(short(canonical.errorType))
  out.string(canonical.errorMessage === null ? '' : cut(canonical.errorMessage, MAX_ERROR_CHARACTERS))
  out.string(short(canonical.service))
  out.string(short(canonical.environment))
  out.string(short(raw.scope.name))
  out.string(canonical.dialect)
  out.string(short(canonical.operation))
  out.string(short(canonical.provider))
  out.string(short(canonical.model))
  out.string(short(canonical.requestModel))
  out.string(short(canonical.responseId))
  out.string(short(canonical.sessionId))
  out.string(short(canonical.userId))
  out.string(short(canonical.agentName))
  out.string(short(canonical.promptName))
  out.string(short(canonical.promptVersion))
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
