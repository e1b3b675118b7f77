const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;

export type Colour = keyof typeof CODES;

/** Where a command writes; colours and redrawing only where somebody looks. */
export interface Terminal {
  readonly interactive: boolean;
  paint(colour: Colour, text: string): string;
  print(text: string): void;
  printError(text: string): void;
  /** Replaces what the last call drew; prints it below when nobody looks. */
  redraw(text: string): void;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Colours are off when NO_COLOR is set, or when the output is no terminal. */
export function createTerminal(
  stdout: Output,
  stderr: Output,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const interactive = stdout.isTTY === true && environment.TERM !== 'dumb';
  const coloured = interactive && (environment.NO_COLOR ?? '') === '';
  let drawnLines = 0;
  return {
    interactive,
    paint: (colour, text) => (coloured ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text),
    print: (text) => {
      drawnLines = 0;
      stdout.write(`${text}\n`);
    },
    printError: (text) => {
      drawnLines = 0;
      stderr.write(`${text}\n`);
    },
    redraw: (text) => {
      const back = interactive && drawnLines > 0 ? `\u001b[${drawnLines}A\u001b[J` : '';
      stdout.write(`${back}${text}\n`);
      drawnLines = heightOf(text, stdout.columns ?? Infinity);
    },
  };
}

/** The rows that a text takes where long lines wrap; colours take no room. */
function heightOf(text: string, columns: number): number {
  const visible = (line: string): number => line.replace(/\u001b\[\d+m/g, '').length;
  return text.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(visible(line) / columns)), 0);
}
