import { describe, expect, test } from 'vitest'
import { ExactNumber, parseExactJson, prettyJson, readJson } from './exact-json.ts'
import { textKind } from './text-kind.ts'

describe('textKind', () => {
  test.each([
    ['{"a": 1}', 'json'],
    [' [1, 2, 3]\n', 'json'],
    ['[]', 'json'],
    ['{"a": 1', 'plain'],
    ['{\'a\': 1, "b"}', 'plain'],
    ['{"a": broken}', 'code'],
    ['[see the note]', 'plain'],
    ['Hello.\nHow are you?', 'plain'],
    ['', 'plain'],
    ['# Title\n\ntext', 'markdown'],
    ['Use `pnpm start` now', 'markdown'],
    ['Some **bold** words', 'markdown'],
    ['1. first\n2. second', 'markdown'],
    ['Here:\n```py\nprint(1)\n```', 'markdown'],
    ['a | b\n--|--\n1 | 2', 'markdown'],
    ['def f(x):\n    return x\n', 'code'],
    ['import os\n\nfor a in b:\n    print(a)', 'code'],
    ['SELECT a, b FROM t WHERE c = 1', 'code'],
    ['Select the best answer from the list.', 'plain'],
    ['Traceback (most recent call last):\n  File "a.py", line 1, in f\n    x()\nValueError: no', 'code'],
    ['<!DOCTYPE html>\n<html>\n  <body></body>\n</html>', 'code'],
    ['5 * 3 = 15 and snake_case_name stays', 'plain'],
  ])('%j is %s', (text, kind) => {
    expect(textKind(text)).toBe(kind)
  })

  test('a very long text is judged by its beginning', () => {
    expect(textKind(`${'word '.repeat(100_000)}**bold**`)).toBe('plain')
  })
})

describe('exact JSON', () => {
  test('no digit of a number changes', () => {
    const value = parseExactJson('{"id":12345678901234567890,"price":1.50,"n":3}')
    expect(value).toEqual({
      id: new ExactNumber('12345678901234567890'),
      price: new ExactNumber('1.50'),
      n: 3,
    })
    expect(prettyJson(value)).toBe('{\n  "id": 12345678901234567890,\n  "price": 1.50,\n  "n": 3\n}')
  })

  test('JSON nested beyond all measure is text, not a fault', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    expect(['json', 'code']).toContain(textKind(deep))
    expect(readJson(deep)).toBeNull()
    expect(readJson('{"a": ')).toBeNull()
    expect(prettyJson(JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`))).toContain('[]')
  })

  test('empty lists and objects stay on one line', () => {
    expect(prettyJson({ a: [], b: {}, c: [null, 'x'] })).toBe(
      '{\n  "a": [],\n  "b": {},\n  "c": [\n    null,\n    "x"\n  ]\n}',
    )
  })
})
