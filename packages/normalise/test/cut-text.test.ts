import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText } from '../src/bodies/cut-text.ts'

const long = (text: string) => text.repeat(Math.ceil(600 / text.length))
const cut = (text: string) => {
  const ends = cutText(text)
  return ends.flatMap((start, i) => (i % 2 === 0 ? [text.slice(start, ends[i + 1])] : []))
}

describe('a long text is cut', () => {
  it('into the messages of a list, wherever the list stands', () => {
    const messages = ['{"role":"user"', '{"a":[{"b":1}]'].map(
      (head) => `${head},"content":${JSON.stringify(long('x}]"\\ '))}}`,
    )
    const list = `[${messages.join(', ')}]`
    expect(cut(list)).toEqual(messages)
    expect(cut(`{"model":"m","input":{"messages":${list}},"tools":[${messages[0]}]}`)).toEqual([
      ...messages,
      messages[0],
    ])
    expect(cut(`[${list}]`)).toEqual(messages)
  })

  it('nowhere when it is short, and not at messages that are short', () => {
    expect(cut('x'.repeat(511))).toEqual([])
    const large = `{"text":"${long('y')}"}`
    expect(cut(`[{"text":"short"},${large}]`)).toEqual([large])
    expect(cut(`[${'{"text":"short"},'.repeat(99)}{}]`)).toEqual([])
  })

  it('not at all, but taken whole, when it is no JSON or holds no list', () => {
    for (const text of [
      long('plain text '),
      `{"text":"${long('y')}"}`,
      `[${long('1,')}1]`,
      long('[['),
      long(']}'),
    ])
      expect(cut(text)).toEqual([text])
  })

  it('in order, within itself and in pieces that are worth it, whatever it is', () => {
    const token = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '"',
      '\\',
      ',',
      ':',
      'abc',
      'é',
      '😀',
      '{"a":"',
      '"}',
      ' '.repeat(99),
    )
    fc.assert(
      fc.property(fc.array(token, { maxLength: 200 }), (tokens) => {
        const text = tokens.join('')
        let last = 0
        for (const [i, at] of cutText(text).entries()) {
          expect(at).toBeGreaterThanOrEqual(last)
          if (i % 2 === 1) expect(at - last).toBeGreaterThanOrEqual(512)
          last = at
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 2000 },
    )
  })

  it('in time that grows with its length alone', () => {
    const seconds = (text: string) => {
      const begin = performance.now()
      cutText(text)
      return performance.now() - begin
    }
    // A backslash before each quote makes the search for a string's end look back.
    for (const unit of ['[', '{"', '\\', '"\\', '[{"a":'])
      expect(seconds(unit.repeat(1_000_000))).toBeLessThan(2000)
  })
})
