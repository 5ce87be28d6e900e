import { expect, test } from 'vitest'
import { compileSchema } from './compile-schema.ts'
import { schemaCache } from './schema-cache.ts'

test('a value conforms, or a place and a reason say why not', () => {
  const check = compileSchema({
    type: 'object',
    properties: {
      tags: { type: 'array', items: { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$' }, uniqueItems: true },
    },
    required: ['tags'],
    additionalProperties: false,
  })
  expect(check({ tags: ['a', 'b-c'] })).toEqual({ kind: 'conforms' })
  expect(check({ tags: ['a', 'B'] })).toMatchObject({ kind: 'violates', path: '/tags/1', message: /pattern/ })
  expect(check({ tags: ['a', 'a'] })).toMatchObject({ kind: 'violates', path: '/tags' })
  expect(check({})).toMatchObject({ kind: 'violates', path: '', message: /required property 'tags'/ })
  expect(check({ tags: [], more: 1 })).toMatchObject({ kind: 'violates', path: '' })
})

test('drafts 7 and 2020-12 each mean what they say', () => {
  const tuple = { items: [{ type: 'string' }], additionalItems: false }
  const old = compileSchema({ $schema: 'http://json-schema.org/draft-07/schema#', ...tuple })
  expect([old(['a']).kind, old(['a', 'b']).kind]).toEqual(['conforms', 'violates'])
  const now = compileSchema({ prefixItems: [{ type: 'string' }], items: false })
  expect([now(['a']).kind, now(['a', 'b']).kind]).toEqual(['conforms', 'violates'])
  const nested = compileSchema({
    $defs: { node: { properties: { next: { $ref: '#/$defs/node' } }, required: ['v'] } },
    $ref: '#/$defs/node',
  })
  expect([nested({ v: 1, next: { v: 2 } }).kind, nested({ v: 1, next: {} }).kind]).toEqual([
    'conforms',
    'violates',
  ])
  expect(
    compileSchema({ properties: { enum: { const: 1 }, default: { type: 'null' } } })({ enum: 2 }).kind,
  ).toBe('violates')
  expect([compileSchema(true)(1).kind, compileSchema(false)(1).kind]).toEqual(['conforms', 'violates'])
  expect(compileSchema({ type: 'string', format: 'email' })('no mail').kind).toBe('conforms')
})

test.for<[string, Parameters<typeof compileSchema>[0], RegExp]>([
  ['of no kind', 'string', /object/],
  ['with an unknown type', { type: 'text' }, /not valid/],
  ['with a reference to elsewhere', { $ref: 'https://example.com/schema' }, /refer to #/],
  ['with a reference into data', { enum: [{ $ref: '#' }], $ref: '#/enum/0' }, /refer to #/],
  ['with a reference to nothing', { $ref: '#/$defs/none' }, /not valid/],
  ['that answers later', { $async: true }, /\$async/],
  ['with a pattern that is none', { pattern: '(' }, /pattern/],
  ['with a pattern that looks ahead', { pattern: '(?=a)b' }, /not understood/],
  ['that is too large', { enum: Array.from({ length: 5_001 }, (_, i) => i) }, /smaller/],
  [
    'that is too deep',
    JSON.parse('{"not":'.repeat(70) + 'true' + '}'.repeat(70)) as object as { [key: string]: never },
    /flatter/,
  ],
])('a schema %s is refused with a sentence', ([, schema, message]) => {
  expect(() => compileSchema(schema)).toThrow(message)
})

test('references that multiply without end are given up', () => {
  const defs = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `d${i}`,
      { anyOf: Array.from({ length: 2 }, () => ({ $ref: `#/$defs/d${i + 1}` })) },
    ]),
  )
  const check = compileSchema({ $defs: { ...defs, d40: { type: 'string' } }, $ref: '#/$defs/d0' })
  const start = performance.now()
  expect(check(1)).toMatchObject({ kind: 'unchecked', message: /simpler/ })
  expect(check('a').kind).toBe('conforms')
  const tree = compileSchema({
    oneOf: [{ type: 'null' }, { items: { $ref: '#' } }, { contains: { $ref: '#' } }],
  })
  expect(tree(JSON.parse('['.repeat(60) + '1' + ']'.repeat(60)) as []).kind).toBe('unchecked')
  expect(performance.now() - start).toBeLessThan(5_000)
})

test('data deeper than the stack are not judged, and do no harm', () => {
  const check = compileSchema({ items: { $ref: '#' } })
  expect(check(JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) as []).kind).toBe('unchecked')
})

test('a property may have any name', () => {
  const name = "it's `${1}` \u2028 __proto__"
  const check = compileSchema({ properties: { [name]: { const: 1 }, constructor: { const: 2 } } })
  expect([check({ [name]: 1 }).kind, check({ [name]: 2 }).kind]).toEqual(['conforms', 'violates'])
  expect([check({}).kind, check({ constructor: 3 }).kind]).toEqual(['conforms', 'violates'])
})

test('a schema that is seen again, as the same object or the same text, is compiled once', () => {
  const compile = schemaCache()
  const schema = { type: 'string' }
  const first = compile(schema)
  expect([compile(schema), compile({ type: 'string' })]).toEqual([first, first])
  for (let i = 0; i < 100; i++) compile({ const: i })
  expect(compile({ type: 'string' })).not.toBe(first)
})
