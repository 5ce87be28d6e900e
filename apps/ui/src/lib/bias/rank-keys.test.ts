import { expect, it } from 'vitest'
import { rankKeys } from './rank-keys.ts'

const key = (name: string, values: number) => ({ key: name, values, spans: 10, examples: [] })

it('what the application says of people stands before what instrumentation says of machines, and one value makes no groups', () => {
  const { own, technical } = rankKeys([
    key('server.port', 3),
    key('metadata.plan', 2),
    key('http.request.method', 2),
    key('tenant', 4),
    key('reranker.top_k', 2),
    key('metadata.region', 1),
    key('serverless', 2),
  ])
  expect(own.map((one) => one.key)).toEqual(['metadata.plan', 'tenant', 'serverless'])
  expect(technical.map((one) => one.key)).toEqual(['server.port', 'http.request.method', 'reranker.top_k'])
})
