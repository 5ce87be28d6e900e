import { describe, expect, it } from 'vitest'
import { matchKey, nameOf } from './match.ts'
import { KEYS, type KeyBinding } from './table.ts'

const table: readonly KeyBinding[] = KEYS
const press = (
  key: string,
  modifiers: Partial<Record<'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey', true>> = {},
) => nameOf({ key, metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...modifiers })

describe('the keyboard table', () => {
  it('gives no key two meanings on one page', () => {
    for (const scope of new Set(table.map((binding) => binding.scope))) {
      const keys = table
        .filter((binding) => binding.scope === scope || binding.scope === 'global')
        .flatMap((binding) => binding.keys)
      expect(new Set(keys).size, `keys of ${scope}`).toBe(keys.length)
    }
  })

  it('no key is the beginning of a sequence on the same page', () => {
    for (const scope of new Set(table.map((binding) => binding.scope))) {
      const bound = table.filter((binding) => binding.scope === scope || binding.scope === 'global')
      const keys = bound.flatMap((binding) => binding.keys)
      for (const sequence of keys.filter((key) => key.includes(' ')))
        expect(keys, `first key of "${sequence}" in ${scope}`).not.toContain(sequence.split(' ')[0])
    }
  })

  it('names each binding once and says what it does', () => {
    expect(new Set(table.map(({ id }) => id)).size).toBe(table.length)
    for (const { label, keys } of table) {
      expect(label).not.toBe('')
      expect(keys.length).toBeGreaterThan(0)
    }
  })
})

describe('a key press', () => {
  it('is named the same on every keyboard', () => {
    expect(press('k', { metaKey: true })).toBe('Mod+k')
    expect(press('K', { ctrlKey: true, shiftKey: true })).toBe('Mod+k')
    expect(press('?', { shiftKey: true })).toBe('?')
    expect(press('ArrowDown', { shiftKey: true })).toBe('Shift+ArrowDown')
  })

  it('finds the binding of its page and of every page', () => {
    expect(matchKey(KEYS, ['traces'], null, 'j')).toBe('traces.next')
    expect(matchKey(KEYS, ['users'], null, 'j')).toBeNull()
    expect(matchKey(KEYS, ['users'], null, 'Mod+k')).toBe('palette')
  })

  it('completes a sequence, and only with the key before it', () => {
    expect(matchKey(KEYS, [], 'g', 'u')).toBe('go.users')
    expect(matchKey(KEYS, [], null, 'u')).toBeNull()
  })
})
