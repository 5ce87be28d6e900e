import { cusumThreshold } from '@assay/stats/detect/cusum-run-length'
import { type Alarm, detectAll } from '@assay/stats/detect/detector'
import { llrCusum } from '@assay/stats/detect/llr-cusum'
import { rateChange } from '@assay/stats/detect/rate-change'
import { scoreChange } from '@assay/stats/detect/score-change'
import { judgeDetector, rateStream } from '../../../packages/stats/test/detect/judge-detector.ts'
import { type DataSet, setsOf } from '../data/read-sets.ts'
import type { RowOf } from '../data/shapes.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'

const RUNS = 300
const TOLD = { before: 0.05, after: 0.1 }

/** T9: false alarms and delays of the online detectors, simulated and on recorded streams. */
export function detectors(
  sets: readonly DataSet[],
  _root: string,
  note: (sentence: string) => void,
): Section {
  for (const { name } of setsOf(sets, 'anomalies'))
    note(`${name}: labelled anomalies, which come and go; the detectors look for changes that stay.`)
  const threshold = cusumThreshold(TOLD)
  return {
    title: 'Online detection of changed rates and scores',
    about:
      'Simulated: a rate of 5 % changes after 2,000 samples. Streams of the folder: alarms before the first change are false, delays run ' +
      'from the change to the first alarm; no detector is told anything about a stream.',
    figures: [
      ...simulated('rateChange, told nothing', 'rate_change', (after) =>
        judgeDetector(rateChange(), RUNS, rateStream(after)),
      ),
      ...simulated('LLR-CUSUM, told the 5 %', 'llr_cusum', (after) =>
        judgeDetector(llrCusum(TOLD, threshold), RUNS, rateStream(after)),
      ),
      ...setsOf(sets, 'stream').flatMap(recorded),
    ],
  }
}

type Judge = (after: number) => { falseAlarms: number; delay: number; misses: number }

function simulated(title: string, name: string, judge: Judge): Figure[] {
  const [double, fourfold] = [judge(0.1), judge(0.2)]
  const common = { target: 'T9', items: RUNS } as const
  const delay = (to: string, value: number, most: number, known: string) =>
    figure({
      ...common,
      name: `${name}_delay_${to}`,
      what: `${title}: median delay of 5 → ${to} %`,
      value,
      unit: 'samples',
      goal: { most },
      comparator: known,
    })
  return [
    figure({
      ...common,
      name: `${name}_false_alarms`,
      what: `${title}: false alarms in 10,000 samples`,
      value: double.falseAlarms,
      unit: 'alarms/10k',
      goal: { most: 0.1 },
    }),
    delay('10', double.delay, 300, 'ADWIN 2,095'),
    delay('20', fourfold.delay, 80, 'ADWIN 303'),
  ]
}

function recorded({ name, rows }: DataSet<'stream'>): Figure[] {
  const found = rows.map((stream) => {
    const [change = Infinity] = stream.change_points
    const alarms = alarmsOf(stream)
    const first = alarms.find(({ at }) => at > change)
    return {
      change,
      quiet: Math.min(change, stream.values.length),
      falseAlarms: alarms.filter(({ at }) => at <= change).length,
      delay: first === undefined ? Infinity : first.at - change,
    }
  })
  const changed = found.filter(({ change }) => change !== Infinity)
  const delays = changed.map(({ delay }) => delay).sort((a, b) => a - b)
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const quiet = sum(found.map((item) => item.quiet))
  const common = { target: 'T9', items: rows.length } as const
  const caught = delays.filter((delay) => delay < Infinity)
  return [
    figure({
      ...common,
      name: `stream_${name}_false_alarms`,
      what: `streams of ${name}: false alarms in 10,000 samples`,
      value: quiet === 0 ? null : (10_000 * sum(found.map((item) => item.falseAlarms))) / quiet,
      reason: 'no sample before a change',
      unit: 'alarms/10k',
      goal: { most: 0.1 },
    }),
    figure({
      ...common,
      name: `stream_${name}_found`,
      what: `streams of ${name}: changes that were found; median delay ${caught[caught.length >> 1] ?? '–'} samples`,
      value: changed.length === 0 ? null : caught.length / changed.length,
      reason: 'no stream changes',
      unit: 'share',
      items: changed.length,
    }),
  ]
}

function alarmsOf({ family, values }: RowOf<'stream'>): Alarm[] {
  return family === 'gaussian'
    ? detectAll(scoreChange(), values)
    : detectAll(
        rateChange({ directions: ['up', 'down'] }),
        values.map((value) => value === 1),
      )
}
