import { describe, expect, it } from 'vitest'
import { nextPath } from './next-path.ts'

describe('the way back after signing in', () => {
  it('leads to the page the person came from', () => {
    expect(nextPath('/p/p1/traces?q=a&range=7d')).toBe('/p/p1/traces?q=a&range=7d')
    expect(nextPath('/setup-notes')).toBe('/setup-notes')
  })

  it.each([
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:x',
  ])('never leads to another site: %j', (next) => expect(nextPath(next)).toBe('/'))

  it('never leads back to the door', () => {
    expect(nextPath('/sign-in?next=/')).toBe('/')
    expect(nextPath('/setup')).toBe('/')
  })
})
