import { fail } from '../errors';
import { SHELF_UNITS } from './stock';

/** Throws `shelf_full` when so many units more have no room. */
export function checkRoom(level: number, quantity: number): void {
  const room = SHELF_UNITS - level;
  if (quantity <= room) return;
  throw fail('shelf_full', {
    message: `quantity: expected at most ${Math.max(room, 0)}, got ${quantity}`,
    field: 'quantity',
  });
}
