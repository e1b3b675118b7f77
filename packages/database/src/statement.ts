import type { Operation } from './database-tables';

/** What a statement does and to which table; the first one, when it names several. */
export interface Statement {
  readonly operation: Operation;
  /** `none` when the statement names no table. */
  readonly table: string;
}

const OPERATION_OF: Readonly<Record<string, Operation>> = {
  select: 'select',
  with: 'select',
  insert: 'insert',
  update: 'update',
  delete: 'delete',
  begin: 'transaction',
  commit: 'transaction',
  rollback: 'transaction',
  savepoint: 'transaction',
  release: 'transaction',
};

const TABLE = /\b(?:from|into|update|join)\s+(?:only\s+)?(?:"?\w+"?\.)?"?([a-z_]\w*)"?/i;

const known = new Map<string, Statement>();
const KNOWN_LIMIT = 500;

/** `/* update products *\/`: what a call of a function does, which its text does not show. */
const HINT = /^\s*\/\*\s*(insert|update|delete)\s+([a-z_]\w*)\s*\*\//i;

/**
 * Reads operation and table from the text of a statement, or from a hint that it begins with; texts are remembered,
 * since services send few of them.
 */
export function describeStatement(sql: string): Statement {
  const remembered = known.get(sql);
  if (remembered !== undefined) return remembered;
  const statement = readStatement(sql);
  if (known.size < KNOWN_LIMIT) known.set(sql, statement);
  return statement;
}

function readStatement(sql: string): Statement {
  const hint = HINT.exec(sql);
  const word = (hint?.[1] ?? /^\s*([a-z]+)/i.exec(sql)?.[1])?.toLowerCase() ?? '';
  const operation = OPERATION_OF[word] ?? 'other';
  if (operation === 'transaction') return { operation, table: 'none' };
  return { operation, table: (hint?.[2] ?? TABLE.exec(sql)?.[1])?.toLowerCase() ?? 'none' };
}
