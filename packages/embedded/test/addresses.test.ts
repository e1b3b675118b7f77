import { addresses, PORTS } from '../src/addresses';
import { checkPorts } from '../src/port-check';
import { PortTakenError } from '../src/start-errors';
import { occupy } from './free-port';

test('an offset shifts every port', () => {
  const shifted = addresses({ portOffset: 100 });
  expect(shifted.url('grafana')).toBe('http://127.0.0.1:3100');
  expect(shifted.port('prometheus')).toBe(9190);
});

test.each([
  ['http://prometheus:9090', 'http://127.0.0.1:9100'],
  ['http://loki:3100/loki/api/v1/push', 'http://127.0.0.1:3110/loki/api/v1/push'],
  ['http://example.org:9090/x', 'http://example.org:9090/x'],
])('the URL %s becomes %s with an offset of 10', (url, local) => {
  expect(addresses({ portOffset: 10 }).localUrl(url)).toBe(local);
});

test.each([
  ['api:8080', '127.0.0.1:8080'],
  ['postgres:5432', '127.0.0.1:5432'],
  ['api:9999', 'api:9999'],
  ['toString:8080', 'toString:8080'],
])('the target %s becomes %s', (target, local) => {
  expect(addresses().localTarget(target)).toBe(local);
});

test.each([[-1], [1.5], [Number.NaN], [60_000]])('the offset %p is refused', (portOffset) => {
  expect(() => addresses({ portOffset })).toThrow('the port offset is an integer from 0 to 56445');
});

test('every taken port is named together with what to do, but for those that are not needed', async () => {
  const local = addresses({ portOffset: 17_000 });
  const parts = Object.keys(PORTS) as (keyof typeof PORTS)[];
  // The others may be taken by a test that runs beside this one.
  const others = parts.filter((part) => !['loki', 'payment'].includes(part));
  const occupants = [await occupy(local.port('loki')), await occupy(local.port('payment'))];
  try {
    await expect(checkPorts(local, others)).rejects.toThrow(PortTakenError);
    await expect(checkPorts(local, others)).rejects.toThrow(
      /^Port 20100 \(loki\), 25082 \(payment\) are taken .*--port-offset/,
    );
    await expect(checkPorts(local, parts)).resolves.toBeUndefined();
  } finally {
    for (const occupant of occupants) occupant.close();
  }
});
