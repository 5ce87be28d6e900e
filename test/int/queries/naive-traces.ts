import { countOnce } from '@assay/store/clickhouse/queries/count-once'
import { traceHex, type TestSpan } from './span-rows.ts'

/** A trace as a plain reading of its spans has it: the model that the queries are held against. */
export interface NaiveTrace {
  id: string
  spans: TestSpan[]
  startMs: number
  durationMs: number
  errors: number
  tokens: number | null
  cost: number | null
}

const isCall = (span: TestSpan) =>
  (span.kind === 'llm' || span.kind === 'embedding') &&
  (span.input !== undefined || span.output !== undefined || span.cost !== undefined)

const sum = (numbers: (number | undefined)[]): number | null => {
  const known = numbers.filter((n) => n !== undefined)
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0)
}

/** Traces of a project in memory; of a span sent twice the highest version stands. */
export function naiveTraces(spans: readonly TestSpan[], project = 'p1'): NaiveTrace[] {
  const newest = new Map<string, TestSpan>()
  for (const span of spans) {
    if ((span.project ?? 'p1') !== project) continue
    const key = `${span.trace}/${span.span}`
    const other = newest.get(key)
    if (!other || (other.version ?? 1) <= (span.version ?? 1)) newest.set(key, span)
  }
  const traces = Map.groupBy(newest.values(), (span) => span.trace)
  return [...traces].map(([trace, own]) => {
    const startMs = Math.min(...own.map((span) => span.startMs))
    const counted = countOnce(
      own.map((span) => ({
        spanId: span.span,
        parentSpanId: span.parent ?? '',
        isCall: isCall(span),
        isServerSide: span.isServerSide ?? false,
      })),
    )
    const calls = own.filter((span) => counted.has(span.span))
    return {
      id: traceHex(trace),
      spans: own,
      startMs,
      durationMs: Math.max(...own.map((span) => span.startMs + (span.durationMs ?? 1))) - startMs,
      errors: own.filter((span) => span.error).length,
      tokens: sum(calls.flatMap((span) => [span.input, span.output])),
      cost: sum(calls.map((span) => span.cost)),
    }
  })
}
