import type { ConfigNode } from '@firedrill/config-file';
import { simpleStage } from '../pipeline-entry';
import { extractedText } from './extracted-text';
import { checkText, checkTextMap, namePairs, type StageType } from './stage-shape';

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** `labels`: makes extracted values labels. */
export const labels: StageType = {
  check(node) {
    checkTextMap(node);
    checkLabelNames(node);
  },
  create(node) {
    const pairs = namePairs(node);
    return simpleStage(({ extracted, labels: set }) => {
      for (const [name, source] of pairs) {
        const value = extractedText(extracted.get(source));
        if (value !== undefined) set.set(name, value);
      }
    });
  },
};

/** `static_labels`: labels with fixed values. */
export const staticLabels: StageType = {
  check(node) {
    checkTextMap(node);
    checkLabelNames(node);
  },
  create(node) {
    const pairs = node
      .entries()
      .flatMap(([name, value]) =>
        value.kind === 'null' || value.source === '' ? [] : [[name, value.source ?? ''] as const],
      );
    return simpleStage(({ labels: set }) => {
      for (const [name, value] of pairs) set.set(name, value);
    });
  },
};

/** `labeldrop`: takes labels away. */
export const labeldrop: StageType = {
  check: checkNames,
  create(node) {
    const names = node.items().map((item) => item.source ?? '');
    return simpleStage(({ labels: set }) => {
      for (const name of names) set.delete(name);
    });
  },
};

/** `labelallow`: takes all labels away but these. */
export const labelallow: StageType = {
  check: checkNames,
  create(node) {
    const kept = new Set(node.items().map((item) => item.source ?? ''));
    return simpleStage(({ labels: set }) => {
      for (const name of [...set.keys()]) if (!kept.has(name)) set.delete(name);
    });
  },
};

/** `structured_metadata`: moves labels or copies extracted values to the entry's metadata. */
export const structuredMetadata: StageType = {
  check: checkTextMap,
  create(node) {
    const pairs = namePairs(node);
    return simpleStage(({ extracted, labels: set, metadata }) => {
      for (const [name, source] of pairs) {
        const value = extractedText(extracted.get(source)) ?? set.get(source);
        if (value === undefined) continue;
        metadata.set(name, value);
        set.delete(source);
      }
    });
  },
};

function checkLabelNames(node: ConfigNode): void {
  for (const [name, value] of node.entries()) {
    if (!LABEL_NAME.test(name))
      value.report('error', `expected a label name of letters, digits and _, got ${JSON.stringify(name)}`);
  }
}

function checkNames(node: ConfigNode): void {
  if (node.kind === 'null') {
    node.report('error', 'expected a list of label names');
    return;
  }
  if (!node.expect('list')) return;
  if (node.items().length === 0) node.report('error', 'expected at least one label name');
  for (const item of node.items()) checkText(item);
}
