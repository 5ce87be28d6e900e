import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { startProcess, type AssayProcess } from '../../int/start-process.ts'
import { CHROMIUM } from '../../runner/chromium.ts'

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
]
const TIMEOUT_MS = 15_000

/** A fresh installation in a process of its own, and a browser beside it. */
export interface Stage {
  url: string
  otlpUrl: string
  browser: Browser
  /** A new page in a browser context of its own: another person, another screen. */
  visit(options?: BrowserContextOptions & { initScript?: string }): Promise<Page>
  /** What pages wrote to the console as errors and what they threw, since the last call. */
  takeFaults(): string[]
  close(): Promise<void>
}

/** Starts the program with all roles, which builds the UI where that is missing, and opens a browser. */
export async function openStage(): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-e2e-'))
  let assay: AssayProcess | undefined
  let browser: Browser | undefined
  const close = async () => {
    await browser?.close()
    const hasDied = assay !== undefined && (assay.child.exitCode ?? assay.child.signalCode) !== null
    // Its data is thrown away, so it need not bring anything to an end.
    if (!hasDied) await assay?.stop('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
    if (hasDied)
      throw new Error(
        `Assay ended by itself (${assay?.child.signalCode ?? assay?.child.exitCode}):\n${assay?.output()}`,
      )
  }
  try {
    const launching = chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
    // A start that fails is told of first; the browser is closed all the same.
    launching.catch(() => undefined)
    try {
      assay = await startProcess(join(dir, 'data'), { ASSAY_ROLES: 'otlp,worker,api,ui' })
    } finally {
      browser = await launching
    }
    return { ...stageOf(assay, browser), close }
  } catch (error) {
    await close()
    throw error
  }
}

function stageOf(assay: AssayProcess, browser: Browser): Omit<Stage, 'close'> {
  let faults: string[] = []
  return {
    url: assay.apiUrl,
    otlpUrl: assay.otlpUrl,
    browser,
    async visit({ initScript, ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        baseURL: assay.apiUrl,
        ...options,
      })
      context.setDefaultTimeout(TIMEOUT_MS)
      if (initScript !== undefined) await context.addInitScript({ path: initScript })
      const page = await context.newPage()
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(`${new URL(page.url()).pathname}: ${message.text()}`)
      })
      page.on('pageerror', (error) => faults.push(`${new URL(page.url()).pathname}: ${String(error)}`))
      return page
    },
    takeFaults() {
      const taken = faults
      faults = []
      return taken
    },
  }
}
