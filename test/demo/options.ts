import { parseArgs } from 'node:util'

export interface DemoOptions {
  endpoint: string
  apiKey: string | undefined
  seed: number
  minutes: number
  sessions: number
  spansPerSecond: number
  /** Milliseconds since 1970. */
  endMs: number
  wantsHelp: boolean
}

export const USAGE = `Usage: pnpm demo [options]

Sends an hour of traffic of a small make-believe product to Assay.

  --seed <n>       same seed and end: same ids, texts and numbers (default 1)
  --end <time>     when the traffic ends, as ISO 8601 (default: now)
  --minutes <n>    length of the traffic (default 60)
  --sessions <n>   conversations (default 150)
  --rate <n>       spans sent per second (default 600)
  --help

  ASSAY_OTLP       endpoint (default http://127.0.0.1:4318, or the port of ASSAY_OTLP_HTTP_PORT)
  ASSAY_API_KEY    API key, where the endpoint asks for one
`

/** Reads the command line and the environment; throws an Error with a sentence for people. */
export function readOptions(
  args: readonly string[],
  env: Record<string, string | undefined>,
  nowMs: number,
): DemoOptions {
  const { values } = parseArgs({
    // pnpm hands a `--` through that stands before the arguments.
    args: args.filter((arg, index) => index > 0 || arg !== '--'),
    options: {
      seed: { type: 'string', default: '1' },
      end: { type: 'string' },
      minutes: { type: 'string', default: '60' },
      sessions: { type: 'string', default: '150' },
      rate: { type: 'string', default: '600' },
      help: { type: 'boolean', default: false },
    },
  })
  const endpoint = (env['ASSAY_OTLP'] || `http://127.0.0.1:${env['ASSAY_OTLP_HTTP_PORT'] || '4318'}`)
    .replace(/\/+$/, '')
    .replace(/\/v1\/traces$/, '')
  if (!URL.canParse(endpoint)) throw new Error(`ASSAY_OTLP must be a URL such as http://127.0.0.1:4318`)
  const endMs = values.end === undefined ? nowMs : Date.parse(values.end)
  if (Number.isNaN(endMs)) throw new Error('--end must be a time such as 2026-11-20T08:00:00Z')
  return {
    endpoint,
    apiKey: env['ASSAY_API_KEY'] || undefined,
    seed: whole('--seed', values.seed, 0, 2 ** 31),
    minutes: whole('--minutes', values.minutes, 1, 7 * 24 * 60),
    sessions: whole('--sessions', values.sessions, 1, 1_000_000),
    spansPerSecond: whole('--rate', values.rate, 1, 1_000_000),
    endMs,
    wantsHelp: values.help,
  }
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new Error(`${name} must be a whole number from ${String(min)} to ${String(max)}, not ${text}`)
}
