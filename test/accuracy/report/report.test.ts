import { expect, test } from 'vitest'
import { figure, type Section, verdictOf } from './figure.ts'
import { renderPage } from './render-page.ts'
import { renderText } from './render-text.ts'

const SECTION: Section = {
  title: 'Weather',
  about: 'Made up.',
  figures: [
    figure({
      name: 'rain | seen, daily',
      what: 'rain | seen',
      value: 0.81234567,
      unit: 'kappa',
      items: 20,
      documents: 5,
      interval: { low: 0.7, high: 0.9 },
      target: 'T4',
      goal: { least: 0.82 },
      comparator: 'a frog 0.5',
      judge: 'a cow 0.6',
    }),
    figure({ name: 'speed', what: 'speed', value: 12_345.6, unit: 'samples/s', items: 3 }),
  ],
}

test('a figure meets its goal as measured', () => {
  const at = (value: number, goal: { least?: number; most?: number } | null) =>
    verdictOf({ ...SECTION.figures[0]!, value, goal })
  expect([at(0.82, { least: 0.82 }), at(0.81, { least: 0.82 }), at(1, null)]).toEqual(['met', 'missed', null])
  expect([at(0.95, { least: 0.94, most: 0.96 }), at(0.97, { least: 0.94, most: 0.96 })]).toEqual([
    'met',
    'missed',
  ])
})

test('terminal and page tell the same figures', () => {
  const text = renderText([SECTION], ['odd.jsonl: left out.'])
  const page = renderPage([SECTION], ['odd.jsonl: left out.'])
  for (const part of [
    '0.812 kappa',
    '0.700 to 0.900',
    '20 of 5 documents',
    '≥ 0.820',
    'missed',
    'a frog 0.5; on these rows a cow 0.6',
    '12,346',
    'odd.jsonl: left out.',
  ]) {
    expect(text).toContain(part)
    expect(page).toContain(part)
  }
  expect(page).toContain('rain \\| seen')
})

test('both begin or end with what has a goal, target by target', () => {
  const late = { ...SECTION.figures[0]!, target: 'T11' as const, what: 'snow' }
  const early = { ...SECTION.figures[0]!, target: 'T2' as const, what: 'hail' }
  const section = { ...SECTION, figures: [late, early, SECTION.figures[1]!] }
  const page = renderPage([section], [])
  expect(page).toContain(
    '| T2 | hail | 0.812 kappa | ≥ 0.820 | missed |\n| T11 | snow | 0.812 kappa | ≥ 0.820 | missed |\n\n## Weather',
  )
  expect(renderText([section], [])).toMatch(/Target by target\n {2}T2 +hail .*\n {2}T11 +snow .*\n\nfigure/)
})

test('each figure is a line for scripts, whose name has no spaces', () => {
  expect(renderText([SECTION], []).split('\n').slice(-2)).toEqual([
    'figure rain_seen_daily 0.812346 kappa',
    'figure speed 12345.6 samples/s',
  ])
})

test('a figure without a value shows why, has no verdict and no line for scripts', () => {
  const none = { ...SECTION.figures[0]!, value: null, reason: 'rows of one class alone', interval: null }
  const section = { ...SECTION, figures: [none] }
  expect(verdictOf(none)).toBeNull()
  expect(renderText([section], [])).toContain('– (rows of one class alone)')
  expect(renderText([section], [])).not.toMatch(/^figure /m)
  expect(renderPage([section], [])).toContain('– (rows of one class alone)')
})
