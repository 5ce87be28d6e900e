import { checkEndpoint } from './check-endpoint.ts'
import { generateTraffic } from './generate.ts'
import type { DemoOptions } from './options.ts'
import { USAGE, readOptions } from './options.ts'
import { makeProgress } from './progress.ts'
import { sendTraffic } from './send.ts'
import { summarise } from './summary.ts'

const out = process.stdout

async function run(options: DemoOptions): Promise<number> {
  const trouble = await checkEndpoint(options.endpoint, options.apiKey)
  if (trouble !== null) {
    process.stderr.write(`${trouble}\n`)
    return 1
  }
  const traces = [...generateTraffic(options)]
  const total = traces.reduce((sum, trace) => sum + trace.spans.length, 0)
  out.write(`Sending ${String(options.minutes)} minutes of traffic to ${options.endpoint}\n`)
  const draw = makeProgress(out, total)
  const report = await sendTraffic(traces, {
    ...options,
    onProgress: ({ sentSpans, failedSpans }) => {
      draw(sentSpans + failedSpans)
    },
  })
  out.write(summarise(traces, report))
  return report.failedSpans + report.refusedSpans > 0 ? 1 : 0
}

try {
  const options = readOptions(process.argv.slice(2), process.env, Date.now())
  if (options.wantsHelp) out.write(USAGE)
  else process.exitCode = await run(options)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
