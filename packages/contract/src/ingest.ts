import { DROP_REASONS } from './drop-reason.ts'

/** What senders send; each has its own counts. */
export const INGEST_SIGNALS = ['traces', 'logs', 'metrics'] as const
export type IngestSignal = (typeof INGEST_SIGNALS)[number]

/** Why a whole request was refused. A closed set: each is a counter. */
export const REQUEST_REASONS = [
  'unauthenticated',
  'forbidden',
  'unsupported',
  'body_too_large',
  'own_telemetry',
  'malformed',
  'timeout',
  'unavailable',
  'internal',
] as const
export type RequestReason = (typeof REQUEST_REASONS)[number]

/**
 * Why an item (a span, a log record, a data point) was refused: by itself, or because its request failed after it was
 * counted. received = accepted + the sum over these.
 */
export const ITEM_REASONS = [...DROP_REASONS, 'malformed', 'unavailable', 'internal'] as const
export type ItemReason = (typeof ITEM_REASONS)[number]

/**
 * What a row of `ingest_stats` counts: items received, accepted, refused (by ItemReason) and stored (visible); requests
 * (reason `ok` or a RequestReason); bytes of bodies; and items by lag from arrival until visible, where the reason is
 * the upper bound of a LAG_BOUNDS bucket in seconds, or `+Inf`.
 */
export const INGEST_EVENTS = [
  'received',
  'accepted',
  'refused',
  'stored',
  'requests',
  'bytes',
  'lag',
] as const
export type IngestEvent = (typeof INGEST_EVENTS)[number]

/** Upper bounds, in seconds, of the lag from arrival until visible. */
export const LAG_BOUNDS = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400] as const
