import faithfulness from '../../../packages/score/src/evaluators/faithfulness/weights.json' with { type: 'json' }
import refusal from '../../../packages/score/src/evaluators/refusal/weights.json' with { type: 'json' }
import { rowKey } from './row-key.ts'
import type { RowOf } from './shapes.ts'
import known from './trained-rows.json' with { type: 'json' }

/** Shapes whose evaluator has weights that were trained on rows. */
export type TrainedShape = 'faithfulness' | 'refusal'

/** SHA-256 by path of the files that the shipped weights were trained on. */
export const TRAINED_FILES: Record<TrainedShape, Readonly<Record<string, string>>> = {
  faithfulness: faithfulness.data,
  refusal: refusal.about.data,
}

const KEY_LENGTH = 12
const KEYS: Record<TrainedShape, ReadonlySet<string>> = {
  faithfulness: split(known.faithfulness.keys),
  refusal: split(known.refusal.keys),
}

function split(keys: string): Set<string> {
  return new Set(Array.from({ length: keys.length / KEY_LENGTH }, (_, i) => keys.slice(i * KEY_LENGTH, (i + 1) * KEY_LENGTH)))
}

export const claimKey = ({ context, answer }: RowOf<'faithfulness'>): string =>
  rowKey(typeof context === 'string' ? context : context.join('\n'), answer)

export const completionKey = ({ prompt, completion }: RowOf<'refusal'>): string => rowKey(prompt, completion)

/** True where the shipped weights were trained on a row of this key, in whatever file it comes. */
export const isTrainedOn = (shape: TrainedShape, key: string): boolean => KEYS[shape].has(key)
