import { expect, it } from 'vitest'
import { isRefusal } from './is-refusal.ts'
import { mapError } from './map-error.ts'

const withCode = (code: string) => Object.assign(new Error('said the server'), { code })

it('takes an insert that still runs for work that ends later, never for a refusal of its rows', () => {
  const error = mapError('insertFile', withCode('216'))
  expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('still works') })
  expect(isRefusal(error)).toBe(false)
})

it('takes an answer without a code for that of somebody between, and one with an unknown code for a fault', () => {
  expect(mapError('q', new Error(''))).toMatchObject({ code: 'unavailable' })
  expect(mapError('q', withCode('27'))).toMatchObject({ code: 'internal' })
  expect(isRefusal(mapError('insertFile', withCode('27')))).toBe(true)
})
