import { OTLPMetricExporter as JsonExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { CALLS, MODEL, PROVIDER } from '../conversation.ts'

// An application that measures tokens as the GenAI conventions say; the encoding is the first argument.
const encoding = process.argv[2] === 'json' ? 'json' : 'protobuf'
const exporter = encoding === 'json' ? new JsonExporter() : new ProtobufExporter()
const provider = new MeterProvider({
  resource: resourceFromAttributes({ 'service.name': `metrics-${encoding}` }),
  readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })],
  views: [
    {
      instrumentName: 'app.answer.size',
      aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
    },
  ],
})
const meter = provider.getMeter('ferry-desk', '1.2.0')
const tokens = meter.createHistogram('gen_ai.client.token.usage', {
  unit: '{token}',
  description: 'Tokens of a call',
  advice: { explicitBucketBoundaries: [1, 4, 16, 64, 256, 1024, 4096] },
})
const size = meter.createHistogram('app.answer.size', { unit: 'By' })
const running = meter.createUpDownCounter('app.calls.running')
for (const { inputTokens, outputTokens } of CALLS) {
  for (const [type, count] of Object.entries({ input: inputTokens, output: outputTokens })) {
    tokens.record(count, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': PROVIDER,
      'gen_ai.request.model': MODEL,
      'gen_ai.token.type': type,
    })
    size.record(count)
  }
}
running.add(3)
await provider.shutdown()
