import type { Project } from '@assay/contract/api/account'
import type { Permission } from '@assay/contract/role'
import type { Actor } from '@assay/store/postgres/change'
import type { KeyIdentity } from '@assay/store/postgres/keys/find-key'

/** Who sent a request. */
export type Caller =
  { type: 'nobody' } | { type: 'user'; userId: string } | { type: 'key'; identity: KeyIdentity }

/**
 * What a route demands: a permission in the project or organisation it names, `signed-in` (any person), `authenticated` (a
 * person or a key), or `public`.
 */
export type Access = Permission | 'signed-in' | 'authenticated' | 'public'

/** What the check of access found out, for the handler. */
export interface Grant {
  permissions: ReadonlySet<Permission>
  /** The project that the path names, or else that of the key. */
  project: Project | null
  actor: Actor
}
