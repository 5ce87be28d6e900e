/** A value computed when it is first asked for, and kept. */
export function lazy<T>(compute: () => T): () => T {
  let kept: { value: T } | null = null
  return () => (kept ??= { value: compute() }).value
}
