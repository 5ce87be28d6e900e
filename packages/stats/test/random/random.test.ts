import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/random/seeded.ts'
import { shuffleFront } from '../../src/random/shuffle.ts'
import { chiSquaredSf } from '../../src/distributions/chi-squared.ts'

describe('random numbers', () => {
  test('a seed repeats its numbers, another seed gives others', () => {
    const draw = (seed: string | number) => {
      const random = seededRandom(seed)
      return Array.from({ length: 5 }, random)
    }
    expect(draw('a')).toEqual(draw('a'))
    expect(draw('a')).not.toEqual(draw('b'))
    expect(draw(1)).not.toEqual(draw(2))
    expect(draw(7)).toEqual(draw('7'))
  })

  test('numbers fill 0 to 1 evenly, in pairs as well', () => {
    const random = seededRandom('even')
    const counts = new Float64Array(100)
    const draws = 200_000
    for (let i = 0; i < draws; i++) {
      const [x, y] = [random(), random()]
      expect(x >= 0 && x < 1).toBe(true)
      counts[Math.floor(x * 10) * 10 + Math.floor(y * 10)]! += 1
    }
    const statistic = counts.reduce((sum, count) => sum + (count - draws / 100) ** 2 / (draws / 100), 0)
    expect(chiSquaredSf(statistic, 99)).toBeGreaterThan(0.001)
  })

  test('the front of a shuffle holds every choice equally often', () => {
    const random = seededRandom('shuffle')
    const seen = new Map<string, number>()
    for (let i = 0; i < 12_000; i++) {
      const items = Uint8Array.of(1, 2, 3, 4)
      shuffleFront(items, 2, random)
      expect([...items].sort()).toEqual([1, 2, 3, 4])
      const key = `${items[0]}${items[1]}`
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    expect(seen.size).toBe(12)
    const statistic = [...seen.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(chiSquaredSf(statistic, 11)).toBeGreaterThan(0.001)
  })
})
