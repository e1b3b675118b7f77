/** The customers that the shop's seed makes, and the password that all of them have. */
export const DEMO_ADDRESSES: readonly string[] = ['ada', 'bela', 'chiyo', 'dmitri', 'esther', 'farid'].map(
  (name) => `${name}@example.com`,
);
export const DEMO_PASSWORD = 'correct horse battery';

/** What people who guess try first. */
export const GUESSED_PASSWORDS: readonly string[] = [
  '123456',
  'password',
  'qwerty123',
  'letmein',
  'firedrill',
  'iloveyou',
];
