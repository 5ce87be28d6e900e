import { z } from '@hono/zod-openapi'
import { Project, ProjectInput } from '@assay/contract/api/account'
import { plainText } from '@assay/contract/api/text'
import { AssayError } from '@assay/contract/error'
import { getMe } from '@assay/store/postgres/people/get-me'
import { createProject } from '@assay/store/postgres/project/create'
import { deleteProject } from '@assay/store/postgres/project/delete'
import { updateProject } from '@assay/store/postgres/project/update'
import { endpoint } from '../endpoint.ts'
import { InProject } from './params.ts'

const ProjectList = z.object({ projects: z.array(Project) })
/** Without the defaults of creation: what is left out stays as it is. */
const ProjectPatch = z.object({
  name: ProjectInput.shape.name.optional(),
  retentionDays: ProjectInput.shape.retentionDays.unwrap().optional(),
})
const Confirmation = z.object({ confirmName: plainText(100) })

export const PROJECT_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects',
    tag: 'Projects',
    summary: 'List the projects that the person sees',
    access: 'signed-in',
    answer: ProjectList,
    answerName: 'ProjectList',
    async handle({ deps, caller }) {
      if (caller.type !== 'user') throw new AssayError('forbidden', 'Sign in first.')
      const me = await getMe(deps.pool, caller.userId)
      return { projects: me.organisations.flatMap((o) => o.projects) }
    },
  }),
  endpoint({
    method: 'post',
    path: '/projects',
    tag: 'Projects',
    summary: 'Create a project in an organisation',
    access: 'project:write',
    body: ProjectInput,
    status: 201,
    answer: Project,
    answerName: 'Project',
    handle: ({ deps, body, change }) => createProject(deps.pool, change(), body),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}',
    tag: 'Projects',
    summary: 'One project',
    access: 'project:read',
    params: InProject,
    answer: Project,
    answerName: 'Project',
    async handle({ grant }) {
      if (!grant.project) throw new AssayError('not_found', 'There is no such project.')
      return grant.project
    },
  }),
  endpoint({
    method: 'patch',
    path: '/projects/{projectId}',
    tag: 'Projects',
    summary: 'Rename a project or change its retention',
    access: 'project:write',
    params: InProject,
    body: ProjectPatch,
    answer: Project,
    answerName: 'Project',
    handle: ({ deps, params, body, change }) => updateProject(deps.pool, change(), { ...params, ...body }),
  }),
  endpoint({
    method: 'delete',
    path: '/projects/{projectId}',
    tag: 'Projects',
    summary: 'Delete a project with all its traces and keys; `confirmName` repeats its name',
    access: 'project:write',
    params: InProject,
    query: Confirmation,
    async handle({ deps, params, query, change }) {
      await deleteProject(deps.pool, change(), { ...params, ...query })
      await deps.eraseProject(params.projectId)
    },
  }),
]
