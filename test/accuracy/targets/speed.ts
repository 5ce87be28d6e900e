import { eachRate, FREE_TIER, freeTierRate } from '../../bench/score/score-rates.ts'
import { figure, type Section } from '../report/figure.ts'

/** Evaluators that have to be so much quicker, since they read little or no context. */
const QUICK = ['refusal', 'pii', 'json-validity', 'json-schema', 'tool-calls']
const SECONDS = 0.4

/** T12: samples that one core scores in a second. */
export function speed(): Section {
  const alone = eachRate(SECONDS)
  // After the others, when all code is warm.
  const together = freeTierRate(3 * SECONDS)
  return {
    title: 'Speed',
    about:
      'Samples of 1 kB of answer and 4 kB of context, each a new text, by processor time on the machine at hand: `pnpm bench score`. ' +
      `The free tier is what needs no more than texts: ${FREE_TIER.join(', ')}.`,
    figures: [
      figure({
        target: 'T12',
        name: 'speed_free_tier',
        what: 'the free tier together',
        value: together.samplesPerSecond,
        unit: 'samples/s',
        items: together.samples,
        goal: { least: 2_000 },
        comparator: 'prototype 1,160',
      }),
      ...alone.map(([name, { samplesPerSecond, samples }]) =>
        figure({
          target: FREE_TIER.includes(name) || QUICK.includes(name) ? 'T12' : null,
          name: `speed_${name}`,
          what: `${name} alone`,
          value: samplesPerSecond,
          unit: 'samples/s',
          items: samples,
          goal: QUICK.includes(name) ? { least: 20_000 } : FREE_TIER.includes(name) ? { least: 2_000 } : null,
        }),
      ),
    ],
  }
}
