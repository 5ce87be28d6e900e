import { describe } from 'vitest'
import { testGolden } from '../../../test/golden.ts'
import { testOverlap } from '../../../test/overlap.ts'
import { rougeL } from './evaluator.ts'

describe('golden samples', () => testGolden(import.meta.dirname, rougeL))
testOverlap(rougeL)
