import type { Fields } from './fields';

/** The uid of a rule or a receiver: at most 40 letters, digits, `-` and `_`. */
export function readUid(fields: Fields, missingCode: string): string {
  const uid = fields.text('uid')?.trim();
  if (uid === undefined) return '';
  if (uid === '') fields.error('uid', 'expected a uid, got nothing', missingCode);
  else if (!/^[a-zA-Z0-9_-]{1,40}$/.test(uid)) {
    fields.error('uid', `expected at most 40 letters, digits, - and _, got ${JSON.stringify(uid)}`, 'bad-uid');
  }
  return uid;
}
