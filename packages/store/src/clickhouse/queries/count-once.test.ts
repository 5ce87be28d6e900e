import { expect, it } from 'vitest'
import { countOnce, type TreeSpan } from './count-once.ts'

/** `id<parent` with `!` for a span of an inference server and `-` for a span that is no call. */
function tree(text: string): TreeSpan[] {
  return text.split(' ').map((word) => {
    const [spanId = '', parentSpanId = ''] = word.replace(/[!-]/g, '').split('<')
    return { spanId, parentSpanId, isCall: !word.includes('-'), isServerSide: word.includes('!') }
  })
}
const counted = (text: string) => [...countOnce(tree(text))].toSorted().join(' ')

it('calls side by side all count, whatever stands above them', () => {
  expect(counted('r- a<r b<r')).toBe('a b')
})

it('a call counts only where no call below repeats it, however deep', () => {
  expect(counted('a b<a c-<b d<c e<a')).toBe('d e')
})

it("a client's call counts instead of the server's below it", () => {
  expect(counted('k p-<k s!<p')).toBe('k')
})

it("a server's call counts where no client's stands above it", () => {
  expect(counted('r- s!<r k<r')).toBe('k s')
  expect(counted('s!<r')).toBe('s')
})

it('a server that calls on as a client counts the call below', () => {
  expect(counted('s! k<s')).toBe('k')
  expect(counted('g! s!<g')).toBe('s')
})

it("a server's call under a client that does not count itself is not lost", () => {
  expect(counted('a k<a s!<a')).toBe('k s')
})

it('orphans count, and circles end', () => {
  expect(counted('a<gone b<b')).toBe('a b')
  expect(() => counted('a<b b<a c<a s!<b')).not.toThrow()
})

it('a chain of 30,000 spans takes no recursion', () => {
  const chain = Array.from({ length: 30_000 }, (_, i) => `n${i}<n${i - 1}`).join(' ')
  expect(counted(chain)).toBe('n29999')
})
