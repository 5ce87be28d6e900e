/** Nodes and weights of Gauss and Legendre's quadrature over −1 to 1, of `count` points (DLMF 3.5.16). */
export function gaussLegendre(count: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 0
    for (let round = 0; round < 20; round++) {
      let last = 1
      let value = x
      for (let k = 2; k <= count; k++) [last, value] = [value, ((2 * k - 1) * x * value - (k - 1) * last) / k]
      slope = (count * (x * value - last)) / (x * x - 1)
      const step = value / slope
      x -= step
      if (Math.abs(step) < 1e-15) break
    }
    nodes[i] = x
    weights[i] = 2 / ((1 - x * x) * slope * slope)
  }
  return { nodes, weights }
}
