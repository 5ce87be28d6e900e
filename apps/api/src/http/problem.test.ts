import { mapError } from '@assay/store/clickhouse/map-error'
import { expect, test } from 'vitest'
import { toProblem } from './problem.ts'

test('who asks a question that takes too long is told to narrow its range, and the log of work that nobody asked for is not', () => {
  const error = mapError('trace-starts', { code: '159' })
  expect(error.message).toBe('query trace-starts took too long')
  expect(toProblem(error, 'r1').problem.detail).toBe(
    'query trace-starts took too long; narrow the time range',
  )
})
