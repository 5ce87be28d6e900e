import type { MetricPage, MetricSeries } from '@assay/contract/api/metric'
import { expect, test } from 'vitest'
import { BOOTSTRAP_KEY } from '../int/start-process.ts'
import { CALLS, MODEL, TOTAL_INPUT } from './conversation.ts'
import { runClient } from './run-client.ts'
import { useAssay } from './use-assay.ts'

const { assay } = useAssay()

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${assay().apiUrl}/api/v1/projects/default${path}`, {
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
  })
  return { status: answer.status, body: await answer.json() }
}

const series = async (name: string, query = '') =>
  (await get(`/metrics/${encodeURIComponent(name)}/series?by=service.name&${query}`)).body as MetricSeries

/** The one step in which all was sent, of the group of a service and, where asked for, another value. */
const stepOf = (answer: MetricSeries, ...labels: string[]) =>
  answer.groups.find((group) => group.labels.join() === labels.join())?.steps.at(-1)

test.each(['json', 'protobuf'])(
  'the exporter of metrics as %s delivers histograms, exponential histograms and levels, which the API reads',
  async (encoding) => {
    await runClient('otel-3x/metrics.ts', { otlpUrl: assay().otlpUrl, args: [encoding] })
    const service = `metrics-${encoding}`
    await expect
      .poll(async () => stepOf(await series('app.calls.running'), service), { timeout: 20_000 })
      .toMatchObject({ n: 1, avg: 3 })
    const page = (await get('/metrics?q=token')).body as MetricPage
    expect(page.metrics).toMatchObject([
      {
        name: 'gen_ai.client.token.usage',
        type: 'histogram',
        unit: '{token}',
        description: 'Tokens of a call',
      },
    ])
    const tokens = await series('gen_ai.client.token.usage', 'by=gen_ai.token.type&by=gen_ai.request.model')
    const input = stepOf(tokens, service, 'input', MODEL)
    expect(input).toMatchObject({
      n: 2,
      avg: TOTAL_INPUT / 2,
      min: CALLS[0].inputTokens,
      max: CALLS[1].inputTokens,
    })
    expect(input?.p95).toBeGreaterThan(64)
    expect(input?.p95).toBeLessThanOrEqual(CALLS[1].inputTokens)
    expect(stepOf(tokens, service, 'output', MODEL)).toMatchObject({ n: 2, avg: 14 })
    const size = stepOf(await series('app.answer.size'), service)
    expect(size).toMatchObject({ n: 4, min: 11, max: 92 })
    // The second of four values is 17, and a bucket at the exporter's finest scale is narrow.
    expect(size?.p50).toBeCloseTo(17, 0)
    expect((await get('/metrics/unknown/series')).status).toBe(404)
  },
)
