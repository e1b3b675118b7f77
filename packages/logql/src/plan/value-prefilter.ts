import type { LineStage } from '../pipeline/line-stage';
import type { LabelFilter, Stage } from '../syntax/ast';

/**
 * A cheap test that may stand before `| json | level="error"`: a label can only get this value from a line that has its
 * text, or an escape that could spell it. Undefined when the stages, which begin with a parser, have no such filter.
 */
export function valuePrefilter(stages: readonly Stage[]): LineStage | undefined {
  const [parser, ...rest] = stages;
  if ((parser?.kind !== 'json' && parser?.kind !== 'logfmt') || parser.extractions.length > 0) return undefined;
  const other = rest.findIndex(({ kind }) => kind !== 'labelFilter');
  const filters = other < 0 ? rest : rest.slice(0, other);
  const wanted = filters.flatMap((stage) => (stage.kind === 'labelFilter' ? wantedValues(stage.filter) : []));
  if (wanted.length === 0) return undefined;
  return (line, labels) =>
    wanted.every(({ name, value }) => line.includes(value) || labels.get(name) !== undefined || line.includes('\\'))
      ? line
      : undefined;
}

/** The labels that a filter wants to have one value: not empty, as a missing label would do, and without what parsers change. */
function wantedValues(filter: LabelFilter): readonly { readonly name: string; readonly value: string }[] {
  if (filter.kind === 'and') return [...wantedValues(filter.left), ...wantedValues(filter.right)];
  if (filter.kind !== 'matcher') return [];
  const { name, operator, value } = filter.matcher;
  const plain = operator === '=' && value !== '' && !/[\s\ufffd]/.test(value);
  return plain && !name.startsWith('__') ? [{ name, value }] : [];
}
