/** Saves soon after it is asked to, once for all who ask meanwhile: many rules that end together write one file. */
export interface DelayedSave {
  request(): void;
  /** Saves now, and never again by itself until the next request. */
  flush(): void;
}

const DELAY_MS = 100;

export function createDelayedSave(save: () => void, onError: (error: unknown) => void): DelayedSave {
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    save();
  };
  const attempt = (): void => {
    try {
      flush();
    } catch (error) {
      onError(error);
    }
  };
  return { request: () => void (timer ??= setTimeout(attempt, DELAY_MS)), flush };
}
