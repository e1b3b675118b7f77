#!/usr/bin/env -S node --max-semi-space-size=4
// Plain JavaScript, checked in: npm links no bin whose file is missing. Builds what is stale, then runs the command. The small
// young generation keeps the supervisor within its share of memory.
'use strict';
const { spawnSync } = require('node:child_process');
const { mkdirSync, rmdirSync, statSync } = require('node:fs');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../../..');

checkNode();
buildIfStale();
require('../dist/main.js');

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  process.stderr.write(`Firedrill needs Node 20.20 or newer, this is ${process.versions.node}.\n`);
  process.exit(2);
}

/** In a process of its own, so that the compiler's memory is gone when the command runs. */
function buildIfStale() {
  const build = join(root, 'tools/build.cjs');
  if (!require(build).isStale()) return;
  const lock = join(root, 'node_modules/.firedrill-build');
  takeLock(lock);
  try {
    process.stderr.write('building …\n');
    const { status, stderr } = spawnSync(process.execPath, [build], { encoding: 'utf8' });
    if (status === 0) return;
    process.stderr.write(`the build failed:\n${stderr}`);
    process.exit(2);
  } finally {
    rmdirSync(lock);
  }
}

/** Waits for another build; a lock older than a minute was left behind by a killed one. */
function takeLock(lock) {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > 60_000) rmdirSync(lock);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}
