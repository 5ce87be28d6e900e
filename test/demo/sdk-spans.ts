import type { Attributes, Context, HrTime, Tracer } from '@opentelemetry/api'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import type { IdGenerator, ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import type { DemoResource, DemoSpan } from './demo-trace.ts'

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, server: SpanKind.SERVER }

/** Gives out the ids of the span that is about to start, so that the SDK's spans have the generator's ids. */
class GivenIds implements IdGenerator {
  traceId = ''
  spanId = ''

  generateTraceId(): string {
    return this.traceId
  }

  generateSpanId(): string {
    return this.spanId
  }
}

/** Plays finished spans through the real OpenTelemetry SDK and hands back what its exporters take. */
export class SdkSpans {
  readonly #ids = new GivenIds()
  readonly #providers = new Map<DemoResource, TracerProvider>()
  #ended: ReadableSpan[] = []

  convert(spans: Iterable<DemoSpan>): ReadableSpan[] {
    for (const span of spans) this.#play(span)
    const ended = this.#ended
    this.#ended = []
    return ended
  }

  #play(span: DemoSpan): void {
    this.#ids.traceId = span.traceId
    this.#ids.spanId = span.spanId
    const attributes: Attributes = span.attributes
    const sdkSpan = this.#tracer(span).startSpan(
      span.name,
      { kind: KINDS[span.kind], startTime: hrTime(span.startUs), attributes },
      parentContext(span),
    )
    for (const event of span.events) sdkSpan.addEvent(event.name, event.attributes, hrTime(event.timeUs))
    if (span.error !== null) sdkSpan.setStatus({ code: SpanStatusCode.ERROR, message: span.error })
    sdkSpan.end(hrTime(span.endUs))
  }

  #tracer(span: DemoSpan): Tracer {
    let provider = this.#providers.get(span.resource)
    if (provider === undefined) {
      provider = new TracerProvider({
        resource: resourceFromAttributes(span.resource.attributes),
        idGenerator: this.#ids,
        spanProcessors: [this.#collector()],
        // Flattened messages of a long conversation pass the SDK's default of 128 attributes.
        spanLimits: { attributeCountLimit: 2048 },
      })
      this.#providers.set(span.resource, provider)
    }
    return provider.getTracer(span.scope.name, span.scope.version)
  }

  #collector(): SpanProcessor {
    return {
      onStart: () => undefined,
      onEnd: (span) => void this.#ended.push(span),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    }
  }
}

function parentContext(span: DemoSpan): Context {
  if (span.parentSpanId === null) return ROOT_CONTEXT
  const { traceId, parentSpanId: spanId } = span
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED })
}

function hrTime(us: number): HrTime {
  return [Math.floor(us / 1_000_000), (us % 1_000_000) * 1000]
}
