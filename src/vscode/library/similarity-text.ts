/** `97 %`; rounded down, so that only what is the same has 100. @param similarity from 0 to 1 */
export function similarityText(similarity: number): string {
  return `${Math.floor(similarity * 100)} %`;
}
