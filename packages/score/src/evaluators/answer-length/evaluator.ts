import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { scored } from '../../scored.ts'
import type { PreparedText } from '../../text/prepare-text.ts'
import { isUnspaced } from '../../text/unspaced.ts'

const UNITS = ['characters', 'words', 'sentences', 'lines'] as const

const PARAMETERS = z
  .object({
    /** Characters are Unicode's code points; lines that are blank do not count. */
    unit: z.enum(UNITS).default('characters'),
    least: z.int().min(0).optional(),
    most: z.int().min(0).optional(),
  })
  .refine(({ least, most }) => least !== undefined || most !== undefined, 'Give `least`, `most` or both.')
  .refine(({ least = 0, most = Infinity }) => least <= most, '`least` is above `most`.')

/** Is the answer as long as asked for? 1 where it is; else how near, as the ratio of its length and the limit. */
export const answerLength: SampleEvaluator<'answer-length', typeof PARAMETERS> = {
  name: 'answer-length',
  version: '1',
  title: 'Answer length',
  question: 'Is the answer as long as it should be?',
  scope: 'sample',
  needs: ['answer'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['within', 'too_short', 'too_long'],
  languages: 'any',
  parameters: PARAMETERS,
  evaluate({ answerText }, { unit, least = 0, most = Infinity }) {
    const text = answerText!
    if (unit === 'words' && isUnspaced(text.raw))
      return notApplicable(
        'language_not_measured',
        'Words of this script are not parted by spaces: count characters.',
      )
    const length = COUNT[unit](text)
    const label = length < least ? 'too_short' : length > most ? 'too_long' : 'within'
    return scored({
      value: label === 'within' ? 1 : label === 'too_short' ? length / least : most / length,
      label,
      explanation: `The answer has ${length} ${unit}${label === 'too_short' ? `, fewer than ${least}` : label === 'too_long' ? `, more than ${most}` : ''}.`,
      details: { length },
    })
  },
}

const COUNT: Record<(typeof UNITS)[number], (text: PreparedText) => number> = {
  characters: ({ raw }) => {
    let count = 0
    for (let at = 0; at < raw.length; count++) at += raw.codePointAt(at)! > 0xffff ? 2 : 1
    return count
  },
  words: ({ tokens }) => tokens.length,
  sentences: ({ sentences }) => sentences.length,
  lines: ({ raw }) => raw.split('\n').filter((line) => line.trim() !== '').length,
}
