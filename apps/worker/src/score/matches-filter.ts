import type { RuleFilter } from '@assay/contract/api/rule'

/** What a filter looks at, of one span; '' where it has none. */
export interface FilterFields {
  name: string
  kind: string
  model: string
  provider: string
  service: string
  environment: string
  user: string
  session: string
  tags: readonly string[]
  tools: readonly string[]
  prompt: string
  errorType: string
  isError: boolean
}

const SINGLE = [
  'name',
  'kind',
  'model',
  'provider',
  'service',
  'environment',
  'user',
  'session',
  'prompt',
  'errorType',
] as const

/** Whether one span meets all that a filter asks. */
export function matchesFilter(filter: RuleFilter, span: FilterFields): boolean {
  return matchesAll(filter, [span])
}

/** Whether for each field of a filter one of some spans meets it; `error: false` asks that none failed. */
export function matchesAll(filter: RuleFilter, spans: readonly FilterFields[]): boolean {
  for (const field of SINGLE) {
    const wanted: readonly string[] | undefined = filter[field]
    if (wanted !== undefined && !spans.some((span) => wanted.includes(span[field]))) return false
  }
  const { tag, tool, error } = filter
  if (tag !== undefined && !spans.some((span) => span.tags.some((one) => tag.includes(one)))) return false
  if (tool !== undefined && !spans.some((span) => span.tools.some((one) => tool.includes(one)))) return false
  return error === undefined || spans.some((span) => span.isError) === error
}
