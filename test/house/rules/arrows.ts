/** Top folder and package of a path: `packages/store`, `apps/ui`, `test`. */
function unitOf(path: string): string {
  const [top = '', name = ''] = path.split('/')
  return top === 'test' ? 'test' : `${top}/${name}`
}

/** Packages that compute and touch no store, disk or clock. */
export const PURE_PACKAGES = ['packages/normalise', 'packages/sample', 'packages/score', 'packages/stats']

const STORES = ['packages/store', 'packages/queue', 'packages/spool']

/** Why a file may not import another; null where it may. Both paths are relative to the root. */
export function brokenArrow(from: string, to: string): string | null {
  const source = unitOf(from)
  const target = unitOf(to)
  if (source === target || source === 'test') return null
  if (target === 'test') return 'the product never imports its tests'
  if (source === 'packages/contract') return 'the contract imports nothing of ours'
  if (PURE_PACKAGES.includes(source) && STORES.includes(target))
    return 'a pure package returns rows and lets others write'
  if (source === 'apps/ui') {
    return target === 'packages/contract' ? null : 'the UI reaches data through the API alone'
  }
  if (target.startsWith('packages/')) return null
  if (source.startsWith('packages/')) return 'a package never imports the apps and collectors that wire it'
  return source === 'apps/assay' ? null : 'apps and collectors never import each other'
}
