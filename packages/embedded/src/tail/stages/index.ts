import { cri, docker } from './containers';
import { drop } from './drop';
import { json } from './json';
import { labelallow, labeldrop, labels, staticLabels, structuredMetadata } from './labels';
import { logfmt } from './logfmt';
import { match } from './match';
import { multiline } from './multiline';
import { output } from './output';
import { pack } from './pack';
import { regex } from './regex';
import { replace } from './replace';
import type { StageType } from './stage-shape';
import { template } from './template';
import { tenant } from './tenant';
import { timestamp } from './timestamp';
import { decolorize, limit, sampling } from './volume';

/** The stages that this runtime checks and, where it can, runs. */
export const STAGE_TYPES: Readonly<Record<string, StageType>> = {
  cri,
  decolorize,
  docker,
  drop,
  json,
  labelallow,
  labeldrop,
  labels,
  limit,
  logfmt,
  match,
  multiline,
  output,
  pack,
  regex,
  replace,
  sampling,
  static_labels: staticLabels,
  structured_metadata: structuredMetadata,
  template,
  tenant,
  timestamp,
};

/** Stages of Promtail that are named as not supported at load. */
export const OTHER_STAGES: readonly string[] = ['eventlogmessage', 'geoip', 'metrics'];
