import type { ConfigNode } from '@firedrill/config-file';
import { RE2JS, RE2JSSyntaxException } from 're2js';
import { checkText } from './stage-shape';

/** Reports a text that is missing or no RE2 expression. */
export function checkRegex(owner: ConfigNode, key: string): void {
  const node = owner.get(key);
  const expression = checkText(node) ?? '';
  if (expression === '') owner.report('error', `expected ${key}, a regular expression`);
  try {
    RE2JS.compile(expression);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    node?.report('error', `expected an RE2 expression, got ${JSON.stringify(expression)}: ${error.message}`);
  }
}
