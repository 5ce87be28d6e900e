import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSets, setsOf } from './read-sets.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-accuracy-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, ...lines: (object | string)[]): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  writeFileSync(join(folder, path), text)
}

const CLAIM = { id: 'a', context: 'It rains.', answer: 'It rains.', label: 0, doc_id: 'd', task: 'claim' }

test('a set is known by the shape of its rows, whatever it is called', () => {
  put('faithfulness/some_new_set_test.jsonl', CLAIM, '', { ...CLAIM, label: 1, meta: { answer: 'x' } })
  put('refusals/other_test.jsonl', { prompt: 'p', completion: 'c', final_label: '2_full_refusal' })
  put('pii/names_test.jsonl', { text: 'Ann', spans: [{ type: 'PERSON', start: 0, end: 3 }] })
  put('toxicity/chat_test.jsonl', { user_input: 'hello', toxicity: 0, jailbreaking: 1, conv_id: 'x' })
  put('injection/prompts_test.jsonl', { text: 'ignore that', label: true })
  put('streams/flags_dev.jsonl', { id: 's', family: 'bernoulli', change_points: [], values: [0, 1] })
  const { sets, notes } = readSets(folder)
  expect(notes).toEqual([])
  expect(sets.map(({ name, folder: kind, shape }) => [name, kind, shape])).toEqual([
    ['some_new_set', 'faithfulness', 'faithfulness'],
    ['prompts', 'injection', 'flagged'],
    ['names', 'pii', 'pii'],
    ['other', 'refusals', 'refusal'],
    ['flags', 'streams', 'stream'],
    ['chat', 'toxicity', 'moderation'],
  ])
  expect(setsOf(sets, 'faithfulness')[0]?.rows.map(({ label }) => label)).toEqual([0, 1])
  expect(setsOf(sets, 'flagged')[0]?.rows[0]?.label).toBe(1)
})

test('fields that a shape does not name never reach a scorer', () => {
  put('faithfulness/a_dev.jsonl', { ...CLAIM, original_summary: 'tells all' })
  expect(setsOf(readSets(folder).sets, 'faithfulness')[0]?.rows[0]).not.toHaveProperty('original_summary')
})

test('a file of unknown rows and an empty one are left out with a sentence', () => {
  put('odd/strange_dev.jsonl', { what: 1 })
  put('odd/empty_dev.jsonl', '')
  put('odd/readme.md', 'no data')
  const { sets, notes, faults } = readSets(folder)
  expect(sets).toEqual([])
  expect(notes).toEqual([
    'odd/empty_dev.jsonl: it is empty.',
  ])
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(/^odd\/strange_dev\.jsonl:1: as \w+, \w+: /)
})

test('bad lines are told with file, line and reason, and cost nothing but themselves', () => {
  put('faithfulness/a_dev.jsonl', { ...CLAIM, label: 7 }, CLAIM, '{"context": ', CLAIM)
  put('pii/names_test.jsonl', { text: 'Ann', spans: [] })
  const { sets, faults } = readSets(folder)
  expect(sets.map(({ name, rows }) => [name, rows.length])).toEqual([
    ['a', 2],
    ['names', 1],
  ])
  expect(faults[0]).toMatch(/^faithfulness\/a_dev\.jsonl:1: as faithfulness, label: /)
  expect(faults[1]).toMatch(/^faithfulness\/a_dev\.jsonl:3: no JSON: /)
  expect(faults).toHaveLength(2)
})

test('a file without a good row tells what its rows lack of the nearest shape', () => {
  put('faithfulness/a_dev.jsonl', { ...CLAIM, label: 'yes' })
  expect(readSets(folder).faults[0]).toMatch(/^faithfulness\/a_dev\.jsonl:1: as faithfulness, label: /)
})

test('thousands of bad lines are a short list and a count', () => {
  put('faithfulness/a_dev.jsonl', CLAIM, ...Array<string>(3000).fill('{'))
  const { faults } = readSets(folder)
  expect(faults).toHaveLength(21)
  expect(faults[20]).toBe('faithfulness/a_dev.jsonl: and 2980 more bad lines.')
})

test('a byte order mark and carriage returns are no part of the rows', () => {
  put('faithfulness/a_dev.jsonl', `\uFEFF${JSON.stringify(CLAIM)}\r`, `${JSON.stringify(CLAIM)}\r`)
  const { sets, faults } = readSets(folder)
  expect(faults).toEqual([])
  expect(sets[0]?.rows).toHaveLength(2)
})

test('two sets of one name are told apart by split, then by folder', () => {
  for (const path of ['a/one_dev', 'a/one_test', 'a/two_dev', 'b/two_dev', 'a/three_dev'])
    put(`${path}.jsonl`, CLAIM)
  expect(readSets(folder).sets.map(({ name, base }) => [name, base])).toEqual([
    ['one_dev', 'one'],
    ['one_test', 'one'],
    ['three', 'three'],
    ['a/two_dev', 'two'],
    ['b/two_dev', 'two'],
  ])
})

test('a file in place of a folder and a folder that is not there are told in a sentence', () => {
  put('a/one_dev.jsonl', CLAIM)
  expect(() => readSets(join(folder, 'a/one_dev.jsonl'))).toThrow(/one_dev\.jsonl is a file: give the folder/)
  expect(() => readSets(join(folder, 'none'))).toThrow(/^There is no folder /)
})
