import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BOOTSTRAP_KEY } from '../int/start-process.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { openScreens, lookAt } from './stage/screens.ts'
import { sendDemo } from './stage/send-demo.ts'

const EVALUATORS = '/p/default/quality/evaluators'
const NEW = '/p/default/quality/new-evaluator'

/** A judge that finds every answer serious. */
function openJudge(): Promise<Server> {
  const said = {
    step_1: 'Sober words.',
    evidence: [],
    reason: 'It stays with the matter.',
    verdict: 'serious',
  }
  const message = { role: 'assistant', content: JSON.stringify(said) }
  const answer = JSON.stringify({
    model: 'a-judge-2026',
    choices: [{ finish_reason: 'stop', message }],
    usage: { prompt_tokens: 420, completion_tokens: 40 },
  })
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answer))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

describeInBrowser('evaluators of your own', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  let judge: Server
  beforeAll(async () => {
    judge = await openJudge()
    stage = await openStage()
    signedIn = await makeOwner(stage)
    await sendDemo(stage, 4)
    page = await stage.visit({ storageState: signedIn })
    const baseUrl = `http://127.0.0.1:${(judge.address() as AddressInfo).port}/v1`
    const body = { name: 'Local judge', provider: 'openai', baseUrl, model: 'a-judge', samples: 1 }
    const answer = await fetch(`${stage.url}/api/v1/projects/default/judges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.status).toBe(201)
  })
  afterAll(async () => {
    await stage.close()
    judge.closeAllConnections()
    judge.close()
  })
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  async function fill(on: Page): Promise<void> {
    await on.getByLabel('Title').fill('Tone of voice')
    await on.getByLabel('Name', { exact: true }).fill('tone-of-voice')
    await on.getByLabel('Question', { exact: true }).fill('Does the answer take the person seriously?')
    await on.getByLabel('Rubric').fill('A serious answer stays with what was asked.')
    await on.getByLabel('Step 1', { exact: true }).fill('name the words that show the tone')
    await on.getByLabel('Label of grade 1').fill('dismissive')
    await on.getByLabel('Meaning of grade 1').fill('makes light of the person')
    await on.getByLabel('Label of grade 2').fill('serious')
    await on.getByLabel('Meaning of grade 2').fill('stays with what was asked')
    await on.getByLabel('Demand a quote from the answer').check()
  }

  test('an evaluator is written, a judge is asked before it is saved, and its page shows the rubric', async () => {
    await openPage(page, EVALUATORS)
    await page.getByRole('link', { name: 'New evaluator' }).click()
    const save = page.getByRole('button', { name: 'Save evaluator' })
    await save.waitFor()
    expect(await save.isDisabled()).toBe(true)
    await fill(page)
    await page.getByRole('button', { name: 'Ask the judge' }).click()
    await page.getByText('It stays with the matter.').first().waitFor()
    await page.getByText('serious 1').first().waitFor()
    await save.click()
    await page.waitForURL(`**${EVALUATORS}/tone-of-voice`)
    await page.getByText('makes light of the person').waitFor()
    await page.getByText('name the words that show the tone').waitFor()
  })

  test('a name that comes with Assay is told beside its field', async () => {
    await openPage(page, NEW)
    await fill(page)
    await page.getByLabel('Name', { exact: true }).fill('refusal')
    await page.getByRole('button', { name: 'Save evaluator' }).click()
    const told = page.getByText('is an evaluator that comes with Assay')
    await told.first().waitFor()
    await page.getByLabel('Name', { exact: true }).fill('refusal-of-mine')
    await expect.poll(() => told.count()).toBe(0)
    expect(stage.takeFaults().every((fault) => fault.includes('400'))).toBe(true)
  })

  test('a change is the next version, and a rule runs it with a judge', async () => {
    await openPage(page, `${EVALUATORS}/tone-of-voice/edit`)
    expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Add a grade' }).click()
    await page.getByLabel('Label of grade 3').fill('warm')
    await page.getByLabel('Meaning of grade 3').fill('and is kind besides')
    await page.getByRole('button', { name: 'Save as version 2' }).click()
    await page.getByText('and is kind besides').waitFor()
    await openPage(page, '/p/default/rules/new')
    await page.getByLabel('Name').fill('Tone')
    await page.getByLabel('Add an evaluator').selectOption('tone-of-voice')
    await page.getByText('a judge alone answers').waitFor()
    await page.getByLabel('Judge', { exact: true }).selectOption({ label: 'Local judge (a-judge)' })
    await page.getByRole('button', { name: 'Try on the last 50 samples' }).click()
    await page.getByText('for the judge').first().waitFor()
    await page.getByRole('button', { name: 'Save rule' }).click()
    await page.waitForURL('**/p/default/rules')
  })

  test('the form and the page are accessible and fit a desk and a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    const faults = [
      ...(await lookAt(screens, NEW, fill)),
      ...(await lookAt(screens, `${EVALUATORS}/tone-of-voice`, (one) =>
        one.getByText('and is kind besides').waitFor(),
      )),
    ]
    expect(faults).toEqual([])
  })
})
