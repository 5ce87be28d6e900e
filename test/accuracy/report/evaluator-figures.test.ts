import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import figures from '../../../apps/api/src/evaluators/accuracy.json' with { type: 'json' }
import { figure, type Section } from './figure.ts'
import { evaluatorFigures } from './evaluator-figures.ts'

const section: Section = {
  title: 'A',
  about: 'B',
  figures: [
    figure({ name: 'refusal_set_kappa', what: 'set', value: 0.87654, unit: 'kappa', items: 9 }),
    figure({ name: 'json_validity_set_f1', what: 'set', value: null, unit: 'F1', items: 0 }),
    figure({ name: 'judge_set_kappa', what: 'set', value: 0.5, unit: 'kappa', items: 9 }),
  ],
}

it('each evaluator has the figures that are named for it, with the version that was measured', () => {
  const found = evaluatorFigures([section])
  expect(Object.keys(found)).toEqual(['refusal', 'json-validity'])
  expect(found['refusal']).toMatchObject([{ value: 0.877, interval: null, items: 9 }])
  expect(found['refusal']?.[0]?.version).toMatch(/\d/)
  expect(found['json-validity']).toMatchObject([{ value: null }])
})

it('what the pages of the evaluators show is what docs/ACCURACY.md says', () => {
  const page = readFileSync(new URL('../../../docs/ACCURACY.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('|'))
  const missing = Object.values(figures)
    .flat()
    .filter(
      ({ what, value }) =>
        value !== null &&
        !rows.some((row) => row.includes(what.replaceAll('|', '\\|')) && row.includes(value.toFixed(3))),
    )
  expect(missing.map(({ name }) => name)).toEqual([])
})
