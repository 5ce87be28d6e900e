import { expect, test } from 'vitest'
import { readAxes, writeAxes } from './axes-text.ts'

test('groups that were written are read again', () => {
  const axes = [
    {
      name: 'gender',
      groups: [
        { name: 'women', terms: ['a woman', 'Emily'] },
        { name: 'men', terms: ['a man', 'Al'] },
      ],
    },
    {
      name: 'age',
      groups: [
        { name: 'old', terms: ['a person of 63'] },
        { name: 'young', terms: ['a person of 33'] },
      ],
    },
  ]
  expect(readAxes(writeAxes(axes))).toEqual(axes)
})

test('lines that lack something are kept, for the server to say what', () => {
  expect(readAxes('gender\n\n / men: a man:ish,')).toEqual([
    { name: 'gender', groups: [{ name: '', terms: [] }] },
    { name: '', groups: [{ name: 'men', terms: ['a man:ish'] }] },
  ])
})
