import { listFiles, readRepositoryFile } from './repository.ts'

export interface WorkspacePackage {
  /** Folder below the root, such as `packages/store`. */
  folder: string
  name: string
  /** Names of all packages it lists, of whatever kind. */
  dependencies: Set<string>
}

interface Manifest {
  name: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

export function listPackages(): WorkspacePackage[] {
  return ['apps', 'collectors', 'packages', 'test']
    .flatMap((folder) => listFiles(folder, ['package.json']))
    .filter((path) => path.endsWith('/package.json'))
    .map((path) => {
      const manifest = JSON.parse(readRepositoryFile(path)) as Manifest
      const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest
      const all = { ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies }
      return {
        folder: path.slice(0, -'/package.json'.length),
        name: manifest.name,
        dependencies: new Set(Object.keys(all)),
      }
    })
}

/** The package that a file belongs to: that with the longest folder. */
export function packageOf(path: string, packages: readonly WorkspacePackage[]): WorkspacePackage | null {
  const owners = packages.filter((item) => path.startsWith(`${item.folder}/`))
  return owners.sort((a, b) => b.folder.length - a.folder.length)[0] ?? null
}
