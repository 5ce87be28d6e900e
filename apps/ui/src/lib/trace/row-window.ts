/** Rows to have in the page: `first` inclusive, `end` exclusive. */
export interface RowWindow {
  first: number
  end: number
}

/** Rows beyond either edge of the view, so that a fast scroll shows no gap. */
const OVERSCAN = 12
/** The window moves in steps of this many rows: small scrolls then change nothing. */
const STEP = 6

/** Which of `count` rows of equal height a view of `viewHeight` pixels at `scrollTop` needs. */
export function rowWindow(
  count: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
): RowWindow {
  // The list may have become shorter than the position it was scrolled to.
  const visibleTop = Math.max(0, Math.min(scrollTop, count * rowHeight - viewHeight))
  const top = Math.floor(visibleTop / rowHeight) - OVERSCAN
  const first = Math.max(0, Math.floor(top / STEP) * STEP)
  const rows = Math.ceil(viewHeight / rowHeight) + 2 * OVERSCAN + STEP
  return { first, end: Math.min(count, first + rows) }
}

/** The scroll position that shows row `index` whole; the present one when it is in view. */
export function scrollToShow(
  index: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
  isCentred = false,
): number {
  const top = index * rowHeight
  const bottom = top + rowHeight
  if (top >= scrollTop && bottom <= scrollTop + viewHeight) return scrollTop
  if (isCentred) return Math.max(0, top - (viewHeight - rowHeight) / 2)
  return top < scrollTop ? top : bottom - viewHeight
}
