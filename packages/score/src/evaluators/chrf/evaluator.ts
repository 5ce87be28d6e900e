import { sentenceChrf } from '@assay/stats/text/chrf'
import { overlapEvaluator } from '../../reference/overlap-evaluator.ts'

/** Orders of n-grams are counted one after the other: so many characters take a tenth of a second. */
const MOST_CHARACTERS = 20_000

/** chrF2 over character n-grams of up to six, by 100, so 0 to 1 (Popović 2015, as sacreBLEU's). */
export const chrf = overlapEvaluator(
  {
    name: 'chrf',
    version: '1',
    title: 'chrF',
    question: 'How many runs of up to six characters does the answer share with the reference?',
  },
  (answer, reference) => {
    const [found, wanted] = [answer.trim(), reference.trim()]
    if (found === '' || wanted === '') return null
    const isCut = Math.max(found.length, wanted.length) > MOST_CHARACTERS
    const value = sentenceChrf(found.slice(0, MOST_CHARACTERS), [wanted.slice(0, MOST_CHARACTERS)]) / 100
    return { value, details: {}, isCut }
  },
)
