import { eachRate, FREE_TIER, freeTierRate } from './score/score-rates.ts'

/**
 * Samples of 1 kB of answer and 4 kB of context that one core scores in a second, by each evaluator alone and by the free tier together.
 * The text is written for the run and repeats nothing. Processor time is counted, so that a busy machine matters less.
 */
export function bench(): Promise<void> {
  for (const [name, { samplesPerSecond, scoredShare }] of eachRate(1)) {
    process.stdout.write(
      `figure score_${name.replaceAll('-', '_')} ${Math.round(samplesPerSecond)} samples/s\n`,
    )
    if (scoredShare < 1)
      process.stdout.write(`# ${name} scored ${(100 * scoredShare).toFixed(1)} % of them\n`)
  }
  process.stdout.write(`# free tier: ${FREE_TIER.join(', ')}\n`)
  process.stdout.write(`figure score_free_tier ${Math.round(freeTierRate(3).samplesPerSecond)} samples/s\n`)
  return Promise.resolve()
}

if (import.meta.main) await bench()
