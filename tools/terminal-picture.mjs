// Draws what a command printed, colours included, as an SVG:
//   script -qc 'npx firedrill run payment-outage' /dev/null | node tools/terminal-picture.mjs '$ npx firedrill run payment-outage' > docs/payment-outage.svg
import { readFileSync } from 'node:fs';

const COLOURS = {
  1: '#ffffff',
  2: '#8b949e',
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
};
const [prompt] = process.argv.slice(2);
const text = readFileSync(0, 'utf8').replaceAll('\r', '').trimEnd();
const lines = [...(prompt === undefined ? [] : [`\u001b[1m${prompt}\u001b[0m`]), ...text.split('\n')];

const escape = (part) =>
  part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0');

const spans = (line) => {
  let colour = '#c9d1d9';
  return line
    .split(/\u001b\[(\d+)m/)
    .map((part, index) => {
      if (index % 2 === 1) colour = COLOURS[part] ?? '#c9d1d9';
      return index % 2 === 1 || part === '' ? '' : `<tspan fill="${colour}">${escape(part)}</tspan>`;
    })
    .join('');
};

const width = Math.max(...lines.map((line) => line.replace(/\u001b\[\d+m/g, '').length)) * 8.4 + 32;
const height = lines.length * 20 + 32;
const rows = lines.map((line, index) => `<text x="16" y="${index * 20 + 30}">${spans(line)}</text>`).join('\n');
process.stdout
  .write(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows}
</svg>
`);
