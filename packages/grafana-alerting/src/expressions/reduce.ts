import { QueryError } from '@firedrill/query-core';
import { KIND_NAMES, type ExpressionValue } from './expression-value';
import { readReference, type ExpressionNode, type NodeSource } from './node';
import { isReducer, REDUCERS, reduceStrictly, type ReducerName } from './reducers';

/** What happens to null, NaN and infinite points: strict keeps them, `dropNN` drops, `replaceNN` replaces them. */
type Mode =
  | { readonly kind: 'strict' }
  | { readonly kind: 'dropNN' }
  | { readonly kind: 'replaceNN'; readonly replacement: number };

/** Reads a reduce node: series become numbers. */
export function parseReduce(source: NodeSource): ExpressionNode {
  const input = readReference(source, 'to reduce');
  const { reducer } = source.model;
  if (typeof reducer !== 'string') throw new QueryError('check', 'no reducer specified');
  const name = reducer.toLowerCase();
  if (!isReducer(name)) throw new QueryError('check', `reduction ${reducer} not implemented`);
  const mode = parseMode(source);
  return {
    refId: source.refId,
    inputs: [input],
    evaluate: (inputs) => (inputs.get(input) ?? []).flatMap((value) => reduceValue(value, name, mode)),
  };
}

function parseMode({ model, refId }: NodeSource): Mode {
  if (!('settings' in model)) return { kind: 'strict' };
  const { settings } = model;
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new QueryError(
      'check',
      `field settings must be an object, got ${settings === null ? '<nil>' : typeof settings} for refId ${refId}`,
    );
  }
  const { mode, replaceWithValue } = settings as Readonly<Record<string, unknown>>;
  if (!('mode' in settings) || mode === '') return { kind: 'strict' };
  if (mode === 'dropNN') return { kind: 'dropNN' };
  if (mode !== 'replaceNN') {
    throw new QueryError(
      'check',
      `reducer mode '${String(mode)}' is not supported. Supported only: [dropNN,replaceNN]`,
    );
  }
  if (!('replaceWithValue' in settings)) {
    throw new QueryError('check', "setting replaceWithValue must be specified when mode is 'replaceNN'");
  }
  if (typeof replaceWithValue !== 'number') {
    throw new QueryError('check', `setting replaceWithValue must be a number, got ${typeof replaceWithValue}`);
  }
  return { kind: 'replaceNN', replacement: replaceWithValue };
}

function reduceValue(value: ExpressionValue, name: ReducerName, mode: Mode): readonly ExpressionValue[] {
  switch (value.kind) {
    case 'series': {
      const points = value.points.map(([, point]) => point);
      return [{ kind: 'number', labels: value.labels, value: reducePoints(name, points, mode) }];
    }
    case 'number':
      if (mode.kind === 'strict' || isNumber(value.value)) return [value];
      return mode.kind === 'dropNN' ? [] : [{ ...value, value: mode.replacement }];
    case 'noData':
      return [value];
    case 'scalar':
      throw new QueryError('execution', `can only reduce type series, got type ${KIND_NAMES[value.kind]}`);
  }
}

function reducePoints(name: ReducerName, points: readonly (number | null)[], mode: Mode): number | null {
  switch (mode.kind) {
    case 'strict':
      return reduceStrictly(name, points);
    case 'dropNN': {
      const reduced = REDUCERS[name](points.filter(isNumber));
      return Number.isNaN(reduced) ? null : reduced;
    }
    case 'replaceNN': {
      const reduced = REDUCERS[name](points.map((point) => (isNumber(point) ? point : mode.replacement)));
      return Number.isNaN(reduced) ? mode.replacement : reduced;
    }
  }
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
