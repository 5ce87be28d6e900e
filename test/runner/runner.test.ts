import { expect, test } from 'vitest'
import { countResults, needsStores, needsUi } from './count-results.ts'
import { findChromium } from './find-chromium.ts'

const file = (status: string, ...results: string[]) => ({
  status,
  assertionResults: results.map((result) => ({ status: result })),
})

test('a file that could not be loaded counts as a failure', () => {
  const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }
  const testResults = [file('passed', 'passed'), file('failed', 'failed', 'passed'), file('failed')]
  expect(countResults({ ...report, testResults })).toEqual({ passed: 3, failed: 2, skipped: 3 })
})

test('the UI is built for all tests and for browser tests, not for unit tests', () => {
  expect(needsUi([])).toBe(true)
  expect(needsUi(['--project', 'unit'])).toBe(false)
  expect(needsUi(['--project=house', '--project', 'int'])).toBe(false)
  expect(needsUi(['--project=unit', '--project=e2e'])).toBe(true)
})

test('a database is laid for all tests and for those that open stores', () => {
  expect(needsStores([])).toBe(true)
  expect(needsStores(['--project', 'unit', '--project=house'])).toBe(false)
  expect(needsStores(['--project=int'])).toBe(true)
})

test('a Chromium named in the environment comes before that of Debian, and has to exist', () => {
  expect(findChromium({}, () => true)).toBe('/usr/bin/chromium')
  expect(findChromium({ CHROMIUM_PATH: '/opt/c' }, (path) => path === '/opt/c')).toBe('/opt/c')
  expect(findChromium({ CHROMIUM_PATH: '/opt/c' }, (path) => path === '/usr/bin/chromium')).toBeNull()
})
