/** Arithmetic mean; of no values NaN, so callers ask for one at least. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

/**
 * Sum of the squared distances from `centre`, corrected for the rounding of that centre (Chan, Golub and
 * LeVeque, 1983).
 */
export function squaredDeviations(values: ArrayLike<number>, centre = mean(values)): number {
  let squares = 0
  let rest = 0
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i]! - centre
    squares += deviation * deviation
    rest += deviation
  }
  return squares - (rest * rest) / values.length
}

/** Quantile of sorted values by linear interpolation between the two beside place share·(n−1), as NumPy's default. */
export function sortedQuantile(values: ArrayLike<number>, share: number): number {
  const place = share * (values.length - 1)
  const below = Math.floor(place)
  const low = values[below]!
  const high = values[Math.min(below + 1, values.length - 1)]!
  return low + (high - low) * (place - below)
}
