import { expect, test } from 'vitest'
import { serveHttp } from './serve-http.ts'

test('an exporter that was given the port of the UI is told where OTLP is taken', async () => {
  const http = await serveHttp({ host: '127.0.0.1', port: 0, portVariable: 'ASSAY_HTTP_PORT' })
  try {
    http.setUi((_, res) => res.end('<html>'))
    const send = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${http.port}${path}`, { method: 'POST', body: '{}' })
      return { status: answer.status, text: await answer.text() }
    }
    expect((await send('/v1/traces')).text).toContain('with the role otlp')
    http.setOtlpPort(14318)
    for (const signal of ['traces', 'logs', 'metrics']) {
      const { status, text } = await send(`/v1/${signal}`)
      expect([status, JSON.parse(text)]).toEqual([
        404,
        {
          code: 5,
          message:
            'OTLP is taken on port 14318 of this host, not here: change the endpoint of your exporter.',
        },
      ])
    }
    expect((await send('/v1/else')).text).toBe('<html>')
  } finally {
    await http.close()
  }
})
