import { editSimilarity as similarity } from '@assay/stats/text/edit-distance'
import { overlapEvaluator } from '../../reference/overlap-evaluator.ts'

/** Time grows with the product of the lengths: so many characters take a tenth of a second. */
const MOST_CHARACTERS = 20_000

/** 1 less Levenshtein's distance by characters over the length of the longer text; white space at the ends does not count. */
export const editSimilarity = overlapEvaluator(
  {
    name: 'edit-similarity',
    version: '1',
    title: 'Edit similarity',
    question: 'How much of the answer can stay when it is turned into the reference?',
  },
  (answer, reference) => {
    const [found, wanted] = [answer.trim(), reference.trim()]
    if (found === '' || wanted === '') return null
    const isCut = Math.max(found.length, wanted.length) > MOST_CHARACTERS
    return {
      value: similarity(found.slice(0, MOST_CHARACTERS), wanted.slice(0, MOST_CHARACTERS)),
      details: {},
      isCut,
    }
  },
)
