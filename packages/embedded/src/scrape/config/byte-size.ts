const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  K: 1024,
  KB: 1024,
  KiB: 1024,
  M: 1024 ** 2,
  MB: 1024 ** 2,
  MiB: 1024 ** 2,
  G: 1024 ** 3,
  GB: 1024 ** 3,
  GiB: 1024 ** 3,
  T: 1024 ** 4,
  TB: 1024 ** 4,
  TiB: 1024 ** 4,
  P: 1024 ** 5,
  PB: 1024 ** 5,
  PiB: 1024 ** 5,
  E: 1024 ** 6,
  EB: 1024 ** 6,
  EiB: 1024 ** 6,
};

/** Bytes of a size such as `10MB` (1024-based, as Prometheus and Promtail read it); undefined when it is none. */
export function parseByteSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?)([A-Za-z]*)$/.exec(text);
  const factor = match === null ? undefined : FACTORS[match[2] ?? ''];
  return match === null || factor === undefined ? undefined : Math.floor(Number(match[1]) * factor);
}
