import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AlertInstance, AlertRule, Capture, RuleState } from '@firedrill/grafana-alerting';
import { Labels } from '@firedrill/timeseries';
import type { AnnotationEntry } from './annotation-log';

/** What is kept of a rule between two runs. */
export interface SavedRule {
  readonly title: string;
  readonly fingerprint: string;
  readonly lastEvaluationMs: number | undefined;
  readonly state: RuleState;
}

export interface SavedStates {
  readonly rules: ReadonlyMap<string, SavedRule>;
  readonly annotations: readonly AnnotationEntry[];
}

const FORMAT = 1;

type LabelRecord = Readonly<Record<string, string>>;
interface SavedCapture extends Omit<Capture, 'labels' | 'value'> {
  readonly labels: LabelRecord;
  /** JSON has no NaN and no infinities: they are texts here. */
  readonly value: number | string | null;
}
interface SavedInstance extends Omit<AlertInstance, 'labels' | 'captures'> {
  readonly labels: LabelRecord;
  readonly captures: readonly SavedCapture[];
}
interface StateDocument {
  readonly format: number;
  readonly rules: readonly {
    readonly uid: string;
    /** Not in files of older versions. */
    readonly title?: string;
    readonly fingerprint: string;
    readonly lastEvaluationMs?: number;
    readonly instances: readonly (readonly [key: string, instance: SavedInstance])[];
  }[];
  readonly annotations: readonly AnnotationEntry[];
}

/** Writes the states beside the old file and swaps them in, so that a kill leaves one or the other. */
export function saveStates(file: string, { rules, annotations }: SavedStates): void {
  const document: StateDocument = {
    format: FORMAT,
    rules: [...rules].map(([uid, { title, fingerprint, lastEvaluationMs, state }]) => ({
      uid,
      title,
      fingerprint,
      ...(lastEvaluationMs !== undefined && { lastEvaluationMs }),
      instances: [...state.instances].map(([key, instance]) => [key, toSaved(instance)] as const),
    })),
    annotations,
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(document));
  renameSync(`${file}.new`, file);
}

/** Reads what was saved; nothing when there is no file, or none of this format. */
export function loadStates(file: string): SavedStates {
  const document = readDocument(file);
  if (document?.format !== FORMAT) return { rules: new Map(), annotations: [] };
  const rules = document.rules.map(({ uid, title = uid, fingerprint, lastEvaluationMs, instances }) => {
    const state = { instances: new Map(instances.map(([key, instance]) => [key, fromSaved(instance)] as const)) };
    return [uid, { title, fingerprint, lastEvaluationMs, state }] as const;
  });
  return { rules: new Map(rules), annotations: document.annotations };
}

/** What makes a rule another rule: a change of these drops its instances, as in Grafana. */
export function ruleFingerprint(rule: AlertRule): string {
  const identity = Object.entries(rule).filter(([key]) => !CHANGEABLE.has(key));
  return JSON.stringify(identity.sort(([left], [right]) => (left < right ? -1 : 1)));
}

const CHANGEABLE: ReadonlySet<string> = new Set<keyof AlertRule>([
  'annotations',
  'intervalMs',
  'group',
  'keepFiringForMs',
  'missingSeriesEvalsToResolve',
]);

function readDocument(file: string): StateDocument | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StateDocument;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function toSaved(instance: AlertInstance): SavedInstance {
  const captures = instance.captures.map((capture) => ({
    ...capture,
    labels: capture.labels.toObject(),
    value: capture.value === null || Number.isFinite(capture.value) ? capture.value : String(capture.value),
  }));
  return { ...instance, labels: instance.labels.toObject(), captures };
}

function fromSaved(saved: SavedInstance): AlertInstance {
  const captures = saved.captures.map((capture) => ({
    ...capture,
    labels: Labels.of(capture.labels),
    value: capture.value === null ? null : Number(capture.value),
  }));
  return { ...saved, labels: Labels.of(saved.labels), captures };
}
