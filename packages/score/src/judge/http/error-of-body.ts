import { z } from 'zod'

const ErrorBody = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string().nullish().catch(null),
      code: z.union([z.string(), z.number()]).nullish().catch(null),
    }),
  ]),
})

/** The message of an error in the form that all providers share, `{"error": …}`; null where the body is something else. */
export function errorOfBody(body: string): string | null {
  const value = parseJson(body)
  const parsed = ErrorBody.safeParse(value)
  if (!parsed.success) return null
  const { error } = parsed.data
  return typeof error === 'string' ? error : (error.message ?? String(error.code ?? 'an error without words'))
}

/** Status in the body of an error that came as a 200, as gateways send them; null where there is none. */
export function statusOfBody(body: string): number | null {
  const parsed = ErrorBody.safeParse(parseJson(body))
  if (!parsed.success) return null
  const code = typeof parsed.data.error === 'string' ? null : Number(parsed.data.error.code)
  return code !== null && code >= 400 && code < 600 ? code : 500
}

/** A JSON text's value; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
