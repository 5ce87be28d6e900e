import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { BOOTSTRAP_KEY } from '../int/start-process.ts'

/** A client that takes longer hangs; it is ended and its test fails. */
const LONGEST_MS = 30_000

/**
 * Runs a client of `test/clients` in a process of its own, so that its instrumentation loads before what it instruments. Rejects when
 * it fails or prints anything: clients are silent, so what they print is a fault of theirs or of our answers to them.
 */
export async function runClient(
  client: string,
  settings: { otlpUrl: string; openAiUrl?: string; args?: string[]; env?: Record<string, string> },
): Promise<void> {
  const path = fileURLToPath(new URL(client, import.meta.url))
  const child = spawn(process.execPath, [path, ...(settings.args ?? [])], {
    env: {
      PATH: process.env['PATH'],
      OTEL_EXPORTER_OTLP_ENDPOINT: settings.otlpUrl,
      OPENAI_API_KEY: 'a-key-for-the-stub',
      OPENAI_BASE_URL: settings.openAiUrl,
      TRACELOOP_API_KEY: BOOTSTRAP_KEY,
      ...settings.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0 || output !== '') throw new Error(`${client} ended with ${code} and printed:\n${output}`)
}
