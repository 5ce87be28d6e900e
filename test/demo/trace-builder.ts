import type { DemoAttributes, DemoResource, DemoSpan, DemoTrace } from './demo-trace.ts'
import type { SeededRandom } from './random.ts'

export interface SpanOptions {
  kind?: DemoSpan['kind']
  attributes?: DemoAttributes
  /** Another process than that of the parent. */
  resource?: DemoResource
  scope?: DemoSpan['scope']
}

/** Builds one trace along a clock of its own, which moves only by `advance`. */
export class TraceBuilder {
  readonly traceId: string
  readonly #random: SeededRandom
  readonly #spans: DemoSpan[] = []
  readonly #open: DemoSpan[] = []
  readonly #resource: DemoResource
  readonly #scope: DemoSpan['scope']
  #nowUs: number

  /** Times in microseconds since 1970. */
  constructor(random: SeededRandom, startUs: number, resource: DemoResource, scope: DemoSpan['scope']) {
    this.#random = random
    this.#nowUs = startUs
    this.#resource = resource
    this.#scope = scope
    this.traceId = random.hex(32)
  }

  get nowUs(): number {
    return this.#nowUs
  }

  advance(ms: number): void {
    this.#nowUs += Math.max(1, Math.round(ms * 1000))
  }

  /** A span below the open one, which lasts as long as `body` advances the clock. */
  span<T>(name: string, options: SpanOptions, body: (span: DemoSpan) => T): T {
    const parent = this.#open.at(-1)
    const span: DemoSpan = {
      traceId: this.traceId,
      spanId: this.#random.hex(16),
      parentSpanId: parent?.spanId ?? null,
      name,
      kind: options.kind ?? 'internal',
      startUs: this.#nowUs,
      endUs: this.#nowUs,
      attributes: { ...options.attributes },
      events: [],
      error: null,
      resource: options.resource ?? parent?.resource ?? this.#resource,
      scope: options.scope ?? parent?.scope ?? this.#scope,
    }
    this.#spans.push(span)
    this.#open.push(span)
    const result = body(span)
    this.#open.pop()
    this.#nowUs += 1
    span.endUs = this.#nowUs
    return result
  }

  /** Runs the bodies side by side: all start now, and the clock goes on when the last has ended. */
  parallel(bodies: readonly (() => void)[]): void {
    const startUs = this.#nowUs
    let endUs = startUs
    for (const body of bodies) {
      this.#nowUs = startUs
      body()
      endUs = Math.max(endUs, this.#nowUs)
    }
    this.#nowUs = endUs
  }

  finish(sessionId: string | null, userId: string | null): DemoTrace {
    const root = this.#spans[0]
    if (root === undefined) throw new Error('a trace has at least one span')
    return {
      traceId: this.traceId,
      startUs: root.startUs,
      endUs: root.endUs,
      sessionId,
      userId,
      spans: this.#spans,
    }
  }
}

/** Marks a span as failed, with the event that an SDK records for an exception. */
export function failSpan(span: DemoSpan, timeUs: number, type: string, message: string): void {
  span.error = message
  span.attributes['error.type'] = type
  span.events.push({
    name: 'exception',
    timeUs,
    attributes: { 'exception.type': type, 'exception.message': message },
  })
}
