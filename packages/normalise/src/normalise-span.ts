import type { Attributes } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import { DIALECTS } from './dialects/all.ts'
import { AttributeReader } from './shared/attribute-reader.ts'
import { readCommon } from './shared/common.ts'
import { emptySpan } from './shared/empty-span.ts'
import { finishSpan } from './shared/finish-span.ts'

function hasGenAiKey(attributes: Attributes): boolean {
  for (const key of attributes.keys()) if (key.startsWith('gen_ai.')) return true
  return false
}

/**
 * The canonical span that a raw span means: the first dialect that recognises it says so, what any span may carry is added, and
 * every attribute that no rule used is kept in `otherAttributes`.
 *
 * Pure, and total: never throws, whatever keys and values a sender chose; work is bounded by the size of the span.
 */
export function normaliseSpan(raw: RawSpan): CanonicalSpan {
  const hasGenAi = hasGenAiKey(raw.attributes)
  const span = emptySpan()
  const reader = new AttributeReader(raw.attributes)
  for (const dialect of DIALECTS) {
    if (!dialect.detect(raw, hasGenAi)) continue
    span.dialect = dialect.name
    dialect.map(raw, reader, span)
    break
  }
  finishSpan(span)
  readCommon(raw, reader, span)
  span.otherAttributes = reader.others()
  return span
}
