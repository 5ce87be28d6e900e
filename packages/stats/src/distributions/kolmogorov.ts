/**
 * P(K > z) of Kolmogorov's limit law, that of √n·D for large n; z ≥ 0 (A. N. Kolmogorov, 1933; SciPy:
 * kstwobign.sf). Exact to about 1e-15 relative in the upper tail.
 */
export function kolmogorovSf(z: number): number {
  if (!(z > 0)) return 1
  if (z < 0.8) return 1 - lowSeries(z)
  let sum = 0
  for (let k = 1; k <= 12; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * z * z)
  return sum
}

/** √(2π)/z · Σ exp(−(2k−1)²π²/(8z²)), which converges where the usual series does not. */
function lowSeries(z: number): number {
  let sum = 0
  for (let k = 1; k <= 4; k++) sum += Math.exp(-(((2 * k - 1) * Math.PI) ** 2) / (8 * z * z))
  return (Math.sqrt(2 * Math.PI) / z) * sum
}
