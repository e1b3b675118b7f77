import { Labels } from '@firedrill/timeseries';
import type { ScrapeJob } from './config/scrape-job';
import { ExpositionError } from './exposition-reader';
import { relabel, type LabelMap } from './relabel';
import type { WrittenLabels } from './series-text';

const LEGACY_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LEGACY_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * The labels under which a written series is stored: the target's labels added, clashes renamed to `exported_…` (or
 * kept, with honor_labels), metric relabelling applied. Undefined when relabelling drops the series. Throws
 * ExpositionError for what fails the scrape.
 */
export function storedLabels(written: WrittenLabels, target: Labels, job: ScrapeJob): Labels | undefined {
  const labels = job.honorLabels ? withHonoredLabels(written, target) : withTargetLabels(written, target);
  if (!relabel(labels, job.metricRelabelRules)) return undefined;
  const name = labels.get('__name__') ?? '';
  if (name === '') throw new ExpositionError('missing metric name (__name__ label)');
  if (job.legacyNames) checkLegacyNames(labels, name);
  checkLimits(labels, name, job);
  return Labels.of(Object.fromEntries(labels));
}

/** Throws when a label is written twice. */
export function checkDuplicates(written: WrittenLabels): void {
  const seen = new Set<string>();
  for (const [name, value] of written) {
    if (value === '') continue;
    if (seen.has(name)) throw new ExpositionError(`label name ${JSON.stringify(name)} is not unique: invalid sample`);
    seen.add(name);
  }
}

function withHonoredLabels(written: WrittenLabels, target: Labels): LabelMap {
  const labels: LabelMap = new Map(written);
  for (const [name, value] of target) if (!labels.has(name)) labels.set(name, value);
  for (const [name, value] of [...labels]) if (value === '') labels.delete(name);
  return labels;
}

function withTargetLabels(written: WrittenLabels, target: Labels): LabelMap {
  const labels: LabelMap = new Map(written.filter(([, value]) => value !== ''));
  const clashing: [string, string][] = [];
  for (const [name, value] of target) {
    const existing = labels.get(name);
    if (existing !== undefined) clashing.push([name, existing]);
    labels.set(name, value);
  }
  clashing.sort(([left], [right]) => left.length - right.length);
  for (const [name, value] of clashing) {
    let free = `exported_${name}`;
    while (labels.has(free)) free = `exported_${free}`;
    labels.set(free, value);
  }
  return labels;
}

function checkLegacyNames(labels: LabelMap, name: string): void {
  if (LEGACY_NAME.test(name) && [...labels.keys()].every((label) => LEGACY_LABEL.test(label))) return;
  throw new ExpositionError(`invalid metric name or label names: ${JSON.stringify(Object.fromEntries(labels))}`);
}

function checkLimits(labels: LabelMap, name: string, job: ScrapeJob): void {
  if (job.labelLimit > 0 && labels.size > job.labelLimit) {
    throw new ExpositionError(
      `label_limit exceeded (metric: ${name}, number of labels: ${labels.size}, limit: ${job.labelLimit})`,
    );
  }
  if (job.labelNameLengthLimit === 0 && job.labelValueLengthLimit === 0) return;
  for (const [label, value] of labels) {
    checkLength('label_name_length_limit', name, label, Buffer.byteLength(label), job.labelNameLengthLimit);
    checkLength('label_value_length_limit', name, label, Buffer.byteLength(value), job.labelValueLengthLimit);
  }
}

function checkLength(limitName: string, metric: string, label: string, length: number, limit: number): void {
  if (limit === 0 || length <= limit) return;
  throw new ExpositionError(
    `${limitName} exceeded (metric: ${metric}, label name: ${label}, length: ${length}, limit: ${limit})`,
  );
}
