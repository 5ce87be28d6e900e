import { MESSAGE_EVENTS } from '@assay/normalise/shared/message-events'
import type { Random } from '../random.ts'
import {
  anyValue,
  attributes,
  evaluation,
  EVALUATION_EVENT,
  ids,
  pastNs,
  resource,
  SCHEMA_URLS,
  text,
  TEXTS,
  type Json,
} from './seed-values.ts'

/** A sound request of one to three log records: messages of calls, evaluations, and lines of any program. */
export function seedLogs(random: Random, nowNs: bigint): Json {
  return {
    resourceLogs: [
      {
        resource: resource(random),
        scopeLogs: [
          {
            scope: { name: random.pick(['', 'judge', 'com.anthropic.claude_code.events']), version: '1' },
            logRecords: Array.from({ length: random.int(1, 3) }, () => record(random, nowNs)),
          },
        ],
        schemaUrl: random.pick(SCHEMA_URLS),
      },
    ],
  }
}

function record(random: Random, nowNs: bigint): Json {
  const time = pastNs(random, nowNs)
  const name = random.pick([EVALUATION_EVENT, '', random.pick(TEXTS), random.pick(MESSAGE_EVENTS)])
  const said = name === EVALUATION_EVENT ? evaluation(random) : attributes(random, 8)
  const isNamedByAttribute = random.chance(0.3)
  return {
    timeUnixNano: random.chance(0.9) ? String(time) : '0',
    observedTimeUnixNano: random.chance(0.5) ? String(time + 5n) : '0',
    severityNumber: random.int(0, 30),
    severityText: random.pick(['', 'INFO', 'warn']),
    eventName: isNamedByAttribute ? '' : name,
    body: anyValue(random, 0),
    attributes: isNamedByAttribute ? [text('event.name', name), ...said] : said,
    droppedAttributesCount: random.pick([0, 1, 4294967295]),
    flags: random.pick([0, 1, 257]),
    ...ids(random),
    ...(random.chance(0.2) ? { traceId: random.pick(['', '0'.repeat(32)]) } : {}),
    ...(random.chance(0.2) ? { spanId: random.pick(['', '0'.repeat(16)]) } : {}),
  }
}
