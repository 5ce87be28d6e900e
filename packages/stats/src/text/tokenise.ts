/**
 * The tokens that WMT's scorers count, by mteval-v13a's rules: entities are resolved, punctuation and symbols stand alone, a full stop
 * or a comma stays within a number and a dash parts from a digit before it. Letter case stays. Time O(length).
 */
export function tokenise13a(text: string): string[] {
  const plain = text
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
  const parted = ` ${plain} `
    // All of ASCII's punctuation but the apostrophe, comma, dash and full stop.
    .replace(/[!-&(-+/:-@[-`{-~]/g, ' $& ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])-/g, '$1 - ')
  return parted.split(/\s+/).filter((token) => token !== '')
}

/** The words of a text in lower case: runs of letters, marks and digits of any script. For English as Google's rouge_score without stemmer. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}
