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
  const { sets, notes } = readSets(folder)
  expect(sets).toEqual([])
  expect(notes).toEqual([
    'odd/empty_dev.jsonl: it is empty.',
    'odd/strange_dev.jsonl: its rows have no shape that is known here.',
  ])
})

test('a broken line and a row that lacks a field are errors with file and line', () => {
  put('faithfulness/a_dev.jsonl', CLAIM, '{"context": ')
  expect(() => readSets(folder)).toThrow(/^faithfulness\/a_dev\.jsonl:2 is no JSON: /)
  put('faithfulness/a_dev.jsonl', CLAIM, { ...CLAIM, label: 7 })
  expect(() => readSets(folder)).toThrow(/^faithfulness\/a_dev\.jsonl:2: label: /)
})
