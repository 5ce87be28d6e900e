/** Longest line that is looked at to either side, so that texts of one line take no longer than others. */
const REACH = 200

/** Where the line of a place begins, or what is looked at of it. */
export function lineStart(text: string, at: number): number {
  const from = Math.max(0, at - REACH)
  const breakAt = text.slice(from, at).lastIndexOf('\n')
  return breakAt < 0 ? from : from + breakAt + 1
}

/** Where the line of a place ends, or what is looked at of it. */
export function lineEnd(text: string, at: number): number {
  const rest = text.slice(at, at + REACH)
  const breakAt = rest.indexOf('\n')
  return breakAt < 0 ? at + rest.length : at + breakAt
}
