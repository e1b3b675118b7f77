// What prints in a test hides what the runner prints; a test that expects output replaces the method itself.
beforeEach(() => {
  for (const method of ['log', 'info', 'warn', 'error']) {
    console[method] = (...args) => {
      throw new Error(`console.${method} was called in a test: ${args.map(String).join(' ')}`);
    };
  }
});
