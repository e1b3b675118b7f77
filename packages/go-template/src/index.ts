export { parseTemplate } from './parse-template';
export type { ParseResult } from './parse-template';
export { renderTemplate } from './render';
export type { RenderOptions, RenderResult } from './render';
export type { Template } from './syntax';

export { goFunction, goNamespace } from './go-function';
export type { GoFunction, GoFunctions, GoParameter } from './go-function';

export { GoMap, GoStruct, goTypeName, isTrue, withMethods } from './value';
export type { GoMethods, GoValue } from './value';

export { formatFloat } from './format-float';
export type { FloatVerb } from './format-float';
export { formatPlain, printValue } from './print';
export { sprintf } from './printf';

export { escapeQuery, PROMETHEUS_FUNCTIONS, TEMPLATE_SAMPLE } from './prometheus-functions/prometheus-functions';
export { matchesPattern } from './prometheus-functions/patterns';
