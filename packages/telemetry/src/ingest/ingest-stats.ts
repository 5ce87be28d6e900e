import {
  LAG_BOUNDS,
  type IngestEvent,
  type IngestSignal,
  type ItemReason,
  type RequestReason,
} from '@assay/contract/ingest'
import type { Registry } from '../metrics/registry.ts'
import { MinuteCounts } from './minute-counts.ts'

/** Stands for the project of a request whose sender is not known. */
const NOBODY = 'unknown'
/** Stands for the signal of a request to a path that takes none. */
const NO_SIGNAL = 'none'

export interface RequestEnd {
  transport: 'http' | 'grpc'
  /** null where the path or service takes none. */
  signal: IngestSignal | null
  /** null where the sender is not known. */
  projectId: string | null
  /** Status of HTTP or code of gRPC. */
  status: number
  /** null for a request that was taken. */
  reason: RequestReason | null
  bodyBytes: number
}

/** Counts every stage of the way of what is sent: into the metrics of the process, and by minute for the project's page. */
export interface IngestStats {
  /** The items of one request. */
  add(projectId: string, signal: IngestSignal, counts: ItemCounts): void
  request(end: RequestEnd): void
  /** Items that can be seen from now on. @param lagMs time since they arrived. */
  stored(projectId: string, signal: IngestSignal, items: number, lagMs: number): void
  /** What is to be written down. */
  minutes: MinuteCounts
}

export interface ItemCounts {
  received: number
  accepted: number
  refused: Partial<Record<ItemReason, number>>
}

/** @param now clock in Unix milliseconds. */
export function createIngestStats(registry: Registry, now: () => number): IngestStats {
  const minutes = new MinuteCounts()
  const items = (event: string, help: string) =>
    registry.counter(`assay_ingest_${event}_total`, help, ['project', 'signal'])
  const requests = registry.counter('assay_ingest_requests_total', 'Requests that were answered.', [
    'project',
    'signal',
    'transport',
    'status',
    'reason',
  ])
  const bytes = registry.counter('assay_ingest_body_bytes_total', 'Bytes of bodies, decompressed.', [
    'project',
    'signal',
  ])
  const received = items('received', 'Items that came: spans, log records, data points.')
  const accepted = items('accepted', 'Items that were acknowledged and are on disk.')
  const stored = items('stored', 'Items that became visible; after a crash a segment may count again.')
  const refused = registry.counter(
    'assay_ingest_refused_total',
    'Items that were refused: received = accepted + refused.',
    ['project', 'signal', 'reason'],
  )
  const lag = registry.histogram(
    'assay_ingest_lag_seconds',
    'Time of an item from its arrival until it is visible.',
    ['signal'],
    LAG_BOUNDS,
  )
  const note = (
    projectId: string,
    signal: IngestSignal,
    event: IngestEvent,
    count: number,
    reason: string = '',
  ) => minutes.add({ projectId, signal, event, reason, items: count }, now())

  return {
    minutes,
    add(project, signal, counts) {
      received.add({ project, signal }, counts.received)
      accepted.add({ project, signal }, counts.accepted)
      note(project, signal, 'received', counts.received)
      note(project, signal, 'accepted', counts.accepted)
      for (const [reason, count] of Object.entries(counts.refused)) {
        refused.add({ project, signal, reason }, count)
        note(project, signal, 'refused', count, reason)
      }
    },
    request({ transport, signal, projectId, status, reason, bodyBytes }) {
      const project = projectId ?? NOBODY
      requests.add({
        project,
        signal: signal ?? NO_SIGNAL,
        transport,
        status: String(status),
        reason: reason ?? 'ok',
      })
      bytes.add({ project, signal: signal ?? NO_SIGNAL }, bodyBytes)
      if (projectId === null || signal === null) return
      note(projectId, signal, 'requests', 1, reason ?? 'ok')
      note(projectId, signal, 'bytes', bodyBytes)
    },
    stored(project, signal, count, lagMs) {
      const seconds = Math.max(0, lagMs) / 1000
      stored.add({ project, signal }, count)
      lag.observe({ signal }, seconds, count)
      note(project, signal, 'stored', count)
      note(project, signal, 'lag', count, String(LAG_BOUNDS.find((bound) => seconds <= bound) ?? '+Inf'))
    },
  }
}
