import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BOOTSTRAP_KEY } from '../int/start-process.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { askApi, until } from './stage/ask-api.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { lookAt, openScreens } from './stage/screens.ts'
import { idOf, sendSpans } from './stage/send-spans.ts'

const RULES = '/p/default/rules'
const JUDGES = '/p/default/settings/judges'
const SPANS = 12

/** A judge that writes no JSON. */
function openJudge(): Promise<Server> {
  const answer = JSON.stringify({
    model: 'a-judge-2026',
    choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'Looks fine to me!' } }],
    usage: { prompt_tokens: 420, completion_tokens: 40 },
  })
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answer))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

describeInBrowser('states of rules and judges', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  let judge: Server
  const ids = new Map<string, string>()
  beforeAll(async () => {
    judge = await openJudge()
    stage = await openStage()
    signedIn = await makeOwner(stage)
    const { port } = judge.address() as AddressInfo
    const judgeId = await post('/judges', {
      name: 'Babbler',
      provider: 'openai',
      baseUrl: `http://127.0.0.1:${port}/v1`,
      model: 'a-judge',
      samples: 1,
      price: { input: 1, output: 10 },
    })
    const rule = { target: 'span', evaluators: [{ name: 'refusal' }], sampling: { rate: 1, uniformShare: 1 } }
    await post('/rules', { ...rule, name: 'Judged', judgeId })
    await post('/rules', { ...rule, name: 'Nobody', filter: { model: ['no-such-model'] } })
    // A rule counts within two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    const messages = (role: string, content: string) =>
      JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
    for (let n = 1; n <= SPANS; n++)
      await sendSpans(stage, idOf(n, 32), Date.now(), [
        {
          id: n,
          name: 'chat m',
          attributes: {
            'gen_ai.operation.name': 'chat',
            'gen_ai.input.messages': messages('user', 'When does it come?'),
            'gen_ai.output.messages': messages('assistant', `It comes on day ${n}.`),
          },
        },
      ])
    await until('the judge has failed on all', async () => {
      const state = await askApi<{ judge: { failed: { times: number }[] } }>(
        stage,
        `/rules/${ids.get('Judged')}/state`,
      )
      return state?.judge.failed[0]?.times === SPANS
    })
    page = await stage.visit({ storageState: signedIn })
  })
  afterAll(async () => {
    await stage.close()
    judge.closeAllConnections()
    judge.close()
  })
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  async function post(path: string, body: { name: string } & Record<string, unknown>): Promise<string> {
    const answer = await fetch(`${stage.url}/api/v1/projects/default${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    const { id } = (await answer.json()) as { id: string }
    ids.set(body.name, id)
    return id
  }
  const row = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })

  test('each rule of the list says how it is', async () => {
    await openPage(page, RULES)
    await row('Judged').getByText('Unreadable answers').waitFor()
    await row('Judged')
      .getByText(/it answered 12 in a form that could not be read/)
      .waitFor()
    await row('Nobody').getByText('Matches nothing').waitFor()
    await row('Nobody')
      .getByText(/takes none of the 12 spans/)
      .waitFor()
  })

  test('the page of a rule says what it did, and each number opens what is behind it', async () => {
    await openPage(page, `${RULES}/${ids.get('Judged')}`)
    const state = page.getByRole('region', { name: 'State of the rule' })
    await state.getByText(/it put 12 questions to Babbler and got 0 verdicts/).waitFor()
    await state.getByText('of 1,000').waitFor()
    await state.getByRole('link', { name: '12' }).first().click()
    await page.waitForURL('**/p/default/traces?**')
  })

  test('a judge says how it answers, with its numbers', async () => {
    await openPage(page, JUDGES)
    const health = page.getByRole('region', { name: 'Health' })
    await health.getByText('Unreadable answers').waitFor()
    await health.getByText(/24 of 24 answers could not be read/).waitFor()
  })

  test('no rule of WCAG 2.2 AA is broken, light and dark, on a desk and on a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    const text = (words: string) => (one: Page) => one.getByText(words).first().waitFor()
    expect(await lookAt(screens, RULES, text('Unreadable answers'))).toEqual([])
    expect(await lookAt(screens, `${RULES}/${ids.get('Judged')}`, text('asked the judge'))).toEqual([])
    expect(await lookAt(screens, JUDGES, text('Unreadable answers'))).toEqual([])
  })
})
