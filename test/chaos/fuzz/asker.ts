import type { z } from 'zod'
import type { TestApi } from '../../../apps/api/test/make-api.ts'

/** Asks questions and keeps count of them and of those that failed. */
export interface Asker {
  /** Asks one and holds the answer against its schema and JSON; null where it failed. */
  ask<T>(what: string, schema: z.ZodType | null, question: () => Promise<T>): Promise<T | null>
  /** A route of the project's API as people and programs ask it. @throws when it answers anything but 200. */
  route(path: string): Promise<unknown>
  /** How many questions were asked, and a sentence for each that failed. */
  answers(): { asked: number; failures: string[] }
}

export function createAsker(api: TestApi, projectId: string): Asker {
  const failures: string[] = []
  let asked = 0
  return {
    async ask(what, schema, question) {
      asked++
      try {
        const answer = await question()
        schema?.parse(JSON.parse(JSON.stringify(answer)))
        return answer
      } catch (error) {
        failures.push(`${what}: ${sentenceOf(error)}`)
        return null
      }
    },
    async route(path) {
      const { status, json } = await api.ask('GET', `/api/v1/projects/${projectId}/${path}`, {
        key: api.deps.bootstrapKey,
      })
      if (status !== 200) throw new Error(`${status}: ${JSON.stringify(json)}`)
      return json
    },
    answers: () => ({ asked, failures }),
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `: ${sentenceOf(error.cause)}`
  return `${error.message.slice(0, 600)}${cause}`
}
