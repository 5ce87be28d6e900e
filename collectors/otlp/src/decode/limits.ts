/** Levels of arrays and kvlists inside one attribute; most protobuf decoders stop at 100. */
export const MAX_VALUE_DEPTH = 64

/** Levels of groups or JSON values inside fields that nobody reads. */
export const MAX_SKIP_DEPTH = 128

/**
 * Attributes, events, links, arrays and kvlists of one span. Each takes from four bytes on the wire and some
 * hundred in memory, so that without a bound a body of 64 MiB could need gigabytes.
 */
export const MAX_SPAN_NODES = 262_144

/** Spans, log records or points in one batch of a decoder. */
export const BATCH_SPANS = 512

/** Resources, scopes and items that a decoder looks at before it lets others run, whether or not they are taken. */
export const BATCH_LOOKS = 2 * BATCH_SPANS

/** Attributes and the like from which on a batch is given with less items: they are what takes memory and time. */
export const BATCH_NODES = 65_536
