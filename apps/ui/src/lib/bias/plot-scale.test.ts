import { expect, it } from 'vitest'
import { plotScale } from './plot-scale.ts'

it('rates begin at zero and never go below it, though all of them be zero', () => {
  expect(plotScale([0, 0, 0], 'rate')).toEqual({ from: 0, to: 1 })
  expect(plotScale([0.1, 0.02, 0.4], 'rate')).toEqual({ from: 0, to: 0.4 })
})

it('means go from the lowest to the highest, with room where they are alike', () => {
  expect(plotScale([2, 5, -1], 'mean')).toEqual({ from: -1, to: 5 })
  expect(plotScale([3, 3], 'mean')).toEqual({ from: 2.5, to: 3.5 })
  expect(plotScale([], 'mean')).toEqual({ from: 0, to: 1 })
})
