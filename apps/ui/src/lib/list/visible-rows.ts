/**
 * Which rows of equal height to draw: from `start` (inclusive) to `end` (exclusive), with some above and below what is
 * seen so that fast scrolling shows no gap. Heights and offsets are in CSS pixels.
 */
export function visibleRows(
  scrollTop: number,
  viewportHeight: number,
  rowHeight: number,
  count: number,
  overscan = 12,
): { start: number; end: number } {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight)
  const last = Math.ceil((Math.max(0, scrollTop) + viewportHeight) / rowHeight)
  const end = Math.min(count, last + overscan)
  return { start: Math.max(0, Math.min(first - overscan, end)), end }
}
