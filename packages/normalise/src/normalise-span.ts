import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import { emptySpan } from './shared/empty-span.ts'

/** The canonical span that a raw span means. Pure; never throws, whatever the attributes hold. */
export function normaliseSpan(raw: RawSpan): CanonicalSpan {
  const span = emptySpan()
  const service = raw.resource.attributes.get('service.name')
  if (typeof service === 'string') span.service = service
  span.isError = raw.statusCode === 2
  span.otherAttributes = [...raw.attributes]
  return span
}
