import { QueryError, type Span } from '@firedrill/query-core';

/** A part of a pattern: text that must stand there, or a capture, `<_>` being one without a name. */
type Part =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'capture'; readonly name: string | undefined };

/** Captures of a pattern such as `<ip> - <user> [<_>]`; throws QueryError `check` for one that captures nothing. */
export function compileCapturePattern(
  text: string,
  span: Span,
): (line: string) => readonly (readonly [string, string])[] {
  const parts = readParts(text, span);
  const names = parts.flatMap((part) => (part.kind === 'capture' && part.name !== undefined ? [part.name] : []));
  if (names.length === 0) throw new QueryError('check', 'expected at least one named capture such as <name>', span);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new QueryError('check', `the capture <${twice}> is there twice`, span);
  return (line) => capture(parts, line);
}

/** Whether a whole line has the shape of the pattern, every `<_>` standing for at least one character. */
export function compilePatternTest(text: string, span: Span): (line: string) => boolean {
  const parts = readParts(text, span);
  const named = parts.find((part) => part.kind === 'capture' && part.name !== undefined);
  if (named !== undefined) throw new QueryError('check', 'a pattern filter takes no named captures, only <_>', span);
  return (line) => hasShape(parts, line);
}

function readParts(text: string, span: Span): readonly Part[] {
  const parts: Part[] = text
    .split(/(<[A-Za-z_][A-Za-z0-9_]*>)/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const name = /^<([A-Za-z_][A-Za-z0-9_]*)>$/.exec(piece)?.[1];
      if (name === undefined) return { kind: 'text', text: piece };
      return { kind: 'capture', name: name === '_' ? undefined : name };
    });
  if (parts.length === 0) throw new QueryError('check', 'expected a pattern, got an empty string', span);
  if (parts.some((part, index) => part.kind === 'capture' && parts[index - 1]?.kind === 'capture')) {
    throw new QueryError('check', 'two captures must have text between them', span);
  }
  return parts;
}

function capture(parts: readonly Part[], line: string): readonly (readonly [string, string])[] {
  const captured: (readonly [string, string])[] = [];
  let rest = line;
  if (line === '') return captured;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') {
      if (index > 0) continue;
      if (!rest.startsWith(part.text)) return captured;
      rest = rest.slice(part.text.length);
      continue;
    }
    const next = parts[index + 1];
    const end = next?.kind === 'text' ? rest.indexOf(next.text) : -1;
    if (part.name !== undefined) captured.push([part.name, end < 0 ? rest : rest.slice(0, end)]);
    if (end < 0 || next?.kind !== 'text') return captured;
    rest = rest.slice(end + next.text.length);
  }
  return captured;
}

function hasShape(parts: readonly Part[], line: string): boolean {
  if (line === '') return false;
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'capture') continue;
    const found = line.indexOf(part.text, at);
    if (found < 0 || (index === 0 ? found !== 0 : found === at)) return false;
    at = found + part.text.length;
  }
  return parts.at(-1)?.kind === 'capture' ? at < line.length : at === line.length;
}
