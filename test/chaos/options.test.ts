import { expect, test } from 'vitest'
import { readOptions, SCENARIOS } from './options.ts'

test('all runs are made with a new seed unless told otherwise', () => {
  expect(readOptions([], 7)).toEqual({ scenarios: [...SCENARIOS], seed: 7, kills: 100, cases: 500_000 })
})

test('a number of kills or cases alone chooses its run, and a seed repeats one', () => {
  expect(readOptions(['--', '--kills', '20', '--seed', '3'], 7)).toMatchObject({
    scenarios: ['kill'],
    seed: 3,
    kills: 20,
  })
  expect(readOptions(['--fuzz', '1000'], 7)).toMatchObject({ scenarios: ['fuzz'], cases: 1000 })
  expect(readOptions(['quota', '--kills', '5'], 7).scenarios).toEqual(['kill', 'quota'])
})

test.for([[['meteor']], [['--kills', 'many']], [['--seed=-1']]])(
  '%s is refused with a sentence',
  ([args]) => {
    expect(() => readOptions(args!, 7)).toThrow(/There is no run|takes a whole number/)
  },
)
