import { describe, expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'

const config = (env: Record<string, string>) => {
  const result = loadConfig(env)
  if (!result.ok) throw new Error(result.report)
  return result.config
}
const report = (env: Record<string, string>) => {
  const result = loadConfig(env)
  return result.ok ? '' : result.report
}

describe('configuration', () => {
  test('an empty environment gives the documented defaults', () => {
    expect(config({})).toMatchObject({
      dataDir: './data',
      host: '127.0.0.1',
      httpPort: 3000,
      otlpHttpPort: 4318,
      otlpGrpcPort: 4317,
      roles: ['otlp', 'worker', 'api', 'ui'],
      bootstrapKey: undefined,
      clickhouseUrl: undefined,
    })
  })

  test('all faults stand in one report', () => {
    const text = report({
      ASSAY_HTTP_PORT: 'http',
      ASSAY_ROLES: 'api,uii',
      CLICKHOUSE_URL: 'tcp://x',
      ASSAY_HTTP_PROT: '1',
    })
    expect(text).toContain('4 faults')
    expect(text).toContain('ASSAY_HTTP_PORT must be a port number')
    expect(text).toContain('ASSAY_ROLES must be a list of otlp, worker, api, ui')
    expect(text).toContain('CLICKHOUSE_URL must be a URL such as')
    expect(text).toContain('ASSAY_HTTP_PROT is not a variable of Assay; did you mean ASSAY_HTTP_PORT?')
  })

  test('no value of a faulty variable is printed', () => {
    const text = report({ DATABASE_URL: 'mysql://root:hunter2@db/x', ASSAY_BOOTSTRAP_KEY: 'short secret' })
    expect(text).toContain('DATABASE_URL')
    expect(text).toContain('ASSAY_BOOTSTRAP_KEY')
    expect(text).not.toMatch(/hunter2|short secret/)
  })

  test('two listeners never share a port', () => {
    expect(report({ ASSAY_HTTP_PORT: '4318' })).toContain('the same port')
    expect(report({ ASSAY_HTTP_PORT: '0', ASSAY_OTLP_HTTP_PORT: '0' })).toBe('')
  })

  test('a user interface without an API must be told where the API is', () => {
    expect(report({ ASSAY_ROLES: 'ui' })).toContain('ASSAY_API_URL')
    expect(report({ ASSAY_ROLES: 'ui', ASSAY_API_URL: 'http://api:3000' })).toBe('')
  })

  test('sizes are read in decimal and binary units', () => {
    expect(config({ ASSAY_SPOOL_MAX_BYTES: '1.5GB' }).spoolMaxBytes).toBe(1_500_000_000)
    expect(config({ ASSAY_SPOOL_MAX_BYTES: '2GiB' }).spoolMaxBytes).toBe(2_147_483_648)
    expect(config({ ASSAY_SPOOL_MAX_BYTES: '4096' }).spoolMaxBytes).toBe(4096)
  })

  test('an empty variable counts as absent', () => {
    expect(config({ ASSAY_HTTP_PORT: '', CLICKHOUSE_URL: '' })).toMatchObject({
      httpPort: 3000,
      clickhouseUrl: undefined,
    })
  })
})
