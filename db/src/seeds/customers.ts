/** Customers of the demo; each logs in with `DEMO_PASSWORD`. */
export const SEED_CUSTOMERS: readonly { readonly email: string; readonly name: string }[] = [
  { email: 'ada@example.com', name: 'Ada Okafor' },
  { email: 'bela@example.com', name: 'Béla Kovács' },
  { email: 'chiyo@example.com', name: 'Chiyo Tanaka' },
  { email: 'dmitri@example.com', name: 'Dmitri Sokolov' },
  { email: 'esther@example.com', name: "Esther O'Neill" },
  { email: 'farid@example.com', name: 'Farid Haddad' },
];

export const DEMO_PASSWORD = 'correct horse battery';
