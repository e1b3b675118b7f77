/** Where `$` expressions take their values from; `readFile` answers undefined for a file that cannot be read. */
export interface ExpansionSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readFile?: (path: string) => string | undefined;
}

/** Thrown when `$__file{path}` names a file that cannot be read. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  readonly path: string;

  constructor(path: string) {
    super(`cannot read the file ${JSON.stringify(path)}`);
    this.path = path;
  }
}

const PROVIDER = /\$(|__\w+)\{([^}]+)\}/g;
/** `${NAME}`, an unterminated `${`, a one-character name of the shell, or `$NAME`; anything else keeps its dollar. */
const VARIABLE = /\$(?:\{([^}]*)\}|(\{)|([*#$@!?\-0-9])|(\w+))/g;

/**
 * Expands `$NAME`, `${NAME}`, `$__env{NAME}` and `$__file{path}` as Grafana's provisioning does: `$$` is a literal dollar,
 * an unset variable is empty, and what `$__env{…}` gives is expanded once more.
 */
export function expandText(text: string, sources: ExpansionSources): string {
  return text
    .split('$$')
    .map((piece) => expandVariables(expandProviders(piece, sources), sources))
    .join('$');
}

function expandProviders(text: string, { environment, readFile }: ExpansionSources): string {
  return text.replace(PROVIDER, (whole, provider: string, argument: string) => {
    switch (provider) {
      case '':
      case '__env':
        return environment[argument] ?? '';
      case '__file': {
        const content = readFile?.(argument);
        if (content === undefined) throw new UnreadableFileError(argument);
        return content.trim();
      }
      default:
        return whole;
    }
  });
}

function expandVariables(text: string, { environment }: ExpansionSources): string {
  return text.replace(VARIABLE, (_whole, braced?: string, _open?: string, special?: string, plain?: string) => {
    const name = braced ?? special ?? plain;
    return name === undefined ? '' : (environment[name] ?? '');
  });
}
