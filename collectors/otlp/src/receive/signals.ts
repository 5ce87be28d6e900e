import { receiveLogs } from './receive-logs.ts'
import { receiveMetrics } from './receive-metrics.ts'
import { receiveTraces, type TracePorts } from './receive-traces.ts'
import type { Signal } from './signal.ts'

/** What the pipelines of all signals need together; a new signal adds its own ports by `&`. */
export type SignalPorts = TracePorts

/**
 * The signals that we take; HTTP and gRPC both serve every entry and need no code of their own for any.
 * To add one: write its pipeline `receive/receive-<signal>.ts` after the pattern of `receiveTraces`, add an entry
 * here, and give its ports their real values in `open-receiver.ts`.
 */
export function createSignals(ports: SignalPorts): readonly Signal[] {
  return [
    {
      path: '/v1/traces',
      service: 'opentelemetry.proto.collector.trace.v1.TraceService',
      rejectedField: 'rejectedSpans',
      receive: (...request) => receiveTraces(...request, ports),
    },
    {
      path: '/v1/logs',
      service: 'opentelemetry.proto.collector.logs.v1.LogsService',
      rejectedField: 'rejectedLogRecords',
      receive: (...request) => receiveLogs(...request, ports),
    },
    {
      path: '/v1/metrics',
      service: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
      rejectedField: 'rejectedDataPoints',
      receive: (...request) => receiveMetrics(...request, ports),
    },
  ]
}
