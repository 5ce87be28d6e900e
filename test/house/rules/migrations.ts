/** Faults in the names of one folder of migrations: they are numbered from 0001 without a gap and say what they do. */
export function findNumberingFaults(names: readonly string[]): string[] {
  return [...names].sort().flatMap((name, index) => {
    const expected = String(index + 1).padStart(4, '0')
    if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(name)) return [`${name}: not of the form 0001_what_it_does.sql`]
    return name.startsWith(expected) ? [] : [`${name}: ${expected} is expected here`]
  })
}
