import { expect, it } from 'vitest'
import { Id, Name } from './text.ts'

it('a name is trimmed and may hold any script', () => {
  expect(Name.parse('  Zoë 研究 👩‍🔬 \n')).toBe('Zoë 研究 👩‍🔬')
})

it('control characters and halves of characters are refused', () => {
  for (const text of ['a\0b', '\x1b[31m', 'a\nb', 'a\x7fb', 'a\x9fb', 'a\ud800', '\udc00a'])
    for (const schema of [Name, Id]) expect([text, schema.safeParse(text).success]).toEqual([text, false])
})

it('nothing, blanks and what is too long are refused as names', () => {
  for (const text of ['', '  ', 'x'.repeat(101)]) expect(Name.safeParse(text).success).toBe(false)
})
