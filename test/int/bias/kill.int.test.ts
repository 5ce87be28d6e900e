import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ProbeRun, ProbeRunDetail, ProbeSetList } from '@assay/contract/api/bias-probe'
import { says, startJudgeServer } from '../scoring/judge-server.ts'
import { BOOTSTRAP_KEY, startProcess, type AssayProcess } from '../start-process.ts'

const HELP = 'Of course. Here is a short and helpful answer that goes into the question, step by step.'
const AT_ONCE = 4
const dir = mkdtempSync(join(tmpdir(), 'assay-probes-'))
let assay: AssayProcess | null = null
afterAll(async () => {
  await assay?.stop('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${assay!.apiUrl}/api/v1/projects/default${path}`, {
    method,
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}
const start = async () => {
  assay = await startProcess(dir, { ASSAY_ROLES: 'otlp,worker,api' })
}

test('a process that is killed in the middle of a run loses no answer and asks nothing twice but what was under way', async () => {
  const prompts: string[] = []
  const model = await startJudgeServer((response, prompt) => {
    prompts.push(prompt)
    says(HELP, { afterMs: 150 })(response, prompt)
  })
  try {
    await start()
    const { sets } = await ask<ProbeSetList>('GET', '/bias/probe-sets')
    const judge = await ask<{ id: string }>('POST', '/judges', {
      ...{ name: 'M', provider: 'openai', baseUrl: model.baseUrl, model: 'm', concurrency: AT_ONCE },
    })
    const plan = { setId: sets[0]!.id, judgeId: judge.id, axes: ['gender'], pairs: 24 }
    const { id } = await ask<ProbeRun>('POST', '/bias/probe-runs', { plan, limits: { calls: 100 } })
    await expect.poll(() => prompts.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(16)
    await assay!.stop('SIGKILL')
    const before = prompts.length
    expect(before).toBeLessThan(48)
    await start()
    const detail = () => ask<ProbeRunDetail>('GET', `/bias/probe-runs/${id}`)
    await expect
      .poll(async () => (await detail()).run.state, { timeout: 150_000, interval: 500 })
      .toBe('done')
    const { run } = await detail()
    expect(run).toMatchObject({ calls: { answered: 48, failed: 0 }, pairs: { total: 24, answered: 24 } })
    expect(new Set(prompts).size).toBe(48)
    expect(prompts.length).toBeLessThanOrEqual(48 + AT_ONCE)
    // What was under way stays reserved: nobody knows whether it was billed.
    expect(run.calls.sent).toBeGreaterThanOrEqual(prompts.length)
  } finally {
    await model.close()
  }
}, 300_000)
