import { describe, expect, it } from 'vitest'
import type { TraceSummary } from '@assay/contract/api/trace'
import { isNewer, mergeLive, newestVersion } from './merge-live.ts'
import { readEvents } from './read-events.ts'

const trace = (traceId: string, startTime: string, version = '1'): TraceSummary => ({
  traceId,
  name: 'chat',
  hasRoot: true,
  startTime,
  durationMs: 1,
  spanCount: 1,
  llmCount: 0,
  errorCount: 0,
  ttftMs: null,
  models: [],
  service: null,
  environment: null,
  sessionId: null,
  userId: null,
  tags: [],
  inputPreview: null,
  outputPreview: null,
  version,
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  costUsd: null,
  unpricedCalls: 0,
})
const ids = (rows: readonly TraceSummary[]) => rows.map(({ traceId }) => traceId).join('')

describe('server-sent events', () => {
  it('reads whole events and keeps the rest for later', () => {
    const { events, rest } = readEvents(
      'retry: 2000\n\nid: 7\nevent: trace\ndata: {"a":\ndata: 1}\n\nid: 8\nev',
    )
    expect(events).toEqual([{ id: '7', event: 'trace', data: '{"a":\n1}' }])
    expect(rest).toBe('id: 8\nev')
    expect(readEvents(`${rest}ent: trace\ndata: x\n\n`).events).toEqual([
      { id: '8', event: 'trace', data: 'x' },
    ])
  })

  it('an id without data still moves on where to resume; comments do not', () => {
    expect(readEvents(': still here\n\nid: 9\n\n').events).toEqual([{ id: '9', event: 'message', data: '' }])
  })

  it('line ends of Windows are read like others', () => {
    expect(readEvents('id: 1\r\ndata: x\r\n\r\n').events).toEqual([{ id: '1', event: 'message', data: 'x' }])
  })
})

describe('a live list', () => {
  const rows = [trace('c', '2026-11-21T10:00:02Z'), trace('a', '2026-11-21T10:00:00Z')]

  it('puts arrivals where their start belongs, newest first', () => {
    const merged = mergeLive(rows, [
      trace('b', '2026-11-21T10:00:01.5Z'),
      trace('d', '2026-11-21T10:00:02.000000001Z'),
    ])
    expect(ids(merged)).toMatch(/^(cd|dc)ba$/)
  })

  it('shows a trace once, in its newest state', () => {
    const merged = mergeLive(rows, [
      trace('a', '2026-11-21T10:00:00Z', '10'),
      trace('a', '2026-11-21T10:00:00Z', '9'),
    ])
    expect(ids(merged)).toBe('ca')
    expect(merged[1]?.version).toBe('10')
  })

  it('never holds more than its limit, and lets the oldest go', () => {
    expect(ids(mergeLive(rows, [trace('d', '2026-11-21T10:00:03Z')], 2))).toBe('dc')
  })

  it('compares arrival numbers beyond 2^53 exactly', () => {
    expect(isNewer('9007199254740993', '9007199254740992')).toBe(true)
    expect(isNewer('10', '9')).toBe(true)
    expect(newestVersion([trace('a', '', '9'), trace('b', '', '10')])).toBe('10')
    expect(newestVersion([])).toBeNull()
  })
})
