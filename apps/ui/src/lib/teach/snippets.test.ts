import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { grpcEndpoint, otlpEndpoint, scoreSnippet, snippetsFor } from './snippets.ts'

const snippets = snippetsFor('https://assay.example:4318', 'ask_test')

describe('the snippets', () => {
  it('each names the endpoint and carries the key', () => {
    for (const { code } of snippets) {
      expect(code).toContain('https://assay.example:4318')
      expect(code).toContain('ask_test')
    }
  })

  it('each that sends a trace by itself names its service', () => {
    for (const { id, code } of snippets)
      if (id !== 'collector') expect(code).toMatch(/service\.name.*first-steps/)
  })

  it('what curl sends is OTLP/JSON with ids of the right length', () => {
    const code = snippets.find(({ id }) => id === 'curl')?.code ?? ''
    // The shell puts the body together; printing the arguments instead of sending them shows it.
    const script = `curl() { printf '%s\\0' "$@"; }\n${code}`
    const body = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
      .split('\0')
      .find((part) => part.startsWith('{'))
    const span = JSON.parse(body ?? '{}').resourceSpans[0].scopeSpans[0].spans[0]
    expect(span.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(span.spanId).toMatch(/^[0-9a-f]{16}$/)
    expect(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)).toBe(850_000_000n)
    const input = span.attributes.find(({ key }: { key: string }) => key === 'gen_ai.input.messages')
    expect(JSON.parse(input.value.stringValue)[0].parts[0].content).toBe('Hello, Assay')
  })

  it('a score goes to the API as JSON, whatever its name holds', () => {
    const score = { traceId: 'YOUR_TRACE_ID', name: "what's $HOME", value: 1 }
    const script = `curl() { printf '%s\\0' "$@"; }\n${scoreSnippet('https://assay.example', score)}`
    const sent = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0')
    expect(sent).toContain('https://assay.example/api/v1/scores')
    expect(sent).toContain('Content-Type: application/json')
    expect(JSON.parse(sent[sent.indexOf('-d') + 1] ?? '')).toEqual(score)
  })

  it('the endpoint is the host of the page, on the port of OTLP over HTTP', () => {
    expect(otlpEndpoint({ protocol: 'http:', hostname: 'localhost' })).toBe('http://localhost:4318')
    expect(otlpEndpoint({ protocol: 'https:', hostname: 'a.example' }, 9000)).toBe('https://a.example:9000')
  })

  it('the endpoint of gRPC has a port of its own', () => {
    expect(grpcEndpoint({ protocol: 'http:', hostname: 'localhost' })).toBe('http://localhost:4317')
    expect(grpcEndpoint({ protocol: 'https:', hostname: 'a.example' }, 9001)).toBe('https://a.example:9001')
  })

  it('where no key is needed none is asked for', () => {
    for (const { code } of snippetsFor('http://localhost:4318', null)) {
      expect(code).not.toMatch(/bearer|null/i)
    }
  })
})
