import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

const root = process.env['ASSAY_SHARED'] ?? join(import.meta.dirname, '../../../../shared')

/** True where the reference data lie beside the repository. */
export const hasSharedData = existsSync(join(root, 'data/stats'))

/** A file of `data/stats`: what it says about itself and its cases; "NaN" and "Infinity" are the numbers. */
export function readStats<Case>(name: string): { about: unknown; cases: Case[] } {
  return JSON.parse(readFileSync(join(root, 'data/stats', name), 'utf8'), (_key, value: unknown) =>
    value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value,
  ) as { about: unknown; cases: Case[] }
}

/** The objects of a file of `data`, one a line; [] where the data are not there. */
export function readLines<Row>(path: string): Row[] {
  if (!hasSharedData) return []
  const text = readFileSync(join(root, 'data', path), 'utf8')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]))
}

export interface Tolerance {
  rel?: number
  abs?: number
}

/** Fails unless |got - expected| <= max(rel·|expected|, abs), NaN being equal to NaN and infinities to themselves. */
export function expectClose(got: number, expected: number, tolerance: Tolerance = {}, what = ''): void {
  const { rel = 1e-9, abs = 1e-12 } = tolerance
  const isClose =
    Object.is(got, expected) || Math.abs(got - expected) <= Math.max(rel * Math.abs(expected), abs)
  expect(isClose, `${what}: got ${got}, expected ${expected}`).toBe(true)
}
