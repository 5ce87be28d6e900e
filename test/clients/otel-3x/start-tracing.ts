import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

/** A tracer provider that exports to the address in the environment, as JSON or as protobuf. */
export function startTracing(serviceName: string, encoding: 'json' | 'protobuf'): TracerProvider {
  const exporter = encoding === 'json' ? new JsonExporter() : new ProtobufExporter()
  context.setGlobalContextManager(new AsyncLocalStorageContextManager())
  return new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
}
