import type { LogEvent, LogLevel } from '../log.ts'
import { keyValues, originOf, unixNanos, type Sender } from './resource.ts'

/** The numbers of the protocol. */
const SEVERITIES: Record<LogLevel, number> = { debug: 5, info: 9, warn: 13, error: 17 }

/** An `ExportLogsServiceRequest` in OTLP/JSON. Source: opentelemetry-proto, logs/v1/logs.proto. */
export function logsRequest(events: readonly LogEvent[], sender: Sender): object {
  const { resource, scope } = originOf(sender)
  return { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: events.map(recordOf) }] }] }
}

const recordOf = ({ timeMs, level, message, fields }: LogEvent) => ({
  timeUnixNano: unixNanos(timeMs),
  observedTimeUnixNano: unixNanos(timeMs),
  severityNumber: SEVERITIES[level],
  severityText: level.toUpperCase(),
  body: { stringValue: message },
  attributes: keyValues(fields),
})
