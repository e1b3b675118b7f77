/** Go's strings.ToUpper: character by character, so `ß` has no other form. */
export function upperCase(text: string): string {
  return Array.from(text).map(upperCharacter).join('');
}

/** Go's strings.Title: letters after anything that is no letter, digit or underscore. */
export function titleCase(text: string): string {
  return text.replace(
    /(^|[^\p{L}\p{N}_])(\p{L})/gu,
    (_whole, before: string, letter: string) => before + upperCharacter(letter),
  );
}

/** The host of `host:port`; text of any other form as it is. */
export function stripPort(text: string): string {
  return /^\[(.*)\]:[^:[\]]*$/.exec(text)?.[1] ?? /^([^:[\]]*):[^:[\]]*$/.exec(text)?.[1] ?? text;
}

/** The first name of a host with a domain, its port kept; addresses as they are. */
export function stripDomain(text: string): string {
  const host = stripPort(text);
  if (/^[\d.]+$/.test(host) || host.includes(':')) return text;
  const port = host === text ? '' : text.slice(text.lastIndexOf(':'));
  return (host.split('.')[0] ?? '') + port;
}

function upperCharacter(character: string): string {
  const upper = character.toUpperCase();
  return Array.from(upper).length === 1 ? upper : character;
}
