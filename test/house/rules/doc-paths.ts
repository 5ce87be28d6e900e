const TOP_FOLDERS = ['apps', 'collectors', 'docs', 'migrations', 'packages', 'scripts', 'test', '.ci']

/** Paths of the repository that a Markdown page names: targets of relative links, and code that looks like a path. */
export function findDocPaths(markdown: string): string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '')
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => (match[1] ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^(?:[a-z]+:|#)/.test(target))
  const code = [...prose.matchAll(/`([^`\n]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter(
      (text) => TOP_FOLDERS.some((top) => text.startsWith(`${top}/`)) && /^[\w@./*{},<>()[\]+-]+$/.test(text),
    )
    .map((text) => text.replace(/\/$/, ''))
    // `packages/*/src` and `<name>` stand for many files: what is before them has to exist.
    .map((text) => text.replace(/\/[^/]*[*{<].*$/, ''))
  return [...new Set([...links, ...code])]
}
