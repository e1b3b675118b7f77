const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let encoded = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second = 0, third = 0] = bytes.slice(index, index + 3);
    const bits = (first << 16) | (second << 8) | third;
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((bits >> shift) & 63));
    const missing = Math.max(0, index + 3 - bytes.length);
    encoded += letters.slice(0, 4 - missing).join('') + '='.repeat(missing);
  }
  return encoded;
}

/** The text, or what is wrong with it: templates print that in its place, as Loki's do. */
export function decodeBase64(encoded: string): string {
  const text = encoded.replace(/[\r\n]/g, '');
  const wrong = /[^A-Za-z0-9+/]/.exec(text.replace(/={1,2}$/, ''));
  if (wrong !== null || text.length % 4 !== 0)
    return `illegal base64 data at input byte ${wrong?.index ?? text.length}`;
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index += 4) {
    const quartet = Array.from(text.slice(index, index + 4)).map((letter) => Math.max(0, ALPHABET.indexOf(letter)));
    const bits = quartet.reduce((value, six) => (value << 6) | six, 0);
    bytes.push((bits >> 16) & 255, (bits >> 8) & 255, bits & 255);
  }
  const padding = /=*$/.exec(text)?.[0].length ?? 0;
  return new TextDecoder().decode(Uint8Array.from(bytes.slice(0, bytes.length - padding)));
}
