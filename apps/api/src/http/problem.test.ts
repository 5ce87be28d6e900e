import { mapError } from '@assay/store/clickhouse/map-error'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { sayErrors, sayIssue } from './say-issue.ts'
import { toProblem } from './problem.ts'

test('who asks a question that takes too long is told to narrow its range, and the log of work that nobody asked for is not', () => {
  const error = mapError('trace-starts', { code: '159' })
  expect(error.message).toBe('query trace-starts took too long')
  expect(toProblem(error, 'r1').problem.detail).toBe(
    'query trace-starts took too long; narrow the time range',
  )
})

test('a fault says what is wanted at its place: a time, a number, a smaller one', () => {
  const schema = z.object({
    from: z.iso.datetime(),
    time: z.iso.datetime(),
    least: z.coerce.number(),
    value: z.number(),
  })
  const { error } = schema.safeParse({ time: 'tomorrow', least: 'x', value: Number('1e400') })
  expect(error?.issues.map((issue) => `${issue.path.join('.')}: ${sayIssue(issue)}`)).toEqual([
    'from: it is missing: give a time with its zone, such as 2026-01-31T09:30:00Z',
    'time: give a time with its zone, such as 2026-01-31T09:30:00Z',
    'least: give a number, such as 1',
    'value: the number is too great: give a smaller one',
  ])
})

test('a line of faults names the first five and counts the others', () => {
  const errors = Array.from({ length: 7 }, (_, i) => ({ path: i === 0 ? '' : `f${i}`, message: 'bad' }))
  expect(sayErrors(errors)).toBe('bad; f1: bad; f2: bad; f3: bad; f4: bad; and 2 more')
})
