import { describe, expect, it } from 'vitest'
import { visibleRows } from './visible-rows.ts'

describe('the rows in sight', () => {
  it('covers what is seen, and some above and below', () => {
    expect(visibleRows(3200, 320, 32, 1000, 5)).toEqual({ start: 95, end: 115 })
  })

  it('stays within the list at both ends', () => {
    expect(visibleRows(0, 320, 32, 1000, 5)).toEqual({ start: 0, end: 15 })
    expect(visibleRows(31_900, 320, 32, 1000, 5)).toEqual({ start: 991, end: 1000 })
    expect(visibleRows(-80, 320, 32, 4, 5)).toEqual({ start: 0, end: 4 })
  })

  it('draws nothing of an empty list, and the end of one that shrank', () => {
    expect(visibleRows(0, 320, 32, 0)).toEqual({ start: 0, end: 0 })
    expect(visibleRows(9000, 320, 32, 10, 5)).toEqual({ start: 10, end: 10 })
  })
})
