import type { ApiDeps } from '../deps.ts'
import type { Project } from '@assay/contract/api/account'
import { AssayError } from '@assay/contract/error'
import { ROLE_PERMISSIONS, type Permission } from '@assay/contract/role'
import type { Actor } from '@assay/store/postgres/change'
import { findRole } from '@assay/store/postgres/member/find-role'
import { findProject } from '@assay/store/postgres/project/find'
import type { Access, Caller, Grant } from './caller.ts'
import { permissionsOfScopes } from './permissions.ts'

/** What the request is about: the ids that its path or body names. With neither, a key is about its own project. */
export interface Target {
  projectId?: string | undefined
  organisationId?: string | undefined
}

type Pool = ApiDeps['pool']

const NONE: ReadonlySet<Permission> = new Set()

/**
 * The one place where access is decided. What the caller cannot see does not exist for it (`not_found`); what it can see
 * but not do is `forbidden`; without a session or key everything but the public routes is `unauthenticated`.
 */
export async function authorise(pool: Pool, access: Access, caller: Caller, target: Target): Promise<Grant> {
  if (access === 'public') return { permissions: NONE, project: null, actor: { type: 'system', id: null } }
  if (caller.type === 'nobody')
    throw new AssayError('unauthenticated', 'Sign in, or send an API key as "Authorization: Bearer <key>".')
  const actor: Actor =
    caller.type === 'user' ? { type: 'user', id: caller.userId } : { type: 'key', id: caller.identity.keyId }
  if (access === 'authenticated') return { permissions: NONE, project: null, actor }
  if (access === 'signed-in') {
    if (caller.type === 'key')
      throw new AssayError('forbidden', 'An API key cannot do this. Sign in instead.')
    return { permissions: NONE, project: null, actor }
  }
  const { permissions, project } = await permissionsAt(pool, caller, target)
  if (!permissions.has(access))
    throw new AssayError('forbidden', `This needs the permission ${access}, which ${nameOf(caller)} lacks.`)
  return { permissions, project, actor }
}

const nameOf = (caller: Caller): string => (caller.type === 'key' ? 'this API key' : 'your role')

async function permissionsAt(
  pool: Pool,
  caller: Exclude<Caller, { type: 'nobody' }>,
  target: Target,
): Promise<{ permissions: ReadonlySet<Permission>; project: Project | null }> {
  const projectId = target.projectId ?? (target.organisationId === undefined ? ownProject(caller) : undefined)
  if (projectId === undefined) {
    if (target.organisationId === undefined)
      throw new AssayError(
        'forbidden',
        'Here an API key says which project is meant. Send one, or name the project: /projects/{projectId}/…',
      )
    if (caller.type === 'key')
      throw new AssayError('forbidden', 'An API key acts in its project alone. Sign in instead.')
    return { permissions: await rolePermissions(pool, target.organisationId, caller.userId), project: null }
  }
  const project = await findProject(pool, projectId)
  if (!project || (caller.type === 'key' && caller.identity.projectId !== project.id))
    throw notFound('project')
  if (caller.type === 'key') return { permissions: permissionsOfScopes(caller.identity.scopes), project }
  return {
    permissions: await rolePermissions(pool, project.organisationId, caller.userId, 'project'),
    project,
  }
}

const ownProject = (caller: Caller) => (caller.type === 'key' ? caller.identity.projectId : undefined)

async function rolePermissions(
  pool: Pool,
  organisationId: string,
  userId: string,
  what = 'organisation',
): Promise<ReadonlySet<Permission>> {
  const role = await findRole(pool, organisationId, userId)
  if (!role) throw notFound(what)
  return new Set(ROLE_PERMISSIONS[role])
}

const notFound = (what: string) =>
  new AssayError('not_found', `There is no such ${what}, or you have no access to it.`)
