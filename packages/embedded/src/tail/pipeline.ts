import { nearestName, type ConfigNode } from '@firedrill/config-file';
import type { Emit, Stage } from './pipeline-entry';
import { OTHER_STAGES, STAGE_TYPES } from './stages/index';
import type { StageContext } from './stages/stage-shape';

/** Checks `pipeline_stages`: each item a map of one known stage. */
export function checkPipeline(node: ConfigNode | undefined): void {
  if (node === undefined || node.kind === 'null' || !node.expect('list')) return;
  for (const item of node.items()) checkItem(item);
}

function checkItem(item: ConfigNode): void {
  if (!item.expect('map')) return;
  const entries = item.entries();
  if (entries.length > 1) item.report('error', 'a pipeline stage has one key');
  const [name, config] = entries[0] ?? [];
  if (name === undefined || config === undefined) return;
  const type = STAGE_TYPES[name];
  if (type !== undefined)
    type.check(
      config,
      contextOf(() => 0),
    );
  else if (OTHER_STAGES.includes(name))
    config.report('unsupported', `stage ${name} is not supported by the embedded runtime`);
  else reportUnknown(config, name);
}

function reportUnknown(config: ConfigNode, name: string): void {
  const nearest = nearestName(name, [...Object.keys(STAGE_TYPES), ...OTHER_STAGES]);
  config.report(
    'error',
    `unknown stage ${JSON.stringify(name)}${nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`}`,
  );
}

/** Makes a pipeline that `checkPipeline` has found good: its stages in a row. */
export function createPipeline(node: ConfigNode | undefined, now: () => number): Stage {
  const stages = (node?.items() ?? []).flatMap((item) => {
    const [name = '', config] = item.entries()[0] ?? [];
    const type = STAGE_TYPES[name];
    return type === undefined || config === undefined ? [] : [type.create(config, contextOf(now))];
  });
  return chain(stages);
}

function contextOf(now: () => number): StageContext {
  return { now, checkPipeline, createPipeline: (node) => createPipeline(node, now) };
}

function chain(stages: readonly Stage[]): Stage {
  const from = (index: number, emit: Emit): Emit => {
    const stage = stages[index];
    if (stage === undefined) return emit;
    const next = from(index + 1, emit);
    return (entry) => stage.process(entry, next);
  };
  // The caller passes the same function for every line, so the row of stages is linked once.
  let linked: { readonly to: Emit; readonly first: Emit } | undefined;
  return {
    process(entry, emit) {
      if (linked?.to !== emit) linked = { to: emit, first: from(0, emit) };
      linked.first(entry);
    },
    flush(nowMs, all, emit) {
      for (const [index, stage] of stages.entries()) stage.flush?.(nowMs, all, from(index + 1, emit));
    },
  };
}
