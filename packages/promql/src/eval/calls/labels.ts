import { QueryError } from '@firedrill/query-core';
import type { Labels } from '@firedrill/timeseries';
import { RE2JS } from 're2js';
import { assertDistinct, type Sample } from '../sample';
import type { Call, Implementation } from './call';

export const labelReplace: Implementation = (call) => {
  const [target, replacement, source] = [call.string(1), call.string(2), call.string(3)];
  const expression = compile(call);
  assertLabelName(call, 1, target);
  return relabel(call, target, ({ labels }) => {
    const matcher = expression.matcher(labels.get(source));
    if (!matcher.matches()) return undefined;
    return expand(replacement, expression.namedGroups(), (group) =>
      group <= matcher.groupCount() ? (matcher.group(group) ?? '') : '',
    );
  });
};

export const labelJoin: Implementation = (call) => {
  const [target, separator] = [call.string(1), call.string(2)];
  const sources = call.expr.args.slice(3).map((_, index) => call.string(index + 3));
  assertLabelName(call, 1, target);
  for (const [index, name] of sources.entries()) assertLabelName(call, index + 3, name);
  return relabel(call, target, ({ labels }) => sources.map((name) => labels.get(name)).join(separator));
};

/** Any text but the empty one names a label; the replacement character stands for bytes that were not UTF-8. */
function assertLabelName(call: Call, index: number, name: string): void {
  if (name !== '' && !name.includes('\uFFFD')) return;
  throw new QueryError(
    'execution',
    `invalid label name ${JSON.stringify(name)} in ${call.expr.name}`,
    call.arg(index).span,
  );
}

/** Sets a label of each sample, '' deletes it and undefined leaves the sample as it is. */
function relabel(call: Call, target: string, valueOf: (sample: Sample) => string | undefined): readonly Sample[] {
  const result = call.vector(0).map((sample) => {
    const value = valueOf(sample);
    if (value === undefined) return sample;
    const dropName = sample.dropName && target !== '__name__';
    return { labels: setLabel(sample.labels, target, value), value: sample.value, dropName };
  });
  assertDistinct(result);
  return result;
}

function setLabel(labels: Labels, name: string, value: string): Labels {
  if (labels.get(name) === value) return labels;
  return value === '' ? labels.drop([name]) : labels.with(name, value);
}

function compile(call: Call): RE2JS {
  const text = call.string(4);
  try {
    return RE2JS.compile(text, RE2JS.DOTALL);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new QueryError('execution', `invalid regular expression: ${reason}`, call.arg(4).span);
  }
}

const REFERENCE = /\$(?:\$|(\w+)|\{(\w+)\})/g;

/** Go's expansion: `$1`, `${1}`, `$name`, `$$`; the longest name counts, so `$1x` is the group named 1x, which is empty. */
function expand(template: string, named: Readonly<Record<string, number>>, group: (index: number) => string): string {
  return template.replace(REFERENCE, (_, bare: string | undefined, braced: string | undefined) => {
    const name = bare ?? braced;
    if (name === undefined) return '$';
    if (/^\d+$/.test(name)) return group(Number(name));
    const index = Object.hasOwn(named, name) ? named[name] : undefined;
    return index === undefined ? '' : group(index);
  });
}
