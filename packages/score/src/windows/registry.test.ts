import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WINDOW_EVALUATORS } from './registry.ts'

test('every folder here is an evaluator of windows that is whole and registered under its name', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(WINDOW_EVALUATORS).sort())
  for (const [name, evaluator] of Object.entries(WINDOW_EVALUATORS)) {
    expect(evaluator.name).toBe(name)
    for (const part of ['evaluator.ts', 'rubric.md', 'golden.jsonl', 'evaluator.test.ts'])
      expect(existsSync(join(import.meta.dirname, name, part)), `${name}/${part}`).toBe(true)
  }
})
