import { refuse } from '@assay/stats/shared/refuse'
import { STEP_KEYWORD } from './bound-schema.ts'

/** Visits of schemas in one validation; references can multiply them without bound. */
const MOST_STEPS = 100_000

/** A keyword for Ajv that ends a validation after 100,000 visits; `restart` before each one. */
export function countSteps() {
  let steps = 0
  return {
    restart: () => {
      steps = 0
    },
    keyword: {
      keyword: STEP_KEYWORD,
      validate: () => {
        if (++steps > MOST_STEPS)
          refuse('A value takes too many steps to check against its schema: make the schema simpler.')
        return true
      },
      errors: false as const,
    },
  }
}
