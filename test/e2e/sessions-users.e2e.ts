import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DemoTrace } from '../demo/demo-trace.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { makeOwner } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { readRows } from './stage/read-rows.ts'
import { sendDemo } from './stage/send-demo.ts'

const SESSIONS = '/p/default/sessions'

describeInBrowser('sessions and users', () => {
  let stage: Stage
  let page: Page
  let demo: DemoTrace[]
  beforeAll(async () => {
    stage = await openStage()
    const storageState = await makeOwner(stage)
    demo = await sendDemo(stage, 12)
    page = await stage.visit({ storageState })
  })
  afterAll(() => stage.close())
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const traceCounts = (key: 'sessionId' | 'userId') => {
    const counts = new Map<string, number>()
    for (const trace of demo) {
      const id = trace[key]
      if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    return counts
  }
  /** The conversation with most turns, whose root spans carry what was said. */
  const conversation = () => {
    const ids = [...traceCounts('sessionId')].filter(([id]) => id.startsWith('support-'))
    const [id] = ids.toSorted((a, b) => b[1] - a[1])[0] ?? ['']
    return { id, traces: demo.filter(({ sessionId }) => sessionId === id) }
  }
  const said = (trace: DemoTrace, key: 'gen_ai.input.messages' | 'gen_ai.output.messages') => {
    const messages = JSON.parse(String(trace.spans[0]?.attributes[key] ?? '[]')) as {
      parts: { content: string }[]
    }[]
    return messages.flatMap(({ parts }) => parts.map(({ content }) => content)).join('\n')
  }

  test('every session stands in the list once, with the number of its traces', async () => {
    await openPage(page, SESSIONS)
    const wanted = traceCounts('sessionId')
    await page.getByText(`End of the list: ${wanted.size} sessions`).waitFor()
    const rows = page.getByRole('table', { name: 'Sessions' }).locator('[role="row"]:has([data-session])')
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [
        row.querySelector('[data-session]')?.textContent ?? '',
        Number.parseInt(row.querySelector('.traces')?.textContent ?? '', 10),
      ]),
    )
    expect(new Map(shown as [string, number][])).toEqual(wanted)
  })

  test('a session reads as one conversation: each turn once, in order, without the history repeated', async () => {
    const { id, traces } = conversation()
    expect(traces.length).toBeGreaterThan(2)
    await page.getByRole('link', { name: id, exact: true }).click()
    await page.waitForURL(`**/sessions/${id}`)
    const turns = page.getByRole('article', { name: /^Turn \d+$/ })
    await expect.poll(() => turns.count()).toBe(traces.length)
    for (const [i, trace] of traces.entries()) {
      const text = await turns.nth(i).innerText()
      const question = said(trace, 'gen_ai.input.messages')
      expect(text).toContain(`User:\n${question}`)
      expect(text.split('User:')).toHaveLength(2)
      if (trace.spans[0]?.error === null) expect(text.split('Assistant:')).toHaveLength(2)
      const answer = said(trace, 'gen_ai.output.messages').split(/[*`\n]/)[0] ?? ''
      expect(text.slice(text.indexOf(question) + question.length)).toContain(answer)
    }
  })

  test('a turn leads to its trace, and back to the conversation', async () => {
    const { id, traces } = conversation()
    await page.getByRole('link', { name: 'Trace of turn 2' }).click()
    await page.waitForURL(`**/traces/${traces[1]?.traceId}?span=*`)
    await page.getByRole('complementary').waitFor()
    await page.goBack()
    await page.waitForURL(`**/sessions/${id}`)
    await page.getByRole('article', { name: 'Turn 2' }).waitFor()
  })

  test('sessions are found by a part of their id', async () => {
    const { id } = conversation()
    await openPage(page, SESSIONS)
    await page.getByRole('searchbox').fill(id.slice(-8))
    await page.waitForURL(`**?q=${id.slice(-8)}`)
    await page.getByText('End of the list: 1 session').waitFor()
    await page.getByRole('link', { name: id, exact: true }).waitFor()
  })

  test('a user leads to the traces of this user, and to no others', async () => {
    await openPage(page, '/p/default/users')
    const wanted = traceCounts('userId')
    await page.getByText(`End of the list: ${wanted.size} users`).waitFor()
    const [user, count] = [...wanted].toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0]
    const row = page.getByRole('row').filter({ hasText: user })
    expect(Number.parseInt(await row.locator('.traces').innerText(), 10)).toBe(count)
    await row.getByRole('link', { name: user }).click()
    await page.waitForURL(`**/traces?user=${user}`)
    await page.getByText(`End of the list: ${count} trace`).waitFor()
    const ids = demo.filter(({ userId }) => userId === user).map(({ traceId }) => traceId)
    expect((await readRows(page)).sort()).toEqual(ids.sort())
  })
})
