import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DeadLetter } from '@assay/contract/api/dead-letter'
import { describeInBrowser } from '../runner/chromium.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { lookAt, openScreens } from './stage/screens.ts'

const PAGE = '/p/default/rules/dead-letters'
const LETTERS = '**/api/v1/projects/default/dead-letters'
const TRACE = 'a'.repeat(32)

const letter = (id: string, more: Partial<DeadLetter> = {}): DeadLetter => ({
  id,
  stage: 'evaluate',
  what: { target: 'span', traceId: TRACE, spanId: 'b'.repeat(16) },
  evaluator: 'refusal',
  error: 'Error: no progress within 20000 ms',
  attempts: 2,
  firstDiedAt: '2026-11-20T08:00:00.000Z',
  diedAt: '2026-11-20T09:00:00.000Z',
  isRetrying: false,
  ...more,
})

/** What the API would answer, since no evaluator fails at will; what is asked of it is the page's own. */
async function standIn(
  page: Page,
  letters: DeadLetter[],
): Promise<{ asked: string[]; letters: DeadLetter[] }> {
  const state = { asked: [] as string[], letters }
  await page.route(`${LETTERS}**`, async (route) => {
    const request = route.request()
    const path = new URL(request.url()).pathname.split('/dead-letters')[1] ?? ''
    if (request.method() === 'GET') {
      const waiting = state.letters.filter(({ isRetrying }) => !isRetrying).length
      return route.fulfill({ json: { deadLetters: state.letters, total: state.letters.length, waiting } })
    }
    state.asked.push(`${request.method()} ${path}${new URL(request.url()).search}`)
    if (request.method() === 'DELETE') {
      state.letters = path === '' ? [] : state.letters.filter(({ id }) => `/${id}` !== path)
      return route.fulfill({ json: { dismissed: 1 } })
    }
    state.letters = state.letters.map((one) =>
      path === '/retry' || path === `/${one.id}/retry` ? { ...one, isRetrying: true } : one,
    )
    return route.fulfill({ json: { retried: 1 } })
  })
  return state
}

describeInBrowser('dead letters', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
    signedIn = await makeOwner(stage)
    page = await stage.visit({ storageState: signedIn })
  })
  afterAll(() => stage.close())
  afterEach(async () => {
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    expect(stage.takeFaults()).toEqual([])
  })
  /** The page as the browser loads it: what the server would render is not stood in for. */
  const open = async (one: Page) => {
    await openPage(one, '/p/default/rules')
    await one.getByRole('link', { name: /^Not scored/ }).click()
    await one.getByRole('heading', { level: 1, name: 'Not scored' }).waitFor()
  }
  const rows = () => page.getByRole('region', { name: 'Not scored' }).getByRole('listitem')

  test('where everything was scored the page says so', async () => {
    await openPage(page, PAGE)
    await page.getByRole('heading', { name: 'Everything that rules asked for was scored' }).waitFor()
    expect(await page.getByRole('button', { name: 'Retry all' }).count()).toBe(0)
    const screens = await openScreens(stage, signedIn)
    const empty = (one: Page) => one.getByRole('heading', { name: /^Everything/ }).waitFor()
    expect(await lookAt(screens, PAGE, empty)).toEqual([])
  })

  test('an entry leads to its target and says why, how often and when; the rail tells how many wait', async () => {
    await standIn(page, [letter('one'), letter('two', { what: { target: 'session', sessionId: 's 1' } })])
    await open(page)
    await rows().first().getByText('no progress within 20000 ms').waitFor()
    await rows().first().getByText('2 attempts').waitFor()
    expect(await rows().first().getByRole('link').getAttribute('href')).toBe(
      `/p/default/traces/${TRACE}?span=${'b'.repeat(16)}`,
    )
    expect(await rows().nth(1).getByRole('link').getAttribute('href')).toBe('/p/default/sessions/s%201')
    await page.getByRole('navigation', { name: 'Pages' }).getByText('2 could not be scored').waitFor()
  })

  test('one is tried again, all are, one is dismissed and all are, each after a word where it cannot be undone', async () => {
    const state = await standIn(page, [letter('one'), letter('two'), letter('three')])
    await open(page)
    await rows()
      .first()
      .getByRole('button', { name: /^Retry/ })
      .click()
    await rows().first().getByText('being tried again').waitFor()
    await page.getByRole('button', { name: 'Retry all' }).click()
    await expect.poll(() => page.getByText('being tried again').count()).toBe(3)
    await rows()
      .first()
      .getByRole('button', { name: /^Dismiss/ })
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click()
    await expect.poll(() => rows().count()).toBe(2)
    await page.getByRole('button', { name: 'Dismiss all' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Dismiss all' }).click()
    await page.getByRole('heading', { name: /^Everything/ }).waitFor()
    expect(state.asked).toEqual([
      'POST /one/retry',
      'POST /retry',
      'DELETE /one',
      'DELETE ?until=2026-11-20T09%3A00%3A00.000Z',
    ])
  })

  test('long errors, many entries and a server that is away break nothing, light and dark, on a desk and on a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    const long = letter('long', {
      error: `Error: ${'a_word_without_end'.repeat(60)}`,
      evaluator: 'x'.repeat(100),
      what: { target: 'session', sessionId: 'a-session-without-end-'.repeat(40) },
      isRetrying: true,
    })
    for (const screen of screens) {
      await standIn(screen, [long, ...Array.from({ length: 30 }, (_, i) => letter(`n${i}`))])
      await open(screen)
    }
    const faults: string[] = []
    for (const screen of screens)
      faults.push(
        ...(await lookAt([screen], '/p/default/rules', async (one) => {
          await one.getByRole('link', { name: /^Not scored/ }).click()
          await one.getByText('being tried again').waitFor()
        })),
      )
    expect(faults).toEqual([])
    await page.route(`${LETTERS}?limit=200`, (route) =>
      route.fulfill({
        status: 503,
        json: { code: 'unavailable', status: 503, title: 'x', detail: 'The database is away.' },
      }),
    )
    await open(page)
    await page.getByText('The database is away.').waitFor()
    stage.takeFaults()
  })
})
