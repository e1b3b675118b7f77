// Stops the server that test-database-setup.cjs started (jest's globalTeardown) and removes its folder.
module.exports = async () => {
  await globalThis.stopTestDatabase?.();
};
