import type { DemoTrace } from '../../demo/demo-trace.ts'
import { generateTraffic } from '../../demo/generate.ts'
import { sendTraffic } from '../../demo/send.ts'
import { askApi, until } from './ask-api.ts'
import type { Stage } from './open-stage.ts'

/** Sends the demo's traffic of the last hour, and waits until all of it can be read. */
export async function sendDemo(stage: Stage, sessions: number): Promise<DemoTrace[]> {
  const traces = [...generateTraffic({ seed: 7, endMs: Date.now(), minutes: 60, sessions, users: 8 })]
  const report = await sendTraffic(traces, {
    endpoint: stage.otlpUrl,
    apiKey: undefined,
    spansPerSecond: 1_000_000,
  })
  const spans = traces.reduce((sum, trace) => sum + trace.spans.length, 0)
  if (report.sentSpans !== spans) throw new Error(`sent ${report.sentSpans} of ${spans} spans`)
  await until(`${spans} spans are stored`, async () => (await countSpans(stage)) === spans)
  return traces
}

interface Page {
  traces: { spanCount: number }[]
  nextCursor: string | null
}

async function countSpans(stage: Stage): Promise<number> {
  let count = 0
  let cursor: string | null = ''
  while (cursor !== null) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: Page | null = await askApi<Page>(stage, `/traces?limit=200${after}`)
    for (const { spanCount } of page?.traces ?? []) count += spanCount
    cursor = page?.nextCursor ?? null
  }
  return count
}
