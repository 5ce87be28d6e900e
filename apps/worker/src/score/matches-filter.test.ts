import { describe, expect, it } from 'vitest'
import { matchesAll, matchesFilter, type FilterFields } from './matches-filter.ts'

const span = (parts: Partial<FilterFields>): FilterFields => ({
  name: '',
  kind: 'llm',
  model: '',
  provider: '',
  service: '',
  environment: '',
  user: '',
  session: '',
  tags: [],
  tools: [],
  prompt: '',
  errorType: '',
  isError: false,
  ...parts,
})

describe('a filter', () => {
  it('that is empty takes every span', () => {
    expect(matchesFilter({}, span({}))).toBe(true)
  })

  it('takes a span that has one of the values of each field', () => {
    const filter = { kind: ['llm' as const], model: ['a', 'b'], tag: ['x'] }
    expect(matchesFilter(filter, span({ model: 'b', tags: ['y', 'x'] }))).toBe(true)
    expect(matchesFilter(filter, span({ model: 'b', tags: ['y'] }))).toBe(false)
    expect(matchesFilter(filter, span({ model: 'c', tags: ['x'] }))).toBe(false)
    expect(matchesFilter({ tool: ['find'] }, span({ tools: ['find'] }))).toBe(true)
  })

  it('takes a trace of which for each field some span has a value', () => {
    const trace = [span({ model: 'a' }), span({ kind: 'tool', service: 's', isError: true })]
    expect(matchesAll({ model: ['a'], service: ['s'] }, trace)).toBe(true)
    expect(matchesAll({ model: ['a'], service: ['t'] }, trace)).toBe(false)
    expect(matchesAll({ error: true }, trace)).toBe(true)
    expect(matchesAll({ error: false }, trace)).toBe(false)
    expect(matchesAll({ error: false }, trace.slice(0, 1))).toBe(true)
  })
})
