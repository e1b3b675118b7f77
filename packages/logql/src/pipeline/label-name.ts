/** A parsed key as a label name: trimmed, every other character an underscore, one before a leading digit. */
export function labelName(key: string): string {
  if (CLEAN.test(key)) return key;
  const cleaned = cleanPart(key);
  return /^[0-9]/.test(cleaned) ? `_${cleaned}` : cleaned;
}

/** The label name of nested keys, joined by underscores; blank ones are left out. */
export function nestedLabelName(path: readonly string[]): string {
  return labelName(
    path
      .map(cleanPart)
      .filter((part) => part !== '')
      .join('_'),
  );
}

const CLEAN = /^[A-Za-z_][A-Za-z0-9_]*$/;

function cleanPart(key: string): string {
  return key.trim().replace(/[^A-Za-z0-9_]/gu, '_');
}
