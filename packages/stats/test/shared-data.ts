import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { parseReference } from './reference/case-result.ts'
import { isClose, type Tolerance } from './reference/is-close.ts'

const root = process.env['ASSAY_SHARED'] ?? join(import.meta.dirname, '../../../../shared')

/** True where the reference data lie beside the repository. */
export const hasSharedData = existsSync(join(root, 'data/stats'))

/** A file of `data/stats`: what it says about itself and its cases. */
export function readStats<Case>(name: string): { about: unknown; cases: Case[] } {
  return parseReference(readFileSync(join(root, 'data/stats', name), 'utf8'))
}

/** The objects of a file of `data`, one a line; [] where the data are not there. */
export function readLines<Row>(path: string): Row[] {
  if (!hasSharedData) return []
  const text = readFileSync(join(root, 'data', path), 'utf8')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]))
}

/** Fails unless |got - expected| <= max(rel·|expected|, abs), NaN being equal to NaN and infinities to themselves. */
export function expectClose(got: number, expected: number, tolerance: Tolerance = {}, what = ''): void {
  expect(isClose(got, expected, tolerance), `${what}: got ${got}, expected ${expected}`).toBe(true)
}
