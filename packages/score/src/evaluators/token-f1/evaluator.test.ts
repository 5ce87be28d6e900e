import { describe } from 'vitest'
import { testGolden } from '../../../test/golden.ts'
import { testOverlap } from '../../../test/overlap.ts'
import { tokenF1 } from './evaluator.ts'

describe('golden samples', () => testGolden(import.meta.dirname, tokenF1))
testOverlap(tokenF1)
