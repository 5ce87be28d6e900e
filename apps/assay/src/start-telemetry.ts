import { randomUUID } from 'node:crypto'
import { createIngestStats, type IngestStats } from '@assay/telemetry/ingest/ingest-stats'
import { addProcessMetrics } from '@assay/telemetry/metrics/process-metrics'
import { createRegistry, type Registry } from '@assay/telemetry/metrics/registry'
import type { Closing } from './closing.ts'
import { VERSION } from './version.ts'

/** What the process knows of itself. */
export interface Telemetry {
  registry: Registry
  ingest: IngestStats
  /** Another one at each start. */
  instanceId: string
}

/** Begins to count and measure; all parts of the process share the one registry. */
export function startTelemetry(closing: Closing): Telemetry {
  const registry = createRegistry()
  const processMetrics = addProcessMetrics(registry, VERSION)
  closing.add(() => processMetrics.stop())
  return { registry, ingest: createIngestStats(registry, Date.now), instanceId: randomUUID() }
}
