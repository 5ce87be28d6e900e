import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { findTrained } from './find-trained.ts'
import { rowKey } from './row-key.ts'
import { claimKey, completionKey, isTrainedOn, TRAINED_FILES } from './trained-rows.ts'
import known from './trained-rows.json' with { type: 'json' }

const shared = process.env['ASSAY_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared')
const together = (keys: readonly string[]) => [...new Set(keys)].sort().join('')

test('the list of rows is of the files that the shipped weights name', () => {
  expect(known.faithfulness.data).toEqual(TRAINED_FILES.faithfulness)
  expect(known.refusal.data).toEqual(TRAINED_FILES.refusal)
})

// After a training `vitest -u` on this file writes the list anew.
test.skipIf(!existsSync(join(shared, 'data')))('the list holds every row that was trained on', async () => {
  const claims = findTrained('faithfulness', [], join(shared, 'data'))
  const completions = findTrained('refusal', [], join(shared, 'data'))
  const rows = {
    faithfulness: {
      data: TRAINED_FILES.faithfulness,
      keys: together(claims!.flatMap((set) => set.rows.map(claimKey))),
    },
    refusal: {
      data: TRAINED_FILES.refusal,
      keys: together(completions!.flatMap((set) => set.rows.map(completionKey))),
    },
  }
  await expect(`${JSON.stringify(rows, null, 2)}\n`).toMatchFileSnapshot('trained-rows.json')
})

test('a row is known again by its texts, whatever its white space and case; others are not', () => {
  expect(rowKey('It  rains.\r\n', 'Yes')).toBe(rowKey('it rains.', 'Yes '))
  expect(rowKey('It rains.', 'Yes')).not.toBe(rowKey('It rains. Yes', ''))
  expect(isTrainedOn('faithfulness', rowKey('Nobody wrote this.', 'Or this.'))).toBe(false)
  expect(isTrainedOn('faithfulness', known.faithfulness.keys.slice(0, 12))).toBe(true)
})
