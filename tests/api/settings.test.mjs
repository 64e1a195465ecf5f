// Where settings come from: flags, then the environment, then the file that CAIRN_CONFIG or --config names.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { binary, temporary } from '../support/server.mjs';

function settings(text) {
  const file = path.join(temporary(), 'cairn.toml');
  writeFileSync(file, text);
  return file;
}

// Serves until it listens; out: which of the directories it put its data into.
async function served(args, env, directories) {
  const child = spawn(binary, ['serve', ...args], { env: { ...process.env, ...env } });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk) => (output += chunk).includes('listening on ') && resolve();
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    ended.then(() => reject(new Error(output)));
  });
  child.kill('SIGTERM');
  await ended;
  return directories.map((one) => existsSync(path.join(one, 'cairn.db')));
}

test('the file is read, stands below the environment, and that below flags', async () => {
  const dirs = [temporary(), temporary(), temporary()];
  const [of_file, of_environment, of_flags] = dirs;
  const CAIRN_CONFIG = settings(`[serve]\nlisten = "127.0.0.1:0"\ndata = "${of_file}"\n`);
  assert.deepEqual(await served([], { CAIRN_CONFIG }, dirs), [true, false, false]);
  assert.deepEqual(await served([], { CAIRN_CONFIG, CAIRN_DATA: of_environment }, dirs), [true, true, false]);
  assert.deepEqual(await served(['--data', of_flags], { CAIRN_CONFIG, CAIRN_DATA: of_environment }, dirs), [true, true, true]);
});

test('a slip in the file, or no file where one is named, stops the server before it starts', () => {
  const slip = settings('[serve]\nlisen = "127.0.0.1:0"\n');
  for (const file of [slip, '/nowhere/cairn.toml']) {
    const run = spawnSync(binary, ['serve', '--config', file], { encoding: 'utf8', timeout: 20_000 });
    assert.notEqual(run.status, 0);
    assert.match(run.stderr, file === slip ? /lisen/ : /nowhere/);
  }
});
