import { formatState } from '@firedrill/grafana-alerting';
import type { RuleStatus } from '../rule-scheduler/rule-runner';

const LINKS = [
  '/api/health',
  '/api/prometheus/grafana/api/v1/rules',
  '/api/prometheus/grafana/api/v1/alerts',
  '/api/annotations',
];

/** What a browser at port 3000 sees: the alert instances, and where the data are. */
export function indexPage(statuses: readonly RuleStatus[], version: string): string {
  const rows = statuses.flatMap(({ rule, state }) => {
    const instances = [...state.instances.values()];
    if (instances.length === 0) return [row(rule.title, '', 'not evaluated yet')];
    return instances.map((instance) => {
      const labels = [...instance.labels.drop(['alertname', 'grafana_folder'])].filter(
        ([name]) => !name.startsWith('__'),
      );
      return row(rule.title, labels.map(([name, value]) => `${name}=${value}`).join(', '), formatState(instance));
    });
  });
  const links = LINKS.map((path) => `<li><a href="${path}">${path}</a></li>`).join('');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Firedrill: alerting</title><meta http-equiv="refresh" content="10"></head>
<body>
<h1>Alert rules</h1>
<p>This is Firedrill's embedded evaluator. It answers as Grafana ${escapeHtml(version)} does on the paths below.</p>
<table border="1" cellpadding="4"><tr><th>Rule</th><th>Labels</th><th>State</th></tr>${rows.join('')}</table>
<ul>${links}</ul>
</body>
</html>
`;
}

function row(...cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
