/** Characters in which a marker is looked for: who gives sources says so early or repeats it. */
const LOOKED_AT = 20_000
/** Tags and headings under which prompts give sources: `<context>`, `# Articles`, `Documents:`. */
const MARKER =
  /<(?:context|documents?|sources?|passages?|articles?|search_results|knowledge)\b|^[#* ]{0,6}(?:(?:retrieved|relevant|given) )?(?:context|documents?|sources?|passages?|articles?|search results|knowledge base)\**:?[ \t]*$|^(?:context|documents?|sources?|passages?|articles?): /im

/** Whether a prompt says that it holds sources: other instructions are no evidence for an answer. */
export function holdsSources(prompt: string): boolean {
  return MARKER.test(prompt.slice(0, LOOKED_AT))
}
