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
