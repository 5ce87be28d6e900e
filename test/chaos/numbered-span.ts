/** A numbered span: everything about it follows from its number, so that what is stored can be judged by it. */
const DAY_NS = 86_400_000_000_000n

/** Spans of one trace. */
export const SPANS_PER_TRACE = 8
export const USERS = 50

/**
 * Times lie on two days before `dayNs`, so that each insert makes parts in two partitions.
 *
 * @param dayNs a midnight, in Unix nanoseconds.
 */
export function startOf(n: number, dayNs: bigint): bigint {
  return dayNs - BigInt((n % 2) + 1) * DAY_NS + BigInt(n % 43_200) * 1_000_000_000n + BigInt(n)
}

const spanIdOf = (n: number): string => n.toString(16).padStart(16, '0')
export const traceOf = (n: number): number => Math.floor(n / SPANS_PER_TRACE)
const traceIdOf = (n: number): string => `c4a0${traceOf(n).toString(16).padStart(28, '0')}`
const nameOf = (n: number): string => `span ${n}`
export const userOf = (n: number): string => `user-${n % USERS}`

/** Midnight of the day of `ms`, in Unix nanoseconds. */
export const midnightNs = (ms: number): bigint => (BigInt(ms) / 86_400_000n) * DAY_NS

/** An export request with the spans `first` to `first + count - 1`, in the shape of OTLP/JSON. */
export function numberedRequest(first: number, count: number, dayNs: bigint, textBytes: number): object {
  const spans = Array.from({ length: count }, (_, i) => {
    const n = first + i
    const start = startOf(n, dayNs)
    return {
      traceId: traceIdOf(n),
      spanId: spanIdOf(n),
      name: nameOf(n),
      kind: 3,
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(start + 1_000_000n),
      attributes: [
        text('gen_ai.operation.name', 'chat'),
        text('gen_ai.provider.name', 'openai'),
        text('gen_ai.request.model', `model-${n % 7}`),
        text('user.id', userOf(n)),
        text('chaos.number', String(n)),
        { key: 'gen_ai.usage.input_tokens', value: { intValue: String(n % 1000) } },
        // Every 500th span says the same.
        text('chaos.text', `${n % 500}: ${'The refund is on its way. '.repeat(Math.ceil(textBytes / 26))}`),
      ],
    }
  })
  return { resourceSpans: [{ scopeSpans: [{ scope: { name: 'chaos' }, spans }] }] }
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
