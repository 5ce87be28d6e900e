import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import { normaliseSpan } from '../src/normalise-span.ts'
import type { Expectation } from './expectation.ts'
import { joinLogs, rawSpans } from './otlp-json.ts'

const root = process.env['ASSAY_SHARED'] ?? join(import.meta.dirname, '../../../../shared')
const otlp = join(root, 'fixtures/otlp')

/** True where the fixtures for the receiving side lie beside the repository. */
export const hasSharedFixtures = existsSync(otlp)

function readFixture(path: string): unknown {
  return JSON.parse(readFileSync(join(otlp, path), 'utf8'))
}

export function expectations(path: string): Expectation[] {
  return (readFixture(path) as { spans: Expectation[] }).spans
}

/** Canonical spans of a recorded request by span id; log records, if given, are joined to their spans first. */
export function canonicalSpans(path: string, logs?: string): Map<string, CanonicalSpan> {
  const raw = rawSpans(readFixture(path) as Parameters<typeof rawSpans>[0])
  if (logs !== undefined) joinLogs(raw, readFixture(logs) as Parameters<typeof joinLogs>[1])
  return new Map(raw.map((span) => [Buffer.from(span.spanId).toString('hex'), normaliseSpan(span)]))
}
