/** The first time after `afterMs` that lies at a fixed offset within the interval; what is named alike keeps its offset. */
export function nextAtOffset(name: string, intervalMs: number, afterMs: number): number {
  const offset = hashText(name) % intervalMs;
  const cycles = Math.floor((afterMs - offset) / intervalMs) + 1;
  return cycles * intervalMs + offset;
}

/** FNV-1a, 32 bits: spreads names over the interval, the same way at each start. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
