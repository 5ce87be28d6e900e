import type { IngestAnswer } from '@assay/contract/api/ingest'

type Step = IngestAnswer['series'][number]

/** A bar of the chart in units of the drawing: accepted below, refused on top of it. */
export interface Bar {
  step: Step
  x: number
  width: number
  accepted: { y: number; height: number }
  refused: { y: number; height: number }
}

/** The least height of a part that is not nothing, so that one refused item among millions is seen. */
const LEAST = 2

/** The bars of a series in a drawing of the given size; `most` is what its full height stands for. */
export function barsOf(
  series: readonly Step[],
  width: number,
  height: number,
): { bars: Bar[]; most: number } {
  const most = niceCeiling(Math.max(1, ...series.map(({ received }) => received)))
  const slot = width / Math.max(1, series.length)
  const gap = Math.min(2, slot / 4)
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(LEAST, (count / most) * height))
  const bars = series.map((step, i): Bar => {
    const refused = heightOf(step.refused)
    const accepted = Math.min(heightOf(step.accepted), height - refused)
    return {
      step,
      x: i * slot + gap / 2,
      width: slot - gap,
      accepted: { y: height - accepted, height: accepted },
      refused: { y: height - accepted - refused, height: refused },
    }
  })
  return { bars, most }
}

/** The next of 1, 2, 5, 10, 20, … that is not below. */
export function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= value) ?? 10
  return factor * power
}
