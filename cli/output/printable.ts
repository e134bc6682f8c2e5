/**
 * The text without control characters other than line breaks. File names and contents may come from somebody else, who
 * could use control characters to make the terminal show something false.
 */
export function printable(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, '\ufffd');
}
