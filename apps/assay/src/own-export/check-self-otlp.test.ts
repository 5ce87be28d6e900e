import { expect, test } from 'vitest'
import { checkSelfOtlp } from './check-self-otlp.ts'

const check = (url: string, addresses: string[] = []) =>
  checkSelfOtlp({
    url,
    variable: 'ASSAY_SELF_OTLP_URL',
    ports: [4318, 4317],
    publicUrl: 'https://assay.example.com',
    lookup: () => (addresses.length > 0 ? Promise.resolve(addresses) : Promise.reject(new Error('unknown'))),
    ownAddresses: ['box', '10.0.0.7'],
  })

test.for([
  ['http://127.0.0.1:4318', []],
  ['http://localhost:4318/', []],
  ['http://[::1]:4318', []],
  ['http://0.0.0.0:4317', []],
  ['http://10.0.0.7:4318', []],
  ['http://BOX:4318', []],
  ['https://assay.example.com:4318', []],
  ['http://alias.internal:4318', ['10.0.0.9', '10.0.0.7']],
] as const)('own telemetry may not go to this process: %s', async ([url, addresses]) => {
  await expect(check(url, [...addresses])).rejects.toMatchObject({ code: 'invalid' })
})

test.for([
  ['http://127.0.0.1:4418', []],
  ['http://collector:4318', ['10.0.0.8']],
  ['http://unknown:4318', []],
  ['https://assay.example.com', []],
] as const)('own telemetry may go elsewhere: %s', async ([url, addresses]) => {
  await expect(check(url, [...addresses])).resolves.toBeUndefined()
})
