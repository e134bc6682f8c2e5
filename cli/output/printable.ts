/**
 * A text without control characters but line breaks. Names of files and what is in them may be somebody else's, who could
 * have a terminal show what is not so.
 */
export function printable(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, '\ufffd');
}
