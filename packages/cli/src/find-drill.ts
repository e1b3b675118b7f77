import { nearestName } from '@firedrill/config-file';
import { DRILLS, type Drill } from '@firedrill/drills';
import { UsageError } from './exit-code';

/** The drill with this id; a UsageError with the nearest one otherwise. */
export function findDrill(id: string): Drill {
  const found = DRILLS.find((drill) => drill.id === id);
  if (found !== undefined) return found;
  const nearest = nearestName(
    id,
    DRILLS.map((drill) => drill.id),
  );
  const hint = nearest === undefined ? '`firedrill list` shows them all' : `did you mean ${nearest}?`;
  throw new UsageError(`there is no drill "${id}"; ${hint}`);
}
