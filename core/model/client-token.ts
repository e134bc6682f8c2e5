/**
 * A client token: 26 ASCII characters that depend only on the text, for calls that AWS makes idempotent by such a
 * token. It only has to differ when the text does, so two 64-bit FNV-1a hashes (of the text and of its reverse) are
 * enough.
 */
export function clientToken(text: string): string {
  const sums = [text, Array.from(text).reverse().join('')].map(fnv1a);
  return sums.map((sum) => sum.toString(36).padStart(13, '0')).join('');
}

function fnv1a(text: string): bigint {
  let sum = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1)
    sum = ((sum ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n) & 0xffffffffffffffffn;
  return sum;
}
