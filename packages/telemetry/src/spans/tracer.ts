import type { AttributeValue } from '../otlp/resource.ts'

export type SpanKind = 'internal' | 'server' | 'client' | 'consumer'
export type OwnAttributes = Readonly<Record<string, AttributeValue | null | undefined>>

/** A span of our own that has ended; ids in hex, times in Unix milliseconds. */
export interface OwnSpan {
  traceId: string
  spanId: string
  /** '' for a root. */
  parentSpanId: string
  name: string
  kind: SpanKind
  startMs: number
  endMs: number
  attributes: OwnAttributes
  /** What failed, as `error.type`; null where nothing did. */
  errorType: string | null
}

export interface OpenSpan {
  /** Ends the span, once. One that is never ended is never exported. */
  end(how?: { name?: string; attributes?: OwnAttributes; errorType?: string | null }): void
}

/** Makes our own spans. Absent where nobody asked for them, so that they cost nothing then. */
export interface Tracer {
  /**
   * Begins a span; null where it is not in the sample.
   *
   * @param span.traceparent What the caller sent, as W3C Trace Context has it: its trace goes on, if it is sampled.
   * @param span.startMs Default: now.
   */
  begin(span: {
    name: string
    kind: SpanKind
    attributes?: OwnAttributes
    traceparent?: string | undefined
    startMs?: number
  }): OpenSpan | null
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/
const NOTHING = /^0+$/

/**
 * @param options.share Of the traces that begin here, from 0 to 1.
 * @param options.now clock in Unix milliseconds, with their parts.
 * @param options.random from 0 to below 1.
 * @param options.newId so many random bytes in hex.
 */
export function createTracer(options: {
  share: number
  now: () => number
  random: () => number
  newId: (bytes: number) => string
  keep: (span: OwnSpan) => void
}): Tracer {
  const { share, now, random, newId, keep } = options
  return {
    begin({ name, kind, attributes = {}, traceparent, startMs = now() }) {
      const parent = parentOf(traceparent)
      if (parent === null ? random() >= share : !parent.isSampled) return null
      const traceId = parent?.traceId ?? newId(16)
      let isEnded = false
      return {
        end(how = {}) {
          if (isEnded) return
          isEnded = true
          keep({
            traceId,
            spanId: newId(8),
            parentSpanId: parent?.spanId ?? '',
            name: how.name ?? name,
            kind,
            startMs,
            endMs: Math.max(startMs, now()),
            attributes: { ...attributes, ...how.attributes },
            errorType: how.errorType ?? null,
          })
        },
      }
    },
  }
}

function parentOf(traceparent: string | undefined) {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(traceparent ?? '') ?? []
  if (traceId === '' || NOTHING.test(traceId) || NOTHING.test(spanId)) return null
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** Runs some work as a span, which has failed when the work throws. */
export async function traced<T>(
  tracer: Tracer | undefined,
  span: Parameters<Tracer['begin']>[0],
  work: () => Promise<T>,
): Promise<T> {
  const open = tracer?.begin(span)
  if (!open) return work()
  try {
    const result = await work()
    open.end()
    return result
  } catch (error) {
    open.end({ errorType: error instanceof Error ? error.name : 'unknown' })
    throw error
  }
}
