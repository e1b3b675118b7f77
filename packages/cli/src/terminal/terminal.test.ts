import { capturedTerminal } from '../../test/captured-terminal';

test.each([
  { name: 'on a terminal', options: { isTTY: true }, expected: '\u001b[31mFiring\u001b[0m' },
  { name: 'with NO_COLOR', options: { isTTY: true, environment: { NO_COLOR: '1' } }, expected: 'Firing' },
  { name: 'in a pipe', options: {}, expected: 'Firing' },
])('paints $name as expected', ({ options, expected }) => {
  expect(capturedTerminal(options).paint('red', 'Firing')).toBe(expected);
});

test('redraws in place where somebody looks', () => {
  const terminal = capturedTerminal({ isTTY: true });
  terminal.redraw('one\ntwo');
  terminal.redraw('three');
  expect(terminal.output()).toBe('one\ntwo\n\u001b[2A\u001b[Jthree\n');
});

test('prints below what was drawn when nobody looks', () => {
  const terminal = capturedTerminal();
  terminal.redraw('one');
  terminal.redraw('two');
  expect(terminal.output()).toBe('one\ntwo\n');
});

test('a line that wraps is redrawn from its first row', () => {
  const terminal = capturedTerminal({ isTTY: true, columns: 10 });
  terminal.redraw('0123456789abc');
  terminal.redraw('x');
  expect(terminal.output()).toBe('0123456789abc\n\u001b[2A\u001b[Jx\n');
});
