/** Above this many values blocks of them are left out, which keeps the time bounded. */
const MOST_LEFT_OUT = 500

/**
 * The statistic of the sample without each of its values in turn; of large samples without each of 500 blocks
 * (stride k, so order does not matter much).
 */
export function jackknife(sample: Float64Array, statistic: (sample: Float64Array) => number): Float64Array {
  const blocks = Math.min(sample.length, MOST_LEFT_OUT)
  return Float64Array.from({ length: blocks }, (_, block) =>
    statistic(sample.filter((_value, i) => i % blocks !== block)),
  )
}
