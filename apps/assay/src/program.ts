import { loadConfig } from '@assay/config/load-config'
import { AssayError } from '@assay/contract/error'
import { reserveThreads } from '@assay/store/clickhouse/reserve-threads'
import { createLogger } from '@assay/telemetry/log'
import { buildUi } from './build-ui.ts'
import { startAssay, type RunningAssay } from './start-assay.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)

/** Sentences for people end the start; anything unforeseen shows its stack. */
function fail(error: unknown): never {
  const isForPeople = error instanceof AssayError && error.code !== 'internal'
  process.stderr.write(
    `${isForPeople ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exit(1)
}

function banner(running: RunningAssay): string {
  const rows: [string, string | undefined][] = [
    ['UI', running.uiUrl],
    ['API', running.uiUrl ? undefined : running.apiUrl],
    ['OTLP/HTTP', running.otlpHttpUrl],
    ['OTLP/gRPC', running.otlpGrpcUrl],
  ]
  const lines = rows.flatMap(([name, url]) => (url ? [`  ${name.padEnd(11)} ${url}`] : []))
  return ['', '  Assay is ready', ...lines, ''].join('\n')
}

// A reader that goes away, such as `start | head`, is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const result = loadConfig(process.env)
if (!result.ok) {
  process.stderr.write(`${result.report}\n`)
  process.exit(1)
}
const { config } = result
const log = createLogger(
  config.logLevel,
  (line) => process.stderr.write(line),
  () => new Date(),
)
reserveThreads(6)

let running: RunningAssay
try {
  if (config.roles.includes('ui')) await buildUi(say)
  if (config.roles.some((role) => role !== 'ui'))
    say('Opening the stores (longer the first time, and after an update) …')
  running = await startAssay(config, log)
} catch (error) {
  fail(error)
}
say(banner(running))

let isStopping = false
const stop = () => {
  if (isStopping) {
    process.stderr.write('Stopped at once; acknowledged spans are on disk and load at the next start.\n')
    process.exit(1)
  }
  isStopping = true
  say('Stopping … (once more to stop at once)')
  running.close().then(() => process.exit(0), fail)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
