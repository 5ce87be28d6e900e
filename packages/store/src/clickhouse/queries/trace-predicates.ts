import { AssayError } from '@assay/contract/error'
import type { TraceFilter } from '@assay/contract/api/trace-filter'
import { attributeValue } from './attribute-value.ts'

/** A condition over the columns of `spans` that at least one span of a trace must meet. */
export interface SpanPredicate {
  sql: string
  /** What it reads that summaries of traces do not read otherwise. */
  column?: 'attributes'
}

/** A filter as SQL with parameters; values of the caller are only ever parameters. */
export interface TracePredicates {
  /** Each must be met by some span of the trace, not all by the same. */
  spans: SpanPredicate[]
  /** Condition over `span_content`; null without `q`. */
  words: string | null
  /** false: no span of the trace may have failed. */
  error: boolean | null
  /** Condition over `score_points`; null where no score is asked for. */
  score: string | null
  params: Record<string, unknown>
}

const COLUMNS = {
  name: 'name',
  kind: 'kind',
  model: 'model',
  provider: 'provider',
  service: 'service',
  user: 'user_id',
  session: 'session_id',
  environment: 'environment',
  prompt: 'prompt_name',
  errorType: 'error_type',
} as const
const LISTS = { tag: 'tags', tool: 'tool_names' } as const

/** hasAllTokens takes at most 64 tokens (ClickHouse documentation, "Functions for Searching in Strings"). */
const MAX_WORDS = 64

/** A filter as conditions and parameters. @throws AssayError `invalid` when `q` holds no word or too many, or a bound has no score. */
export function tracePredicates(filter: TraceFilter): TracePredicates {
  const spans: SpanPredicate[] = []
  const params: Record<string, unknown> = {}
  const add = (key: string, values: readonly string[] | undefined, sql: string) => {
    if (values === undefined) return
    params[`f_${key}`] = [...values]
    spans.push({ sql })
  }
  for (const [key, column] of Object.entries(COLUMNS)) {
    add(key, filter[key as keyof typeof COLUMNS], `${column} IN ({f_${key}:Array(String)})`)
  }
  for (const [key, column] of Object.entries(LISTS)) {
    add(key, filter[key as keyof typeof LISTS], `hasAny(${column}, {f_${key}:Array(String)})`)
  }
  if (filter.attribute !== undefined) spans.push(attributePredicate(filter.attribute, params))
  if (filter.error === true) spans.push({ sql: 'is_error = 1' })
  const words = filter.q === undefined ? null : wordsPredicate(filter.q, filter.in ?? 'any', params)
  return { spans, words, error: filter.error ?? null, score: scorePredicate(filter, params), params }
}

/** Pairs `key=value`, of which a span must have one. */
function attributePredicate(pairs: readonly string[], params: Record<string, unknown>): SpanPredicate {
  params['f_attributeKeys'] = pairs.map((pair) => pair.slice(0, pair.indexOf('=')))
  params['f_attributeValues'] = pairs.map((pair) => pair.slice(pair.indexOf('=') + 1))
  const value = attributeValue({ key: 'k', parent: `extract(k, '^(.+)[.]')`, leaf: `extract(k, '[^.]*$')` })
  return {
    sql: `arrayExists((k, v) -> ${value} = v, {f_attributeKeys:Array(String)}, {f_attributeValues:Array(String)})`,
    column: 'attributes',
  }
}

/** @throws AssayError `invalid` for bounds of a score without its name. */
function scorePredicate(filter: TraceFilter, params: Record<string, unknown>): string | null {
  const { score, minScore, maxScore, scoreLabel } = filter
  if (score === undefined) {
    if (minScore === undefined && maxScore === undefined && scoreLabel === undefined) return null
    throw new AssayError(
      'invalid',
      'minScore, maxScore and scoreLabel need the name of a score: give score too',
    )
  }
  const given = Object.entries({ score, minScore, maxScore, scoreLabel }).filter(([, v]) => v !== undefined)
  for (const [key, value] of given) params[`f_${key}`] = value
  return [
    `name = {f_score:String} AND error_type = ''`,
    minScore !== undefined && 'value >= {f_minScore:Float64}',
    maxScore !== undefined && 'value <= {f_maxScore:Float64}',
    scoreLabel !== undefined && 'label IN ({f_scoreLabel:Array(String)})',
  ]
    .filter(Boolean)
    .join(' AND ')
}

/** The tokenizer is that of the indexes in migrations/clickhouse, so that both sides cut words the same way. */
function wordsPredicate(q: string, where: 'any' | 'input' | 'output', params: Record<string, unknown>) {
  // eslint-disable-next-line no-control-regex -- splitByNonAlpha cuts at ASCII that is no letter or digit
  const words = new Set(q.split(/[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+/).filter((word) => word !== ''))
  if (words.size === 0) throw new AssayError('invalid', 'q holds no word; write letters or digits')
  if (words.size > MAX_WORDS) throw new AssayError('invalid', `q holds more than ${MAX_WORDS} words`)
  params['words'] = [...words].join(' ')
  const has = (column: string) =>
    `hasAllTokens(lowerUTF8(${column}), tokens(lowerUTF8({words:String}), 'splitByNonAlpha'))`
  if (where !== 'any') return has(`${where}_text`)
  return `(${has('input_text')} OR ${has('output_text')})`
}
