/** What no source may hold, and why. */
const FORBIDDEN: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/@ts-(?:ignore|nocheck)/, 'types are repaired, not silenced'],
  [/@ts-expect-error\s*$/m, 'an expected error says which'],
  [/\bas any\b(?! )|<any>/, 'an unknown value is checked, not believed'],
  // ESLint reads the reason behind two dashes.
  [/eslint-disable(?!.*\s--\s\S).*$/m, 'a rule is switched off for a reason, after --'],
  [/\b(?:test|it|describe)\.only\b/, 'one test alone hides all others'],
  [/\b(?:test|it|describe)\.skip\(/, 'a test that never runs is deleted; skipIf says when it runs'],
  [/^\s*debugger\b/m, 'not for others to find'],
  [/\b(?:TODO|FIXME|XXX)\b/, 'what is open belongs in a ticket or in the change itself'],
]

/** Reasons against a text, one for each kind of forbidden word in it. */
export function findForbidden(text: string): string[] {
  return FORBIDDEN.flatMap(([pattern, why]) => {
    const match = pattern.exec(text)
    return match === null ? [] : [`"${match[0].trim()}": ${why}`]
  })
}
