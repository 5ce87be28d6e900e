import { z } from 'zod'
import { KEY_SCOPES, ROLES } from '../role.ts'
import { Id, Name } from './text.ts'

export const SetupState = z.object({ /** True until the owner account exists. */ needed: z.boolean() })
export const SetupInput = z.object({
  name: Name,
  email: z.email().max(254),
  password: z.string().min(12, 'a password has at least 12 characters').max(128),
  organisation: Name.default('My organisation'),
})

export const Project = z.object({
  id: z.string(),
  name: z.string(),
  organisationId: z.string(),
  createdAt: z.string(),
  retentionDays: z.number().nullable(),
})
export type Project = z.infer<typeof Project>
export const ProjectInput = z.object({
  name: Name,
  organisationId: Id,
  /** Days until spans are deleted; null keeps them. */
  retentionDays: z.number().int().min(1).max(3650).nullable().default(null),
})

export const Me = z.object({
  /** Where this installation takes OTLP; null where another process does. */
  ingest: z
    .object({
      /** Of OTLP/HTTP. */
      port: z.number(),
      grpcPort: z.number(),
      /** False where spans sent without a key go to the default project. */
      isKeyNeeded: z.boolean(),
    })
    .nullable(),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  organisations: z.array(
    z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES), projects: z.array(Project) }),
  ),
})
export type Me = z.infer<typeof Me>

export const Member = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  joinedAt: z.string(),
})
export type Member = z.infer<typeof Member>
/** Adds a person; a new account starts with the given password. */
export const MemberInput = z.object({
  name: Name,
  email: z.email().max(254),
  role: z.enum(ROLES),
  password: z.string().min(12, 'a password has at least 12 characters').max(128).optional(),
})

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** First characters of the key, to recognise it by. */
  prefix: z.string(),
  scopes: z.array(z.enum(KEY_SCOPES)),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>
export const ApiKeyInput = z.object({ name: Name, scopes: z.array(z.enum(KEY_SCOPES)).min(1) })
/** The only answer that holds the key itself. */
export const ApiKeyCreated = ApiKey.extend({ key: z.string() })
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>
