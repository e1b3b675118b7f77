import type { RuleGroupSource } from '../rule';
import { inventory } from './inventory';
import { payment } from './payment';

/** Every group of the pack, in the order of the built files. */
export const RULE_GROUPS: readonly RuleGroupSource[] = [payment, inventory];
