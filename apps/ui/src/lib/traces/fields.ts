import type { FacetField } from '@assay/contract/api/facet'
import type { TraceSort } from '@assay/contract/api/trace-filter'

interface ListField {
  /** Parameter in the URL and of the API. */
  readonly param: string
  readonly label: string
  /** Facets that stand in the bar itself; the others are under "More". */
  readonly isFirst: boolean
}

/** Filters with a menu of values, in the order of the bar. */
export const LIST_FIELDS = {
  name: { param: 'name', label: 'Name', isFirst: true },
  kind: { param: 'kind', label: 'Kind', isFirst: true },
  model: { param: 'model', label: 'Model', isFirst: true },
  user: { param: 'user', label: 'User', isFirst: true },
  tag: { param: 'tag', label: 'Tag', isFirst: true },
  tool: { param: 'tool', label: 'Tool', isFirst: true },
  error: { param: 'errorType', label: 'Error type', isFirst: true },
  environment: { param: 'environment', label: 'Environment', isFirst: false },
  service: { param: 'service', label: 'Service', isFirst: false },
  provider: { param: 'provider', label: 'Provider', isFirst: false },
  prompt: { param: 'prompt', label: 'Prompt', isFirst: false },
} as const satisfies Record<FacetField, ListField>

export const FACETS = Object.keys(LIST_FIELDS) as FacetField[]

/** Parameters that hold a list of values; `session` and `attribute` have no menu, they are reached by links. */
export const LIST_PARAMS = [
  ...Object.values(LIST_FIELDS).map(({ param }) => param),
  'session',
  'attribute',
] as const satisfies readonly string[]
export type ListParam = (typeof LIST_FIELDS)[FacetField]['param'] | 'session' | 'attribute'

interface AmountField {
  readonly min: AmountParam
  readonly max: AmountParam
  readonly label: string
  readonly unit: string
  /** What one unit of the field is in the unit of the API. */
  readonly factor: number
}
export type AmountParam =
  'minDurationMs' | 'maxDurationMs' | 'minTokens' | 'maxTokens' | 'minCostUsd' | 'maxCostUsd'

/** Filters with a lower and an upper bound. */
export const AMOUNTS: readonly AmountField[] = [
  { min: 'minDurationMs', max: 'maxDurationMs', label: 'Latency', unit: 's', factor: 1000 },
  { min: 'minTokens', max: 'maxTokens', label: 'Tokens', unit: 'tokens', factor: 1 },
  { min: 'minCostUsd', max: 'maxCostUsd', label: 'Cost', unit: 'US$', factor: 1 },
]
export const AMOUNT_PARAMS = AMOUNTS.flatMap(({ min, max }) => [min, max])

export const SORTS = [
  'start',
  'duration',
  'tokens',
  'cost',
  'errors',
  'score',
] as const satisfies readonly TraceSort[]
