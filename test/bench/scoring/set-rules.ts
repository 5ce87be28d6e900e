import { KEY, type BenchServer } from '../ingest/server.ts'

/** What a rule of the bench says; all else is as the API leaves it. */
export interface BenchRule {
  name: string
  target: string
  filter: object
  evaluators: readonly { name: string }[]
}

/** Leaves these rules and no other; resolves when they count. */
export async function setRules(server: BenchServer, rules: readonly BenchRule[]): Promise<void> {
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${server.apiUrl}/api/v1/projects/default/rules${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.status === 204 ? null : response.json()
  }
  const { rules: before } = (await ask('GET', '')) as { rules: { id: string }[] }
  for (const { id } of before) await ask('DELETE', `/${id}`)
  for (const rule of rules) await ask('POST', '', rule)
  // A rule counts within two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_500))
}
