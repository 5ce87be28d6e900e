import { hashPassword } from 'better-auth/crypto'
import { z } from '@hono/zod-openapi'
import { Me, Member, MemberInput } from '@assay/contract/api/account'
import { AssayError } from '@assay/contract/error'
import { ROLES } from '@assay/contract/role'
import { addMember } from '@assay/store/postgres/member/add'
import { changeMemberRole } from '@assay/store/postgres/member/change-role'
import { listMembers } from '@assay/store/postgres/member/list'
import { removeMember } from '@assay/store/postgres/member/remove'
import { renameOrganisation } from '@assay/store/postgres/organisation/rename'
import { getMe } from '@assay/store/postgres/people/get-me'
import { endpoint } from '../endpoint.ts'
import { InOrganisation, OneMember } from './params.ts'

const OrganisationInput = MemberInput.pick({ name: true })
const Organisation = z.object({ id: z.string(), name: z.string() })
const MemberList = z.object({ members: z.array(Member) })
const RoleInput = z.object({ role: z.enum(ROLES) })

export const ORGANISATION_ROUTES = [
  endpoint({
    method: 'get',
    path: '/me',
    tag: 'Organisation',
    summary: 'Who is signed in, with organisations, roles and projects',
    access: 'signed-in',
    answer: Me,
    answerName: 'Me',
    handle: async ({ deps, caller }) => {
      if (caller.type !== 'user') throw new AssayError('forbidden', 'Sign in first.')
      return { ...(await getMe(deps.pool, caller.userId)), ingest: deps.ingest }
    },
  }),
  endpoint({
    method: 'patch',
    path: '/organisations/{organisationId}',
    tag: 'Organisation',
    summary: 'Rename an organisation',
    access: 'organisation:write',
    params: InOrganisation,
    body: OrganisationInput,
    answer: Organisation,
    answerName: 'Organisation',
    handle: ({ deps, params, body, change }) =>
      renameOrganisation(deps.pool, change(), { ...params, ...body }),
  }),
  endpoint({
    method: 'get',
    path: '/organisations/{organisationId}/members',
    tag: 'Organisation',
    summary: 'List members',
    access: 'members:read',
    params: InOrganisation,
    answer: MemberList,
    answerName: 'MemberList',
    handle: async ({ deps, params }) => ({ members: await listMembers(deps.pool, params.organisationId) }),
  }),
  endpoint({
    method: 'post',
    path: '/organisations/{organisationId}/members',
    tag: 'Organisation',
    summary: 'Add a member; a new account starts with the given password',
    access: 'members:write',
    params: InOrganisation,
    body: MemberInput,
    status: 201,
    answer: Member,
    answerName: 'Member',
    async handle({ deps, params, body, change }) {
      const passwordHash = body.password === undefined ? null : await hashPassword(body.password)
      const { name, email, role } = body
      return addMember(deps.pool, change(), { ...params, name, email, role, passwordHash })
    },
  }),
  endpoint({
    method: 'patch',
    path: '/organisations/{organisationId}/members/{userId}',
    tag: 'Organisation',
    summary: 'Change the role of a member; only an owner makes or changes owners',
    access: 'members:write',
    params: OneMember,
    body: RoleInput,
    answer: Member,
    answerName: 'Member',
    handle: ({ deps, params, body, change }) => changeMemberRole(deps.pool, change(), { ...params, ...body }),
  }),
  endpoint({
    method: 'delete',
    path: '/organisations/{organisationId}/members/{userId}',
    tag: 'Organisation',
    summary: 'Remove a member; the last owner stays',
    access: 'members:write',
    params: OneMember,
    handle: ({ deps, params, change }) => removeMember(deps.pool, change(), params),
  }),
]
