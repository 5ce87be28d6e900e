/** How a rate stood: samples and hits so far, and the time of the last sample in Unix milliseconds. */
export type Mark = [samples: number, hits: number, timeMs: number]

const MOST_MARKS = 400

/** Adds a mark; where there are too many, every second one goes, and from then on every second sample is marked. */
export function pushMark(state: { marks: Mark[]; stride: number }, mark: Mark): void {
  if (mark[0] % state.stride !== 0 && state.marks.length > 0) {
    return
  }
  state.marks.push(mark)
  if (state.marks.length < MOST_MARKS) return
  state.marks = state.marks.filter((_, i) => i % 2 === 1)
  state.stride *= 2
}

/** The last mark at or before a sample; null where there is none. */
export const markAt = (marks: readonly Mark[], sample: number): Mark | null =>
  marks.findLast(([samples]) => samples <= sample) ?? null

/** The last mark at or before a time; null where there is none. */
export const markBefore = (marks: readonly Mark[], timeMs: number): Mark | null =>
  marks.findLast((mark) => mark[2] <= timeMs) ?? null

/** What lies between two marks. */
export const between = (from: Mark, to: Mark): { n: number; hits: number } => ({
  n: to[0] - from[0],
  hits: to[1] - from[1],
})
