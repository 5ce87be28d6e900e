import { describe, expect, it } from 'vitest'
import { TraceListQuery } from '@assay/contract/api/trace-filter'
import { FACET_FIELDS } from '@assay/contract/api/facet'
import { chipsOf } from './chips.ts'
import { FACETS, SORTS } from './fields.ts'
import { TRACE_SORTS } from '@assay/contract/api/trace-filter'
import {
  clearFilters,
  listQuery,
  readView,
  tailQuery,
  withLive,
  withScore,
  withSort,
  writeView,
  type TraceView,
} from './view.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const read = (query: string): TraceView => readView(new URLSearchParams(query))
const FULL =
  'range=7d&q=refund+policy&in=output&name=chat&kind=llm&kind=tool&model=gpt-4o&model=a%26b&user=u+1&tag=prod' +
  '&tool=search&errorType=Timeout&environment=prod&service=api&provider=openai&prompt=p&session=s1&error=true' +
  '&minDurationMs=2000&maxTokens=5000&minCostUsd=0.01&score=refusal&minScore=-0.5&maxScore=0.9&scoreLabel=full_refusal' +
  '&scoreLabel=a%26b&sort=score&order=asc'

/** Repeated keys as lists, the way the API reads a query. */
function asObject(params: URLSearchParams): Record<string, string | string[]> {
  const object: Record<string, string | string[]> = {}
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key)
    object[key] = values.length > 1 ? values : (values[0] ?? '')
  }
  return object
}

describe('the view of the trace list in the URL', () => {
  it('survives being written and read again, whole', () => {
    const view = read(FULL)
    expect(read(writeView(view).toString())).toEqual(view)
  })

  it('writes nothing for the default view', () => {
    expect(writeView(read('')).toString()).toBe('')
    expect(writeView(clearFilters(read('q=x&model=y'))).toString()).toBe('')
  })

  it('leaves out what cannot be read instead of refusing the link', () => {
    const view = read(
      'range=soon&kind=nonsense&minTokens=-3&maxTokens=many&error=maybe&sort=name&order=up&in=body',
    )
    expect(view).toEqual(read(''))
  })

  it('asks the API only what it accepts', () => {
    const query = TraceListQuery.parse(asObject(listQuery(read(FULL), NOW)))
    expect(query).toMatchObject({
      from: '2026-11-14T12:00:00.000Z',
      q: 'refund policy',
      in: 'output',
      kind: ['llm', 'tool'],
      model: ['gpt-4o', 'a&b'],
      error: true,
      minDurationMs: 2000,
      score: 'refusal',
      minScore: -0.5,
      maxScore: 0.9,
      scoreLabel: ['full_refusal', 'a&b'],
      sort: 'score',
      order: 'asc',
    })
    expect(query.to).toBeUndefined()
  })

  it('asks for both ends of a custom range', () => {
    const view = read('from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z')
    expect(listQuery(view, NOW).get('to')).toBe('2026-11-02T00:00:00.000Z')
    expect(read(writeView(view).toString())).toEqual(view)
    expect(read('from=2026-11-02T00:00:00Z&to=soon').range).toEqual({ preset: '24h' })
  })

  it('a range that ends before it begins is asked for as it stands, so that the person is told', () => {
    const view = read('from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z')
    expect(listQuery(view, NOW).get('from')).toBe('2026-11-02T00:00:00.000Z')
    expect(listQuery(view, NOW).get('to')).toBe('2026-11-01T00:00:00.000Z')
  })

  it('keeps where to search before words are typed, without asking the API for it', () => {
    const view = read('in=input')
    expect(writeView(view).toString()).toBe('in=input')
    expect(listQuery(view, NOW).has('in')).toBe(false)
  })

  it('offers every facet and every order that the API has', () => {
    expect([...FACETS].sort()).toEqual([...FACET_FIELDS].sort())
    expect([...SORTS]).toEqual([...TRACE_SORTS])
  })

  it('a column sorts downwards first, then the other way', () => {
    const once = withSort(read(''), 'cost')
    expect([once.sort, once.order]).toEqual(['cost', 'desc'])
    expect(withSort(once, 'cost').order).toBe('asc')
  })

  it('the order by a score goes with its filter', () => {
    const view = read('score=refusal&sort=score')
    expect(view.sort).toBe('score')
    expect(clearFilters(view).sort).toBe('start')
    expect(withScore(view, null).sort).toBe('start')
    expect(read('sort=score').sort).toBe('start')
  })

  it('the tail needs the newest first of a range that ends now, and ends where that no longer holds', () => {
    const live = withLive(read('from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&sort=cost&q=x'), true)
    expect(writeView(live).toString()).toBe('range=1h&q=x&live=1')
    expect(Object.fromEntries(tailQuery(live, NOW))).toEqual({ from: '2026-11-21T11:00:00.000Z', q: 'x' })
    expect(withSort(live, 'cost').isLive).toBe(false)
  })
})

describe('chips', () => {
  it('each filter has one chip, and taking it away takes that filter alone', () => {
    const view = read(FULL)
    const chips = chipsOf(view)
    expect(chips.map(({ label }) => label).join(', ')).toBe(
      'Output, Name, Kind, Model, User, Tag, Tool, Error type, Environment, Service, Provider, Prompt, Session, ' +
        'Status, Latency, Tokens, Cost, Score',
    )
    for (const { without } of chips) expect(chipsOf(without)).toHaveLength(chips.length - 1)
  })

  it('bounds read like sentences', () => {
    const values = chipsOf(read('minDurationMs=2000&maxDurationMs=60000&maxTokens=5000&minCostUsd=0.01')).map(
      ({ value }) => value,
    )
    expect(values).toEqual(['2 s to 1 min', '≤ 5,000', '≥ $0.010'])
    const score = chipsOf(read('score=refusal&minScore=0.2&maxScore=0.9&scoreLabel=a&scoreLabel=b'))
    expect(score.map(({ value }) => value)).toEqual(['refusal ≥ 0.2 and ≤ 0.9 a or b'])
  })
})
