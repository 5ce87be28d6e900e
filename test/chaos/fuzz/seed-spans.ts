import type { Random } from '../random.ts'
import {
  attributes,
  evaluation,
  EVALUATION_EVENT,
  ids,
  list,
  pastNs,
  resource,
  SCHEMA_URLS,
  TEXTS,
  type Json,
} from './seed-values.ts'

/** A sound request of one to three spans whose attributes are taken from what the rules of all dialects read. */
export function seedSpans(random: Random, nowNs: bigint): Json {
  const spans = Array.from({ length: random.int(1, 3) }, () => span(random, nowNs))
  return {
    resourceSpans: [
      {
        resource: resource(random),
        scopeSpans: [
          {
            scope: {
              name: random.pick([
                '',
                'openinference.instrumentation',
                'ai',
                'traceloop',
                '@traceloop/x',
                'langfuse-sdk',
                'pydantic-ai',
                'mlflow',
                'codex_cli_rs',
                'gemini-cli',
                'com.anthropic.claude_code',
              ]),
              version: '1',
            },
            spans,
          },
        ],
        schemaUrl: random.pick(SCHEMA_URLS),
      },
    ],
  }
}

function span(random: Random, nowNs: bigint): Json {
  const start = pastNs(random, nowNs)
  return {
    ...ids(random),
    parentSpanId: random.chance(0.5) ? '' : random.int(1, 10).toString(16).padStart(16, '0'),
    traceState: random.pick(['', 'a=b', 'x'.repeat(50)]),
    name: random.pick(['chat gpt-4o-mini', 'ai.generateText', 'POST /v1', '', '\u0000', 'ChatOpenAI.chat']),
    kind: random.int(0, 6),
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(random.pick([0, 1, -1, 1e6, 1e12])) * BigInt(random.int(0, 1000))),
    attributes: attributes(random, 14),
    droppedAttributesCount: random.pick([0, 1, 4294967295]),
    events: list(random, 2, () => event(random, start)),
    links: list(random, 1, () => ({
      traceId: 'ab'.repeat(16),
      spanId: 'cd'.repeat(8),
      traceState: '',
      attributes: attributes(random, 1),
    })),
    status: { code: random.int(0, 3), message: random.pick(TEXTS) },
    flags: random.pick([0, 1, 257]),
  }
}

function event(random: Random, start: bigint): Json {
  const name = random.pick([
    'exception',
    'gen_ai.choice',
    'gen_ai.user.message',
    'tool.output',
    EVALUATION_EVENT,
    '',
  ])
  return {
    timeUnixNano: String(start),
    name,
    attributes: name === EVALUATION_EVENT ? evaluation(random) : attributes(random, 3),
  }
}
