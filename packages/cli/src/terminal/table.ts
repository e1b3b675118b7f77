/** One cell: its text, and how it is painted without changing its width. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Columns as wide as their widest cell, two blanks apart; the last column is not padded. */
export function formatTable(rows: readonly (readonly (Cell | string)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [column, { text }] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, text.length);
  }
  return cells
    .map((row) =>
      row
        .map((cell, column) => formatCell(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function formatCell({ text, paint = (same) => same }: Cell, width: number): string {
  return `${paint(text)}${' '.repeat(width - text.length)}`;
}
