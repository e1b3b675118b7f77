/** Whether a text is a file of `promtool test rules`: case files of this tool have neither key. */
export function isRuleTestFile(text: string | Uint8Array): boolean {
  return /^["']?(?:rule_files|tests)["']?\s*:/m.test(textOf(text));
}

/** Whether a text is a rule file of Prometheus or of Loki's ruler: groups of rules with `expr`, nothing of Grafana's. */
export function isRulerFile(text: string | Uint8Array): boolean {
  const content = textOf(text);
  const hasRules = /^\s*-?\s*(?:alert|record)\s*:/m.test(content) && /^\s*-?\s*expr\s*:/m.test(content);
  return /^groups\s*:/m.test(content) && hasRules && !/^(?:apiVersion|\s*-?\s*(?:data|condition))\s*:/m.test(content);
}

export function textOf(text: string | Uint8Array): string {
  return typeof text === 'string' ? text : new TextDecoder().decode(text);
}
