import { HIDDEN_CHARACTERS } from '../hidden-characters.ts'

/** Control characters that some providers refuse; line feeds and tabs stay. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/**
 * A text as data of a prompt. Nothing in it can end a tag or begin one, and no chat template takes a part of it for a mark of its own,
 * such as `</data>`, `<|im_end|>` or `[INST]`: a backslash stands in each. Lone surrogates and control characters become U+FFFD, and runs
 * of invisible characters say how many they are, so that the judge sees what the model saw; no text can say so by itself.
 */
export function escapeData(text: string): string {
  return text
    .toWellFormed()
    .replace(/\[(?=\\*\d{1,9} invisible characters\])/g, '[\\')
    .replace(HIDDEN_CHARACTERS, (run) => `[${Array.from(run).length} invisible characters]`)
    .replace(CONTROL, '\ufffd')
    .replace(/<(?=\\*[a-z/|!?$\uff5c])/gi, '<\\')
    .replace(/\[(?=\\*\/?\\*INST\])/gi, '[\\')
}

/**
 * What stood before escapeData, but for characters that it replaced; invisible ones are left out. For quotes, which the judge copies from the
 * data as it sees it.
 */
export function unescapeData(text: string): string {
  return text
    .replace(/\[\d{1,9} invisible characters\]/g, '')
    .replace(/\[\\(?=\\*\d{1,9} invisible characters\])/g, '[')
    .replace(/<\\(?=\\*[a-z/|!?$\uff5c])/gi, '<')
    .replace(/\[\\(?=\\*\/?\\*INST\])/gi, '[')
}
