import { readConfigFile } from '@firedrill/config-file';
import { createPipeline } from './pipeline';

interface Written {
  readonly line: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly time?: bigint;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What comes out for lines that go in one after the other, held-back lines at the end. */
function run(stages: readonly unknown[], lines: readonly string[]): Written[] {
  const root = readConfigFile('stages.yml', JSON.stringify(stages), []);
  const pipeline = createPipeline(root, () => 0);
  const out: Written[] = [];
  const emit = (entry: Parameters<Parameters<typeof pipeline.process>[1]>[0]): void => {
    const { line, labels, timestampNs, metadata } = entry;
    out.push({
      line,
      ...(labels.size > 1 && { labels: Object.fromEntries([...labels].filter(([name]) => name !== 'job')) }),
      ...(timestampNs !== 0n && { time: timestampNs }),
      ...(metadata.size > 0 && { metadata: Object.fromEntries(metadata) }),
    });
  };
  for (const line of lines) {
    const labels = { job: 't' };
    pipeline.process(
      {
        line,
        timestampNs: 0n,
        labels: new Map(Object.entries(labels)),
        extracted: new Map(Object.entries(labels)),
        metadata: new Map(),
      },
      emit,
    );
  }
  pipeline.flush?.(0, true, emit);
  return out;
}

const json = (expressions: Readonly<Record<string, string>>): unknown => ({ json: { expressions } });

test.each([
  {
    name: 'pino lines get labels, metadata and their own time',
    stages: [
      json({ level: '', time: '', id: 'req.id' }),
      { labels: { level: null } },
      { structured_metadata: { id: null } },
      { timestamp: { source: 'time', format: 'UnixMs' } },
    ],
    lines: ['{"level":"info","time":1700000000123,"req":{"id":"r1"}}', 'no json'],
    expected: [
      {
        line: '{"level":"info","time":1700000000123,"req":{"id":"r1"}}',
        labels: { level: 'info' },
        time: 1_700_000_000_123_000_000n,
        metadata: { id: 'r1' },
      },
      { line: 'no json' },
    ],
  },
  {
    name: 'a time that cannot be read is the last one and a nanosecond',
    stages: [json({ t: '' }), { timestamp: { source: 't', format: 'RFC3339Nano' } }],
    lines: ['{"t":"2026-11-20T12:00:00.5+02:00"}', '{"t":"soon"}'],
    expected: [
      { line: '{"t":"2026-11-20T12:00:00.5+02:00"}', time: 1_795_168_800_500_000_000n },
      { line: '{"t":"soon"}', time: 1_795_168_800_500_000_001n },
    ],
  },
  {
    name: 'numbers become labels without an exponent',
    stages: [json({ n: '', e: '' }), { labels: { n: null, e: null } }, { output: { source: 'n' } }],
    lines: ['{"n":1.50,"e":1e21}'],
    expected: [{ line: '1.5', labels: { n: '1.5', e: '1000000000000000000000' } }],
  },
  {
    name: 'match runs its stages for what its selector accepts',
    stages: [
      { match: { selector: '{job="t"} |= "b"', stages: [{ static_labels: { hit: 'yes' } }] } },
      { match: { selector: '{job="t"} |~ "^c"', action: 'drop' } },
    ],
    lines: ['a', 'b', 'c'],
    expected: [{ line: 'a' }, { line: 'b', labels: { hit: 'yes' } }],
  },
  {
    name: 'drop needs all its conditions',
    stages: [{ drop: { longer_than: '2', expression: 'x' } }],
    lines: ['x', 'xxx', 'aaa'],
    expected: [{ line: 'x' }, { line: 'aaa' }],
  },
  {
    name: 'multiline joins what follows a first line',
    stages: [{ multiline: { firstline: '^\\[', max_lines: 3 } }],
    lines: ['lone', '[1', 'a', '[2', 'b', 'c', 'd'],
    expected: [{ line: 'lone' }, { line: '[1\na' }, { line: '[2\nb\nc' }, { line: 'd' }],
  },
  {
    name: 'regex, template and output',
    stages: [
      { regex: { expression: '^(?P<lvl>\\w+) (?P<msg>.*)$' } },
      { template: { source: 'out', template: '{{ .lvl | ToUpper }}: {{ .msg }}' } },
      { output: { source: 'out' } },
    ],
    lines: ['warn low stock'],
    expected: [{ line: 'WARN: low stock' }],
  },
  {
    name: 'replace puts a template in place of each group',
    stages: [{ replace: { expression: 'card=(\\d+)', replace: '****{{ .Value | trunc -2 }}' } }],
    lines: ['card=1234 card=5678'],
    expected: [{ line: 'card=****34 card=****78' }],
  },
  {
    name: 'logfmt takes values, a broken line gives none',
    stages: [{ logfmt: { mapping: { lvl: 'level', msg: '' } } }, { labels: { lvl: null, msg: null } }],
    lines: ['bare level=info msg="a \\"b\\""', 'level="open'],
    expected: [
      { line: 'bare level=info msg="a \\"b\\""', labels: { lvl: 'info', msg: 'a "b"' } },
      { line: 'level="open' },
    ],
  },
  {
    name: 'cri joins the parts of a line',
    stages: [{ cri: {} }, { labeldrop: ['stream'] }],
    lines: ['2026-11-20T10:00:00Z stdout P one ', '2026-11-20T10:00:01Z stdout F two'],
    expected: [{ line: 'one two', time: 1_795_168_801_000_000_000n }],
  },
  {
    name: 'pack',
    stages: [{ pack: { labels: ['job'], ingest_timestamp: false } }],
    lines: ['<x>'],
    expected: [{ line: '{"job":"t","_entry":"\\u003cx\\u003e"}' }],
  },
  {
    name: 'decolorize',
    stages: [{ decolorize: null }],
    lines: ['\u001b[31mred\u001b[0m'],
    expected: [{ line: 'red' }],
  },
  {
    name: 'sampling keeps an even share',
    stages: [{ sampling: { rate: 0.5 } }],
    lines: ['1', '2', '3', '4'],
    expected: [{ line: '2' }, { line: '4' }],
  },
])('$name', ({ stages, lines, expected }) => {
  expect(run(stages, lines)).toEqual(expected);
});
