import { formatValue, parseNotedSeries } from '@firedrill/promql';
import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import type { GroupState } from '../evaluate-group';
import { querySamples, type RuleQuery, type RuleSample } from '../rule-query';
import type { AlertExpectation, ExpressionExpectation } from './test-file';

/** What differs between the firing alerts of a name and those that are expected. */
export function alertDifference(
  { evalTimeMs, alertname, alerts }: AlertExpectation,
  states: readonly GroupState[],
): readonly string[] {
  const expected = alerts.map(({ labels, annotations }) => describe({ ...labels, alertname }, annotations)).sort();
  const actual = states
    .flatMap(({ rules }) => rules)
    .filter(({ rule }) => rule.kind === 'alerting' && rule.name === alertname)
    .flatMap(({ alerts: found }) => [...found.values()])
    .filter(({ state }) => state === 'firing')
    .map(({ labels, annotations }) => describe(labels.toObject(), annotations))
    .sort();
  if (expected.join('\n') === actual.join('\n')) return [];
  return [`alert ${alertname} at ${evalTimeMs / 1000} s: ${comparison(expected, actual)}`];
}

function describe(labels: Readonly<Record<string, string>>, annotations: Readonly<Record<string, string>>): string {
  return `${text(labels)} ${text(annotations)}`;
}

/** An annotation without a text is there all the same when it is expected, as promtool compares. */
function text(texts: Readonly<Record<string, string>>): string {
  const parts = Object.keys(texts)
    .sort()
    .map((name) => `${name}=${JSON.stringify(texts[name])}`);
  return `{${parts.join(', ')}}`;
}

/** What differs between an expression's samples and those that are expected. */
export function expressionDifference(
  { expr, evalTimeMs, samples }: ExpressionExpectation,
  query: RuleQuery,
  fuzzy: boolean,
): readonly string[] {
  const place = `expression ${expr} at ${evalTimeMs / 1000} s: `;
  try {
    const expected = sorted(samples.map(({ labels, value }) => ({ labels: readLabels(labels), value })));
    const actual = sorted(querySamples(query, expr, 0));
    const isEqual =
      expected.length === actual.length &&
      expected.every(({ labels, value }, index) => {
        const other = actual[index];
        return other?.labels.key === labels.key && equalValues(value, other.value, fuzzy);
      });
    return isEqual ? [] : [place + comparison(expected.map(sampleText), actual.map(sampleText))];
  } catch (error) {
    if (error instanceof QueryError) return [place + error.message];
    throw error;
  }
}

function comparison(expected: readonly string[], actual: readonly string[]): string {
  const list = (items: readonly string[]): string => (items.length === 0 ? 'nothing' : items.join('; '));
  return `expected ${list(expected)}, got ${list(actual)}`;
}

function readLabels(text: string): Labels {
  return text.trim() === '' ? Labels.EMPTY : parseNotedSeries(text).labels;
}

function sampleText({ labels, value }: RuleSample): string {
  return `${text(labels.toObject())} ${formatValue(value)}`;
}

function sorted(samples: readonly RuleSample[]): readonly RuleSample[] {
  return [...samples].sort((left, right) => left.labels.compare(right.labels));
}

/** NaN equals nothing, as in promtool. */
function equalValues(expected: number, actual: number, fuzzy: boolean): boolean {
  if (expected === actual) return true;
  if (!fuzzy || Number.isNaN(expected) || Number.isNaN(actual)) return false;
  const bits = new BigInt64Array(new Float64Array([expected, actual]).buffer);
  const distance = (bits[0] ?? 0n) - (bits[1] ?? 0n);
  return distance >= -1n && distance <= 1n;
}
