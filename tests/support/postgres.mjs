// A PostgreSQL of the tests' own, as Debian installs it, on a Unix socket in a temporary directory; started when first
// asked for and ended with the tests.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const home = '/usr/lib/postgresql';
const root = process.getuid() === 0;
const numeric = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

let started;

function start() {
  const newest = readdirSync(home).filter((v) => existsSync(path.join(home, v, 'bin/initdb'))).sort((a, b) => b - a)[0];
  const bin = (name) => path.join(home, newest, 'bin', name);
  const dir = mkdtempSync(path.join(tmpdir(), 'cairn-pg-'));
  const who = root ? { uid: numeric('-u'), gid: numeric('-g') } : {};
  if (root) chownSync(dir, who.uid, who.gid);
  const data = path.join(dir, 'data');
  const options = { ...who, cwd: dir, stdio: ['ignore', 'ignore', 'ignore'] };
  execFileSync(bin('initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'], options);
  const settings = ['listen_addresses=', 'fsync=off', 'full_page_writes=off', 'max_connections=200', 'shared_buffers=32MB', 'autovacuum=off'];
  const child = spawn(bin('postgres'), ['-D', data, '-k', dir, ...settings.flatMap((s) => ['-c', s])], options);
  process.on('exit', () => {
    child.kill('SIGQUIT');
    rmSync(dir, { recursive: true, force: true });
  });
  const psql = (sql) => execFileSync(bin('psql'), ['-h', dir, '-U', 'postgres', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-qAtc', sql], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  for (let i = 0; ; ++i) {
    try {
      psql('SELECT 1');
      break;
    } catch (error) {
      if (i === 200) throw error;
      execFileSync('sleep', ['0.05']);
    }
  }
  return { dir, child, psql };
}

let count = 0;

// out: the address of a fresh, empty database
export function database() {
  started ??= start();
  const name = `cairn_${process.pid}_${++count}`;
  started.psql(`CREATE DATABASE ${name} TEMPLATE template0`);
  return `postgresql:///${name}?user=postgres&host=${started.dir}`;
}

// Cuts every connection that the servers hold to their databases.
export function cut_connections() {
  started?.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'cairn_%'");
}

export function stop() {
  if (!started) return undefined;
  const { child } = started;
  started = undefined;
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGQUIT');
  return ended;
}
