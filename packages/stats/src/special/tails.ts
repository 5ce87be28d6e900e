/** Both tails of a distribution at a point, and `slope`: the density times the factor that the function names. */
export interface Tails {
  lower: number
  upper: number
  slope: number
}
