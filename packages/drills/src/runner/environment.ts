import type { FaultRequest } from '@firedrill/faults';
import type { RuleGroup } from '@firedrill/grafana-client';
import type { DrillTraffic, ProcessName, ServiceName } from '../drill';

/** What a drill acts on and looks at: a running stack in either runtime, and a clock. */
export interface DrillEnvironment {
  injectFault(service: ServiceName, request: FaultRequest): Promise<void>;
  /** Ends every fault of the service; nothing happens when there is none. */
  clearFaults(service: ServiceName): Promise<void>;
  /** Stops a process until it is started again, or the time-to-live is over. */
  stopProcess(name: ProcessName, ttlSeconds: number): Promise<void>;
  startProcess(name: ProcessName): Promise<void>;
  setTraffic(traffic: DrillTraffic): Promise<void>;
  resetTraffic(): Promise<void>;
  /** Fills the product's stock up to its usual level. */
  restock(productId: number): Promise<void>;
  /** Whether Prometheus reaches the service; undefined when it does not know it. */
  isUp(service: string): Promise<boolean | undefined>;
  rules(): Promise<readonly RuleGroup[]>;
  annotate(text: string, tags: readonly string[], timeMs: number): Promise<void>;
  nowMs(): number;
  /** Resolves after the time, or at once when the signal aborts. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
