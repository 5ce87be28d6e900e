import type { WordForm } from '../../text/word-form.ts'
import frequencies from './word-frequencies.json' with { type: 'json' }

/** Of a stem in fewer texts than the table lists. */
const RARE = 3

const inNats = (texts: number) => Math.log(frequencies.texts / texts)
const rarities = new Map<string, number>()
const list = frequencies.stems.split(' ')
for (let at = 0; at < list.length; at += 2) rarities.set(list[at]!, inNats(Number(list[at + 1])))
const MOST = inNats(RARE)

/**
 * How much the stem of a word says, in nats: ln(texts / texts with it) over the contexts of the training data. A name that is not in the table weighs
 * most, so a made-up name costs more than a loose `also`. The table was counted once over all of those contexts, without labels: figures
 * by weights of other documents still use it, so it may flatter them a little.
 */
export const rarity = (form: WordForm): number => (form.rarity ??= rarities.get(form.stem) ?? MOST)
