import type { ClickHouse } from '@assay/store/clickhouse/open'

/** 2026-03-09T00:00:00Z: the end of the week that the bench looks at. */
export const END_MS = Date.UTC(2026, 2, 9)
const START_NS = `(${END_MS - 7 * 86_400_000} * 1000000)`

export const BENCH_PROJECT = 'bench'
/** Traces of ten spans each. */
export const TRACES = 100_000
export const BIG_TRACE_SPANS = 20_000
export const BIG_TRACE_ID = 'ff'.repeat(16)

/** Lines of numbers, so that the same number draws the same value in spans and in span_content. */
const draw = (salt: string, from: string) => `(sipHash64(${from}, '${salt}') % 1000)`
const pick = (salt: string, from: string, values: readonly string[]) =>
  `[${values.map((value) => `'${value}'`).join(', ')}][1 + sipHash64(${from}, '${salt}') % ${values.length}]`

/** A run of spans: `number` is the span, `t` its trace, `i` its place in the trace. */
interface Run {
  from: string
  traceId: string
  startNs: string
}

const SMALL = (first: number, count: number): Run => ({
  from: `(SELECT number, intDiv(number, 10) AS t, number % 10 AS i FROM numbers(${first}, ${count}))`,
  traceId: `reinterpretAsFixedString(sipHash128(t))`,
  // Traces come evenly over seven days; a span starts up to four seconds after the one before.
  startNs: `${START_NS} + intDiv(t * 604800000, ${TRACES}) * 1000000 + i * 400000000 + sipHash64(number) % 400000000`,
})
const BIG: Run = {
  from: `(SELECT number + 100000000 AS number, 100000000 AS t, number AS i FROM numbers(${BIG_TRACE_SPANS}))`,
  traceId: `toFixedString(unhex('${BIG_TRACE_ID}'), 16)`,
  startNs: `${START_NS} + 300000000000000 + i * 2000000`,
}

const spanId = (number: string) => `reinterpretAsFixedString(sipHash64(${number}, 'span'))`
/** Root, then an agent, then steps and model calls below them. */
const PARENT = `if(i = 0, toFixedString('', 8), ${spanId('number - if(i < 3, i, 1 + i % 3)')})`
const KIND = `if(i = 0, 'chain', ['llm', 'tool', 'chain', 'llm', 'retriever'][1 + i % 5])`

function spansSql(run: Run): string {
  return `
INSERT INTO spans SELECT '${BENCH_PROJECT}', ${run.traceId}, ${spanId('number')}, ${PARENT},
  fromUnixTimestamp64Nano(toInt64(${run.startNs}), 'UTC'), 1000000 * (5 + sipHash64(number, 'd') % 4000),
  concat(kind, '.', ${pick('name', 'number', ['plan', 'answer', 'search', 'rank', 'summarise', 'route'])}),
  ${KIND} AS kind, 1, 0, ${draw('error', 'number')} < 8 AS is_error,
  if(is_error, ${pick('type', 'number', ['timeout', 'rate_limit', 'bad_request'])}, ''), if(is_error, 'it failed', ''),
  ${pick('service', 't', ['api', 'worker', 'chat', 'batch'])}, ${pick('env', 't', ['production', 'production', 'staging'])},
  'scope', 'otel-genai', if(kind = 'llm', 'chat', ''), if(kind = 'llm', 'openai', ''),
  if(kind = 'llm', ${pick('model', 'number', ['small-1', 'small-2', 'large-1', 'large-2', 'mini'])}, '') AS model, model,
  '', if(i = 0 AND t % 3 > 0, concat('session-', toString(intDiv(t, 12))), ''),
  if(i = 0, concat('user-', toString(sipHash64(t, 'user') % 5000)), ''), '', '', '',
  if(i = 0, [${pick('tag', 't', ['a', 'b', 'c', 'd'])}], []), if(kind = 'tool', [${pick('tool', 'number', ['find', 'fetch', 'write'])}], []),
  [], 0, if(kind = 'llm', 200 + sipHash64(number, 'in') % 5000, NULL) AS input,
  if(kind = 'llm', 20 + sipHash64(number, 'out') % 800, NULL), NULL, NULL, NULL,
  if(kind = 'llm', exp2(sipHash64(t, 'cost') % 12) * (1 + sipHash64(number, 'c') % 100) / 1e6, NULL), 'price_table', '1',
  if(kind = 'llm', 100 + sipHash64(number, 'ttft') % 900, NULL), 0,
  'what a person asked, cut at two hundred characters', 'what came back, cut at two hundred characters',
  map('http.method', 'POST', 'step', toString(i)), 900, 1, number + 1
FROM ${run.from}`
}

/** Forty words of a list of 2,000, by a skewed draw; one in 20,000 spans says "zanzibar". */
const WORDS = (salt: string) =>
  `arrayStringConcat(arrayMap(k -> concat('w', lower(hex(toUInt32(pow(sipHash64(number, k, '${salt}') % 1000 / 1000, 3) * 2000)))), range(40)), ' ')`

function contentSql(run: Run): string {
  return `
INSERT INTO span_content SELECT '${BENCH_PROJECT}', ${run.traceId}, ${spanId('number')},
  fromUnixTimestamp64Nano(toInt64(${run.startNs}), 'UTC'),
  concat('Please help me with my order: ', ${WORDS('in')}, if(number % 20000 = 7, ' Zanzibar ferry', '')),
  concat('Sure, here is your answer. ', ${WORDS('out')}), concat('{"gen_ai.request.model":"', toString(number), '"}'),
  '[]', '[]', '{}', '{}', '', 0, '', '', [], [], number + 1
FROM ${run.from}`
}

/** Fills an empty database with a million spans in blocks as a loader writes them, and one trace of 20,000 spans. */
export async function fill(ch: ClickHouse): Promise<void> {
  const block = 50_000
  for (let first = 0; first < TRACES * 10; first += block) {
    for (const sql of [spansSql, contentSql]) {
      await ch.command(sql(SMALL(first, block)), {}, { max_threads: 2, min_insert_block_size_rows: block })
    }
  }
  await ch.command(spansSql(BIG))
  await ch.command(contentSql(BIG))
}
