import type { JsonValue } from '@assay/contract/message'
import { expect, test } from 'vitest'
import { compileSchema } from './compile-schema.ts'
import { schemaCache } from './schema-cache.ts'
import { processorMs } from '../../../test/processor-ms.ts'

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
  const start = processorMs()
  expect(check(1)).toMatchObject({ kind: 'unchecked', message: /simpler/ })
  expect(check('a').kind).toBe('conforms')
  const tree = compileSchema({
    oneOf: [{ type: 'null' }, { items: { $ref: '#' } }, { contains: { $ref: '#' } }],
  })
  expect(tree(JSON.parse('['.repeat(60) + '1' + ']'.repeat(60)) as []).kind).toBe('unchecked')
  expect(processorMs() - start).toBeLessThan(5_000)
})

test('data deeper than 256 levels are not judged, and told so', () => {
  const check = compileSchema({ $id: 'x', items: { $ref: '#' } })
  const nest = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as []
  expect(check(nest(257)).kind).toBe('conforms')
  for (const depth of [258, 5_000, 50_000])
    expect(check(nest(depth))).toMatchObject({ kind: 'unchecked', message: /256 levels deep: ask for/ })
})

test('a schema that refers to itself without end is told so', () => {
  expect(compileSchema({ $ref: '#' })(1)).toMatchObject({
    kind: 'unchecked',
    message: /schema (?:flatter|simpler)/,
  })
})

test('names that depend on others are checked', () => {
  const check = compileSchema({ dependentRequired: { a: ['b'] } })
  expect([check({ a: 1 }).kind, check({ a: 1, b: 1 }).kind, check({}).kind]).toEqual([
    'violates',
    'conforms',
    'conforms',
  ])
})

const many = <T>(length: number, make: (index: number) => T) => Array.from({ length }, (_, i) => make(i))
const named = (length: number, value: JsonValue) => Object.fromEntries(many(length, (i) => [`p${i}`, value]))

test.for<[string, Record<string, JsonValue>]>([
  ['patterns of properties', { patternProperties: named(2_000, {}) }],
  ['properties', { properties: named(2_000, true) }],
  ['alternatives', { anyOf: many(2_000, () => ({ type: 'string' })) }],
  ['dependencies', { dependentRequired: named(2_000, ['a']) }],
])('a schema of 2,000 %s is refused at once with a sentence', ([, schema]) => {
  const start = processorMs()
  expect(() => compileSchema(schema)).toThrow(/more than 400 schemas: give a smaller one/)
  expect(processorMs() - start).toBeLessThan(1_000)
})

test.for(['a{900}', '[\\p{L}]'.repeat(140)])(
  'many patterns of the kind %s are refused in bounded time',
  (pattern) => {
    const start = processorMs()
    expect(() => compileSchema({ allOf: many(190, (i) => ({ pattern: `${pattern}${i}` })) })).toThrow(
      /fewer or shorter/,
    )
    expect(processorMs() - start).toBeLessThan(2_000)
  },
)

test.for<[string, Record<string, JsonValue>, JsonValue]>([
  [
    'patterns on the keys of many items',
    { items: { patternProperties: named(300, {}) } },
    many(20_000, () => ({ name: 1, v: 2 })),
  ],
  ['patterns on many keys', { patternProperties: named(350, {}) }, named(10_000, 1)],
  ['a slow pattern on long texts', { items: { pattern: '(a?){400}$' } }, many(100, () => 'a'.repeat(1_000))],
  [
    'long lists of values',
    { items: { not: { enum: many(1_500, (i) => ({ a: i })) } } },
    many(30_000, () => ({ a: -1 })),
  ],
  [
    'nested lists without repeats',
    { uniqueItems: true, items: { $ref: '#' } },
    JSON.parse(`${'['.repeat(200)}${many(20_000, String).join(',')}${']'.repeat(200)}`) as [],
  ],
  [
    'the length of a text, many times',
    { allOf: many(190, () => ({ maxLength: 1_000_000 })) },
    'a'.repeat(1_000_000),
  ],
  ['the number of keys, many times', { allOf: many(190, () => ({ minProperties: 1 })) }, named(20_000, 1)],
])('%s end with a budget, in bounded time', ([, schema, value]) => {
  const check = compileSchema(schema)
  const start = processorMs()
  expect(check(value)).toMatchObject({ kind: 'unchecked', message: /too many steps/ })
  expect(processorMs() - start).toBeLessThan(2_000)
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
