import { expect, test } from 'vitest'
import { readOptions } from './options.ts'
import { makeProgress } from './progress.ts'

test('the demo goes to the port that the server was told to listen on', () => {
  expect(readOptions([], { ASSAY_OTLP_HTTP_PORT: '4718' }, 0).endpoint).toBe('http://127.0.0.1:4718')
})

test('without arguments the demo sends an hour that ends now to the local endpoint', () => {
  expect(readOptions([], {}, 1000)).toEqual({
    endpoint: 'http://127.0.0.1:4318',
    apiKey: undefined,
    seed: 1,
    minutes: 60,
    sessions: 150,
    spansPerSecond: 600,
    endMs: 1000,
    wantsHelp: false,
  })
})

test('arguments after a double dash and the environment are read', () => {
  const options = readOptions(
    ['--', '--seed', '7', '--end', '2026-11-20T08:00:00Z'],
    { ASSAY_OTLP: 'https://assay.example.com/', ASSAY_API_KEY: 'k' },
    0,
  )
  expect(options).toMatchObject({ endpoint: 'https://assay.example.com', apiKey: 'k', seed: 7 })
  expect(options.endMs).toBe(Date.UTC(2026, 10, 20, 8))
})

test.for([['--rate', '0'], ['--minutes', 'x'], ['--end', 'soon'], ['--what']])('%s is refused', (args) => {
  expect(() => readOptions(args, {}, 0)).toThrow()
})

test('progress is a bar on a terminal and at most ten lines elsewhere', () => {
  const written: string[] = []
  const draw = makeProgress({ write: (text) => written.push(text) }, 1000)
  for (let done = 0; done <= 1000; done += 7) draw(Math.min(1000, done))
  draw(1000)
  expect(written.length).toBe(10)
  const bar: string[] = []
  makeProgress({ isTTY: true, write: (text) => bar.push(text) }, 10)(5)
  expect(bar[0]).toMatch(/^\r█{15}░{15} {2}50 %/)
})
