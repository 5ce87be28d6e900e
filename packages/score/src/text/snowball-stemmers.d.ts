declare module 'snowball-stemmers' {
  interface Stemmer {
    stem(word: string): string
  }
  const snowball: { newStemmer(algorithm: 'english' | 'french' | 'russian'): Stemmer }
  export default snowball
}
