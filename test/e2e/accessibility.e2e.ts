import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { DemoTrace } from '../demo/demo-trace.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { AGENT_TRACE } from './stage/agent-trace.ts'
import { untilStored } from './stage/ask-api.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { lookAt, openScreens } from './stage/screens.ts'
import { sendDemo } from './stage/send-demo.ts'
import { idOf, sendSpans } from './stage/send-spans.ts'

const P = '/p/default'
const AGENT = idOf(0xa, 32)

const heading = (name: string) => (page: Page) => page.getByRole('heading', { name }).first().waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const rows = (page: Page) =>
  page.locator('[role="table"] [role="row"] a[title], [data-trace]').first().waitFor()
const dialog = (page: Page) => page.getByRole('dialog').waitFor()

/** Light and dark, at the width of a desk and of a phone, without a word in the console. */
describeInBrowser('no rule of WCAG 2.2 AA is broken and nothing scrolls sideways', () => {
  let stage: Stage
  let signedIn: SignedIn
  let screens: Page[]
  beforeAll(async () => {
    stage = await openStage()
    screens = await openScreens(stage)
  })
  afterAll(() => stage.close())
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  test('at set-up', async () => {
    expect(await lookAt(screens, '/setup', heading('Welcome to Assay'))).toEqual([])
  })

  test('and what is broken would be seen: the look itself is tried on a page with faults', async () => {
    const faulty = (page: Page) =>
      page.evaluate(`document.body.insertAdjacentHTML('beforeend',
        '<p style="width: 3000px; color: #777; background: #888">faint</p><button></button>')`)
    const faults = await lookAt(screens.slice(0, 1), '/setup', faulty)
    const times = (fault: string) => faults.filter((one) => one.includes(fault)).length
    expect(['color-contrast', 'wider than the screen', 'button-name'].map(times)).toEqual([2, 2, 1])
  })

  test('at sign-in', async () => {
    signedIn = await makeOwner(stage)
    expect(await lookAt(screens, '/sign-in', heading('Sign in'))).toEqual([])
  })

  test('in a project without traces', async () => {
    screens = await openScreens(stage, signedIn)
    expect(await lookAt(screens, `${P}/traces`, heading('Send the first trace'))).toEqual([])
    expect(await lookAt(screens, `${P}/sessions`, heading('No sessions'))).toEqual([])
    expect(await lookAt(screens, `${P}/users`, heading('No users'))).toEqual([])
  })

  describe('with traces:', () => {
    let session: string
    beforeAll(async () => {
      const demo: DemoTrace[] = await sendDemo(stage, 8)
      await sendSpans(stage, AGENT, Date.now() - 1000, AGENT_TRACE)
      await untilStored(stage, AGENT, AGENT_TRACE.length)
      const made = await screens[0]?.request.post(`${stage.url}/api/v1/projects/default/keys`, {
        headers: { origin: stage.url },
        data: { name: 'the shop', scopes: ['ingest'] },
      })
      expect(made?.status()).toBe(201)
      session = demo.find(({ sessionId }) => sessionId?.startsWith('support-'))?.sessionId ?? ''
    })

    const traces = `${P}/traces`
    test.for<[name: string, path: string, act: (page: Page) => Promise<unknown>]>([
      ['the trace list', traces, rows],
      [
        'a filtered list',
        `${traces}?error=true&q=order&minDurationMs=1`,
        (page) => page.getByRole('list', { name: 'Filters that are set' }).waitFor(),
      ],
      ['a list that nothing passes', `${traces}?q=zzzzzz`, heading('No trace matches')],
      [
        'the menu of a filter',
        traces,
        async (page) => {
          await button(page, 'Model')
          await page.getByRole('list', { name: 'Model' }).waitFor()
        },
      ],
      [
        'the menu of further filters',
        traces,
        async (page) => {
          await button(page, 'More')
          await page.getByRole('list', { name: 'Environment' }).waitFor()
        },
      ],
      [
        'the live tail',
        `${traces}?live=1`,
        (page) => page.locator('[title="Connected: traces appear as they arrive"]').waitFor(),
      ],
      [
        'the menu of the time range',
        traces,
        async (page) => {
          await page.getByRole('button', { name: 'Time range' }).click()
          await page.getByLabel('From').waitFor()
        },
      ],
      [
        'the menu of projects',
        traces,
        async (page) => {
          await page.getByRole('button', { name: 'switch' }).click()
          await page.getByRole('menu').waitFor()
        },
      ],
      [
        'the menu of the account',
        traces,
        async (page) => {
          await page.getByRole('button', { name: 'account of' }).click()
          await page.getByRole('menu').waitFor()
        },
      ],
      ['a trace', `${traces}/${AGENT}`, (page) => page.getByRole('treegrid').waitFor()],
      ['a model call', `${traces}/${AGENT}?span=${idOf(3, 16)}`, heading('Attributes')],
      [
        'a retrieval',
        `${traces}/${AGENT}?span=${idOf(2, 16)}`,
        async (page) => {
          await page.getByRole('heading', { name: 'Attributes' }).click()
          await page.getByRole('searchbox', { name: 'Search attributes' }).waitFor()
        },
      ],
      ['a failed span', `${traces}/${AGENT}?span=${idOf(5, 16)}`, heading('Attributes')],
      [
        'a filtered trace',
        `${traces}/${AGENT}`,
        async (page) => {
          await page.getByRole('searchbox', { name: 'Filter spans' }).fill('chat')
          await page.getByText('2 matches').waitFor({ state: 'attached' })
        },
      ],
      ['the sessions', `${P}/sessions`, rows],
      ['a session', 'session', (page) => page.getByRole('article', { name: 'Turn 1' }).waitFor()],
      ['the users', `${P}/users`, rows],
      ['the settings of the project', `${P}/settings`, heading('Delete the project')],
      ['the keys', `${P}/settings/keys`, (page) => page.getByRole('row', { name: 'the shop' }).waitFor()],
      [
        'a new key',
        `${P}/settings/keys`,
        async (page) => {
          await button(page, 'New key')
          await dialog(page)
        },
      ],
      ['how to send', `${P}/settings/sending`, heading('Sending traces')],
      ['the members', `${P}/settings/members`, heading('Members')],
      [
        'a new member',
        `${P}/settings/members`,
        async (page) => {
          await button(page, 'Add member')
          await dialog(page)
        },
      ],
      ['the prices', `${P}/settings/prices`, heading('Price table')],
      [
        'the palette',
        `${P}/users`,
        async (page) => {
          await page.keyboard.press('Control+k')
          await page.getByRole('dialog', { name: 'Go to' }).waitFor()
        },
      ],
      [
        'the keys of the page',
        traces,
        async (page) => {
          await page.keyboard.press('?')
          await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
        },
      ],
    ])('%s', async ([, path, act]) => {
      const address = path === 'session' ? `${P}/sessions/${session}` : path
      expect(await lookAt(screens, address, act)).toEqual([])
    })
  })
})
