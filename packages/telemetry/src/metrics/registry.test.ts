import { expect, test } from 'vitest'
import { onlyProject } from './only-project.ts'
import { prometheusText } from './prometheus-text.ts'
import { addProcessMetrics } from './process-metrics.ts'
import { createRegistry } from './registry.ts'

test('the text has help, type, one line a series, and escapes what the format demands', () => {
  const registry = createRegistry()
  const counter = registry.counter('assay_things_total', 'Things \\ with\na break.', ['kind', 'project'])
  counter.add({ kind: 'a "quoted" \\ word\nand more', project: 'p1' }, 2)
  counter.add({ kind: 'plain', project: 'p1' })
  counter.add({ kind: 'plain', project: 'p1' }, 0.5)
  registry.read('gauge', 'assay_level_bytes', 'Level.', () => 12)
  expect(prometheusText(registry.collect())).toBe(
    [
      '# HELP assay_things_total Things \\\\ with\\na break.',
      '# TYPE assay_things_total counter',
      'assay_things_total{kind="a \\"quoted\\" \\\\ word\\nand more",project="p1"} 2',
      'assay_things_total{kind="plain",project="p1"} 1.5',
      '# HELP assay_level_bytes Level.',
      '# TYPE assay_level_bytes gauge',
      'assay_level_bytes 12',
      '',
    ].join('\n'),
  )
})

test('buckets of a histogram are cumulative, end with +Inf, and agree with sum and count', () => {
  const registry = createRegistry()
  const lag = registry.histogram('assay_lag_seconds', 'Lag.', ['signal'], [0.5, 1])
  lag.observe({ signal: 'traces' }, 0.5)
  lag.observe({ signal: 'traces' }, 0.75, 2)
  lag.observe({ signal: 'traces' }, 100)
  expect(prometheusText(registry.collect())).toBe(
    [
      '# HELP assay_lag_seconds Lag.',
      '# TYPE assay_lag_seconds histogram',
      'assay_lag_seconds_bucket{signal="traces",le="0.5"} 1',
      'assay_lag_seconds_bucket{signal="traces",le="1"} 3',
      'assay_lag_seconds_bucket{signal="traces",le="+Inf"} 4',
      'assay_lag_seconds_sum{signal="traces"} 102',
      'assay_lag_seconds_count{signal="traces"} 4',
      '',
    ].join('\n'),
  )
})

test('numbers that JSON does not know are written as the format wants them', () => {
  const registry = createRegistry()
  const values = [NaN, Infinity, -Infinity, 1e21]
  registry.read('gauge', 'assay_odd', 'Odd.', () =>
    values.map((value, i) => ({ labels: { i: String(i) }, value })),
  )
  expect(prometheusText(registry.collect()).match(/} (.*)/g)).toEqual([
    '} NaN',
    '} +Inf',
    '} -Inf',
    '} 1e+21',
  ])
})

test('projects beyond the cap count under other, and no count is lost', () => {
  const registry = createRegistry(2)
  const counter = registry.counter('assay_items_total', 'Items.', ['project'])
  for (const project of ['a', 'b', 'c', 'd', 'a']) counter.add({ project })
  const [family] = registry.collect()
  expect(family?.points).toEqual([
    { labels: { project: 'a' }, value: 2 },
    { labels: { project: 'b' }, value: 1 },
    { labels: { project: 'other' }, value: 2 },
  ])
})

test('a counter never falls, and a name is defined once', () => {
  const registry = createRegistry()
  const counter = registry.counter('assay_items_total', 'Items.')
  counter.add({}, 3)
  counter.add({}, -1)
  expect(registry.collect()[0]?.points).toEqual([{ labels: {}, value: 3 }])
  expect(() => registry.counter('assay_items_total', 'Again.')).toThrow('assay_items_total')
  expect(() => registry.counter('assay items', 'Bad.')).toThrow()
})

test('a key of one project sees no other project', () => {
  const registry = createRegistry()
  const counter = registry.counter('assay_items_total', 'Items.', ['project'])
  for (const project of ['a', 'b']) counter.add({ project })
  registry.read('gauge', 'assay_level', 'Level.', () => 1)
  const text = prometheusText(onlyProject(registry.collect(), 'a'))
  expect(text).toContain('project="a"')
  expect(text).not.toContain('project="b"')
  expect(text).toContain('assay_level 1')
})

test('the process tells its memory, its processor time and its start', () => {
  const registry = createRegistry()
  const metrics = addProcessMetrics(registry, '1.2.3')
  const text = prometheusText(registry.collect())
  metrics.stop()
  expect(text).toContain('assay_build_info{version="1.2.3"')
  for (const name of ['process_resident_memory_bytes', 'process_cpu_seconds_total', 'process_uptime_seconds'])
    expect(Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1])).toBeGreaterThan(0)
})
