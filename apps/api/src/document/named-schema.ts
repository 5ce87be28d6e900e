import type { z } from '@hono/zod-openapi'

const named = new Map<string, z.ZodType>()

/**
 * The schema under a name of the OpenAPI document, the same object for the same name. Schemas that were made before the
 * OpenAPI library was loaded lack its methods; a clone has them.
 */
export function namedSchema(name: string, schema: z.ZodType): z.ZodType {
  const known = named.get(name)
  if (known) return known
  const made = schema.clone().openapi(name)
  named.set(name, made)
  return made
}
