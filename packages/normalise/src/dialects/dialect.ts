import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import type { AttributeReader } from '../shared/attribute-reader.ts'

/** One way of writing spans about language models. */
export interface Dialect {
  /** Stands in the column `dialect`; '' for plain spans. */
  name: string
  /** Decides by a few look-ups whether a span is written this way. `hasGenAi`: some key starts with `gen_ai.`. */
  detect(raw: RawSpan, hasGenAi: boolean): boolean
  /** Fills in the canonical span. What any span may carry (service, session, user, error) is read afterwards. */
  map(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): void
}
