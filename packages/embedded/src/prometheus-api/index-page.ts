import type { Scraper } from '../scrape/scraper';

const LINKS = [
  ['/api/v1/targets', 'targets'],
  ['/api/v1/query?query=up', 'query: up'],
  ['/api/v1/label/__name__/values', 'metric names'],
  ['/api/v1/metadata', 'metadata'],
  ['/api/v1/status/config', 'configuration'],
  ['/-/healthy', 'health'],
];

/** A small page for a browser: what this is, the targets and some links. */
export function indexPage(scraper: Scraper): string {
  const rows = scraper.targets().active.map(({ target, last }) => {
    const state = last === undefined ? 'not yet scraped' : (last.error ?? 'up');
    return `<tr><td>${escapeHtml(target.job.name)}</td><td>${escapeHtml(target.url)}</td><td>${escapeHtml(state)}</td></tr>`;
  });
  const links = LINKS.map(([path = '', name = '']) => `<li><a href="${escapeHtml(path)}">${escapeHtml(name)}</a></li>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Firedrill: Prometheus API</title>
<h1>Prometheus API</h1><p>Firedrill's embedded runtime answers here as Prometheus would.</p>
<ul>${links.join('')}</ul><table><tr><th>job</th><th>target</th><th>state</th></tr>${rows.join('')}</table></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
