import { continueTrace, formatTraceparent, randomHex } from './trace-context';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

test.each([
  ['00', '01', true],
  ['00', '00', false],
  ['01', '03', true],
])('version %s with flags %s is continued', (version, flags, sampled) => {
  const trace = continueTrace(`${version}-${TRACE_ID}-00f067aa0ba902b7-${flags}`);
  expect(trace).toEqual({ traceId: TRACE_ID, spanId: expect.stringMatching(/^[0-9a-f]{16}$/), sampled });
  expect(formatTraceparent(trace)).toBe(`00-${TRACE_ID}-${trace.spanId}-${sampled ? '01' : '00'}`);
});

test.each([
  undefined,
  '',
  'nonsense',
  `ff-${TRACE_ID}-00f067aa0ba902b7-01`,
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
  `00-${TRACE_ID.toUpperCase()}-00f067aa0ba902b7-01`,
  `00-${TRACE_ID}-00f067aa0ba902b7-01x`,
])('%s begins a new trace', (traceparent) => {
  const { traceId, sampled } = continueTrace(traceparent);
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  expect([traceId === TRACE_ID, sampled]).toEqual([false, true]);
});

test('random ids do not repeat when the block of random bytes is drawn anew', () => {
  const ids = Array.from({ length: 1_000 }, () => randomHex(16));
  expect(new Set(ids).size).toBe(1_000);
});
