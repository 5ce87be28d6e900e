const NS_PER_SECOND = 1_000_000_000n

/** Unix nanoseconds as an ISO 8601 instant in UTC with nine fractional digits. */
export function toInstant(unixNano: bigint): string {
  const seconds = unixNano / NS_PER_SECOND
  const rest = (unixNano % NS_PER_SECOND).toString().padStart(9, '0')
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${rest}Z`
}
