import { RangeQuery } from '@assay/contract/api/session'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { getSession } from '@assay/store/clickhouse/queries/get-session'
import { listSessions } from '@assay/store/clickhouse/queries/list-sessions'
import { listUsers } from '@assay/store/clickhouse/queries/list-users'
import { beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../engines.ts'
import { BASE_MS, insertSpans, spanHex, type TestSpan } from './span-rows.ts'

const nowMs = BASE_MS + 3_600_000

describeEngines('sessions and users', (open) => {
  let ch: ClickHouse
  let count = 0
  beforeAll(async () => {
    ch = await open()
  })

  /** A project of its own for each test, with these spans. */
  async function project(...batches: TestSpan[][]): Promise<{ ch: ClickHouse; projectId: string }> {
    const projectId = `groups-${++count}`
    for (const batch of batches)
      await insertSpans(
        ch,
        batch.map((span) => ({ project: projectId, ...span })),
      )
    return { ch, projectId }
  }
  const CALL: TestSpan = {
    trace: 'a',
    span: 'call',
    startMs: 10,
    kind: 'llm',
    model: 'm1',
    input: 10,
    output: 5,
    cost: 0.5,
  }

  const turn = (trace: string, startMs: number, more: Partial<TestSpan> = {}): TestSpan[] => [
    { trace, span: 'root', startMs, session: 's1', user: 'ann', ...more },
    { ...CALL, trace, parent: 'root', startMs: startMs + 10, inputText: `question ${trace}` },
  ]

  it('totals count each trace and call once, even when spans were sent twice', async () => {
    const scope = await project(
      turn('a', 0),
      turn('b', 1000, { session: 's2', error: true }),
      turn('a', 0),
      turn('c', 2000),
    )
    const { sessions } = await listSessions(scope, { query: RangeQuery.parse({}), nowMs })
    expect(sessions).toMatchObject([
      {
        sessionId: 's1',
        traceCount: 2,
        errorCount: 0,
        inputTokens: 20,
        costUsd: 1,
        userId: 'ann',
        inputPreview: 'question a',
      },
      { sessionId: 's2', traceCount: 1, errorCount: 1, inputTokens: 10, costUsd: 0.5 },
    ])
    const { users } = await listUsers(scope, { query: RangeQuery.parse({}), nowMs })
    expect(users).toMatchObject([
      {
        userId: 'ann',
        traceCount: 3,
        sessionCount: 2,
        errorCount: 1,
        inputTokens: 30,
        outputTokens: 15,
        costUsd: 1.5,
      },
    ])
  })

  it('a page boundary never repeats or skips a session, whatever the order', async () => {
    const scope = await project(
      ...Array.from({ length: 5 }, (_, i) => turn(`t${i}`, (i % 3) * 1000, { session: `s${i}` })),
    )
    for (const sort of ['last', 'traces', 'cost', 'errors']) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const query = RangeQuery.parse({ sort, limit: 2, cursor })
        const page = await listSessions(scope, { query, nowMs })
        seen.push(...page.sessions.map((session) => session.sessionId))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(seen.toSorted()).toEqual(['s0', 's1', 's2', 's3', 's4'])
    }
  })

  it('sessions are found by part of their id and by user', async () => {
    const scope = await project(
      turn('a', 0, { session: 'Web-1' }),
      turn('b', 0, { session: 'app%2', user: 'bob' }),
    )
    const ids = async (query: object) =>
      (await listSessions(scope, { query: RangeQuery.parse(query), nowMs })).sessions.map((s) => s.sessionId)
    expect(await ids({ q: 'wEB' })).toEqual(['Web-1'])
    expect(await ids({ q: '%' })).toEqual(['app%2'])
    expect(await ids({ user: 'bob' })).toEqual(['app%2'])
  })

  it('a session reads the root where it has text, else the last model call', async () => {
    const scope = await project(turn('a', 0, { inputText: 'asked' }), [
      ...turn('b', 1000),
      { ...CALL, trace: 'b', span: 'last', parent: 'root', startMs: 1500, tools: ['find'] },
    ])
    const session = await getSession(scope, { sessionId: 's1' })
    expect(session.traces.map((trace) => trace.readSpanId)).toEqual([spanHex('root'), spanHex('last')])
    expect(session.traces[1]).toMatchObject({ toolNames: ['find'] })
    expect(session.summary).toMatchObject({ traceCount: 2, inputTokens: 30, costUsd: 1.5 })
    expect(session.truncated).toBeNull()
    await expect(getSession(scope, { sessionId: 'none' })).rejects.toMatchObject({ code: 'not_found' })
  })
})
