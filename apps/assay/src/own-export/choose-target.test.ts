import { expect, test } from 'vitest'
import { chooseTarget } from './choose-target.ts'

const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318'

test('own telemetry goes where Assay is told, else where the standard variables say, with their headers', () => {
  const OTEL_EXPORTER_OTLP_HEADERS = 'Authorization=Bearer%20key, x-a=b'
  const otel = { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS }
  expect(chooseTarget({ selfOtlpUrl: undefined, otel: {} })).toEqual({ target: null, warning: null })
  expect(chooseTarget({ selfOtlpUrl: undefined, otel }).target).toMatchObject({
    url: OTEL_EXPORTER_OTLP_ENDPOINT,
    headers: { authorization: 'Bearer key', 'x-a': 'b' },
    share: 1,
  })
  expect(chooseTarget({ selfOtlpUrl: 'http://mine:1', otel }).target).toMatchObject({
    url: 'http://mine:1',
    headers: {},
  })
  const off = { ...otel, OTEL_SDK_DISABLED: 'true' }
  expect(chooseTarget({ selfOtlpUrl: undefined, otel: off }).target).toBeNull()
})

test.for([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317' }, 'no address'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'over HTTP'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'a=%zz' }, 'no list'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'nothing' }, 'no list'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'a=b%0d%0ac' }, 'no list'],
] as const)('standard variables that cannot be followed are a warning: %o', ([otel, why]) => {
  const { target, warning } = chooseTarget({ selfOtlpUrl: undefined, otel })
  expect(target).toBeNull()
  expect(warning).toContain(why)
})

test.for([
  [{}, 1],
  [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }, 0.1],
  [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: 'much' }, 1],
  [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, 0],
] as const)('the sampler says which share of traces is kept: %o', ([otel, share]) => {
  const { target } = chooseTarget({
    selfOtlpUrl: 'http://mine:1',
    otel: { ...otel, OTEL_LOGS_EXPORTER: 'none' },
  })
  expect(target).toMatchObject({ share, signals: { metrics: true, traces: true, logs: false } })
})
