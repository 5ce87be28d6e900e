import { expect, test } from 'vitest'
import { parseOptions } from './options.ts'

const parse = (...args: string[]) => parseOptions(args, ['drift', 'pii'], {}, '/repo')

test('the folder is that of the shared data unless another is named', () => {
  expect(parse()).toEqual({ folder: '/shared/data', write: false, only: [] })
  expect(parseOptions([], [], { ASSAY_SHARED: '/elsewhere' }, '/repo').folder).toBe('/elsewhere/data')
  expect(parse('--', '/mine', '--only', 'pii,drift')).toEqual({
    folder: '/mine',
    write: false,
    only: ['pii', 'drift'],
  })
})

test('what is not understood is refused with what to do', () => {
  expect(() => parse('a', 'b')).toThrow('one folder')
  expect(() => parse('--only', 'weather')).toThrow('drift, pii')
  expect(() => parse('--write', '--only', 'pii')).toThrow('leave out --only')
  expect(() => parse('--fast')).toThrow('--fast')
})
