/**
 * The value of an attribute in a row of `spans`, as SQL; '' without one. `metadata.tenant` is an attribute of that name, or `tenant` in
 * the JSON of `metadata`, as some SDKs send it.
 */
export const attributeValue = ({ key, parent, leaf }: Record<'key' | 'parent' | 'leaf', string>): string =>
  `if(attributes[${key}] != '' OR ${parent} = '', attributes[${key}], JSONExtractString(attributes[${parent}], ${leaf}))`

/** A key, and what stands before and after its last dot; without one, parent and leaf are ''. */
export function attributeParts(key: string): { key: string; parent: string; leaf: string } {
  const dot = key.lastIndexOf('.')
  return dot < 1
    ? { key, parent: '', leaf: '' }
    : { key, parent: key.slice(0, dot), leaf: key.slice(dot + 1) }
}
