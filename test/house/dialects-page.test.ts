import { DIALECTS } from '@assay/normalise/dialects/all'
import { expect, test } from 'vitest'
import { readRepositoryFile } from './rules/repository.ts'

test('the page of dialects has a section for each, in the order in which they are tried', () => {
  const headings = [...readRepositoryFile('docs/dialects.md').matchAll(/^## (.+)$/gm)].flatMap(([, title]) =>
    (title ?? '').split(', '),
  )
  const names = DIALECTS.map(({ name }) => name).filter((name) => name !== '')
  expect(headings.filter((title) => names.includes(title))).toEqual(names)
})
