import { createTerminal, type Terminal } from '../src/terminal/terminal';

/** A terminal whose output a test reads. */
export function capturedTerminal({ isTTY = false, columns = 200, environment = {} } = {}): Terminal & {
  output(): string;
  errors(): string;
} {
  let output = '';
  let errors = '';
  const terminal = createTerminal(
    { isTTY, columns, write: (text: string) => (output += text) },
    { write: (text: string) => (errors += text) },
    environment,
  );
  return { ...terminal, output: () => output, errors: () => errors };
}
