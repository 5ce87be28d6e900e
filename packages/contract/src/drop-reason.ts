/** Why a span that was received is not stored. A closed set: each is a counter, and told to the client. */
export const DROP_REASONS = [
  'bad_ids',
  'bad_timestamp',
  'too_deep',
  'too_large',
  'bad_value',
  'own_telemetry',
] as const

export type DropReason = (typeof DROP_REASONS)[number]
