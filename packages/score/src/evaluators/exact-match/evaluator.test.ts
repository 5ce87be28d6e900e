import { describe } from 'vitest'
import { testGolden, testHostileTexts } from '../../../test/golden.ts'
import { exactMatch } from './evaluator.ts'

describe('golden samples', () => testGolden(import.meta.dirname, exactMatch))
describe('hostile answers', () => testHostileTexts(exactMatch, (answer) => ({ answer, reference: 'Paris' })))
describe('hostile pairs', () => testHostileTexts(exactMatch, (answer) => ({ answer, reference: answer })))
