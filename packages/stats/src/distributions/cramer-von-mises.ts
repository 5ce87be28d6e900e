/**
 * P(W > t) of the limit law of Cramér and von Mises, by the series of Csörgő and Faraway (1996, eq. 1.2) with
 * Bessel functions; about 1e-14 absolute.
 */
export function cramerVonMisesSf(t: number): number {
  if (!(t > 0)) return 1
  if (t > 50) return 0
  let sum = 0
  // Γ(k+½) / (Γ(½)·k!).
  let weight = 1
  for (let k = 0; k < 100; k++) {
    const q = (4 * k + 1) ** 2 / (16 * t)
    const term = weight * Math.sqrt(4 * k + 1) * Math.exp(-2 * q) * scaledBesselK(q)
    sum += term
    if (term < sum * 1e-17) break
    weight *= (k + 0.5) / (k + 1)
  }
  return Math.max(0, Math.min(1, 1 - sum / (Math.PI * Math.sqrt(t))))
}

/**
 * e^x·K_¼(x) = ∫ exp(−x(cosh u − 1))·cosh(u/4) du by the trapezium rule, which converges as fast as an
 * exponential (DLMF 10.32.9).
 */
function scaledBesselK(x: number): number {
  const step = 0.05
  let sum = 0.5
  for (let i = 1; ; i++) {
    const u = i * step
    const value = Math.exp(-2 * x * Math.sinh(u / 2) ** 2) * Math.cosh(u / 4)
    sum += value
    if (value < 1e-18 * sum) return sum * step
  }
}
