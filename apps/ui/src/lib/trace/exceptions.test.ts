import { expect, test } from 'vitest'
import type { SpanBody } from '@assay/contract/api/span-body'
import { faultsOf } from './exceptions.ts'

function body(isError: boolean, message: string, exceptions: Record<string, string>[]): SpanBody {
  const span = { isError, errorType: 'Timeout', errorMessage: message }
  const events = exceptions.map((attributes) => ({ name: 'exception', time: '', attributes }))
  return { span, events } as unknown as SpanBody
}

test('an exception that repeats the status stands alone, with its stack', () => {
  const faults = faultsOf(
    body(true, 'no answer', [
      { 'exception.type': 'TimeoutError', 'exception.message': 'no answer', 'exception.stacktrace': 'at x' },
    ]),
  )
  expect(faults).toEqual([{ type: 'TimeoutError', message: 'no answer', stacktrace: 'at x' }])
})

test('a status that says something else is kept, first', () => {
  const faults = faultsOf(body(true, 'no answer', [{ 'exception.type': 'E', 'exception.message': 'other' }]))
  expect(faults.map((f) => f.message)).toEqual(['no answer', 'other'])
})

test('a failed span without an exception shows its status; a sound one nothing', () => {
  expect(faultsOf(body(true, 'no answer', []))).toEqual([
    { type: 'Timeout', message: 'no answer', stacktrace: null },
  ])
  expect(faultsOf(body(false, '', []))).toEqual([])
})
